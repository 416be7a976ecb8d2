// A receiver as the client's readme has it, but that it answers; it also checks signatures as apps do.
const { createHmac } = require("node:crypto");
const express = require("express");
const actions = require("@salla.sa/webhooks-actions");

const { secret, events, port = 0 } = JSON.parse(process.argv[2]);
const fired = [];
const came = [];

actions.setSecret(secret);
for (const event of events) actions.on(event, (body, more) => fired.push({ event, body, more }));

const signed = (body) => createHmac("sha256", secret).update(body).digest("hex");

const app = express();
app.use(express.json({ verify: (req, res, raw) => (req.raw = raw) }));
app.post("/webhook", (req, res) => {
  actions.checkActions(req.body, req.headers.authorization, { path: req.path });
  came.push({
    headers: req.headers,
    text: req.raw.toString("utf8"),
    isRawSigned: req.headers["x-salla-signature"] === signed(req.raw),
    isRewrittenSigned: req.headers["x-salla-signature"] === signed(JSON.stringify(req.body)),
  });
  res.sendStatus(200);
});
app.get("/seen", (req, res) => res.json({ fired, came }));
const listening = app.listen(port, "127.0.0.1", () => console.log(listening.address().port));
