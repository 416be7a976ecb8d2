// An app as the client's own example has it: it logs merchants in, and then calls whatever method it is asked to.
const express = require("express");
const session = require("express-session");
const passport = require("passport");
const SallaAPIFactory = require("@salla.sa/passport-strategy");

const { clientID, clientSecret, port } = JSON.parse(process.argv[2]);

const salla = new SallaAPIFactory({ clientID, clientSecret, callbackURL: `http://127.0.0.1:${port}/oauth/callback` });
let told = null;
salla.onAuth((accessToken, refreshToken, expiresIn, user) => {
  told = { accessToken, refreshToken, expiresIn, user };
});
passport.use(salla.getPassportStrategy());
passport.serializeUser((user, done) => done(null, user));
passport.deserializeUser((user, done) => done(null, user));

const app = express();
app.use(session({ secret: "keyboard cat", resave: true, saveUninitialized: true }));
app.use(passport.initialize());
app.use(passport.session());
app.use(express.json());
app.get("/login", passport.authenticate("salla"));
app.get("/oauth/callback", passport.authenticate("salla", { failureRedirect: "/login" }), (req, res) => res.redirect("/"));
app.get("/", (req, res) => res.json({ told, user: req.user ?? null, isLoggedIn: req.isAuthenticated() }));
app.post("/call/:method", async (req, res) => {
  try {
    const found = await salla[req.params.method](...req.body);
    const asked = found && found.getStoreID ? { ...found, storeId: found.getStoreID(), storeName: found.getStoreName() } : found;
    res.json({ resolved: asked });
  } catch (rejected) {
    res.json({ rejected, token: salla.getToken() });
  }
});
// What authenticate() reports: the words that the app's developer sees.
app.use((error, req, res, next) => res.status(500).json({ failed: error.message, code: error.code, cause: error.oauthError }));
app.listen(port, "127.0.0.1", () => console.log(port));
