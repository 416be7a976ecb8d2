// The strategy alone, with its three addresses as options: nothing of the client is redirected.
const express = require("express");
const session = require("express-session");
const passport = require("passport");
const Strategy = require("@salla.sa/passport-strategy/src/strategy");

const { clientID, clientSecret, port, server } = JSON.parse(process.argv[2]);

const options = {
  clientID,
  clientSecret,
  callbackURL: `http://127.0.0.1:${port}/oauth/callback`,
  authorizationURL: `${server}/oauth2/auth`,
  tokenURL: `${server}/oauth2/token`,
  userProfileURL: `${server}/oauth2/user/info`,
};
const verify = (accessToken, refreshToken, expiresIn, user, done) => done(null, { ...user, accessToken });
passport.use(new Strategy(options, verify));
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({ secret: "keyboard cat", resave: true, saveUninitialized: true }));
app.use(passport.initialize());
app.use(passport.session());
app.get("/login", passport.authenticate("salla"));
app.get("/oauth/callback", passport.authenticate("salla", { failureRedirect: "/login" }), (req, res) => res.redirect("/"));
app.get("/", (req, res) => res.json({ user: req.user ?? null, isLoggedIn: req.isAuthenticated() }));
app.listen(port, "127.0.0.1", () => console.log(port));
