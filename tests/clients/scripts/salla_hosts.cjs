// The published clients have Salla's two hosts built in: here they lead to the server at SALLA_SERVER instead.
const http = require("node:http");
const https = require("node:https");

const HOSTS = ["accounts.salla.sa", "api.salla.dev"];
const server = new URL(process.env.SALLA_SERVER);
const beyond = https.request;
const fetched = globalThis.fetch;

https.request = (options, ...more) => {
  const host = options.host ?? options.hostname;
  if (!HOSTS.includes(host)) return beyond(options, ...more);
  return http.request({ ...options, host: server.hostname, hostname: server.hostname, port: server.port, agent: undefined }, ...more);
};

globalThis.fetch = (resource, ...more) => {
  const url = new URL(resource);
  if (!HOSTS.includes(url.host)) return fetched(resource, ...more);
  return fetched(new URL(url.pathname + url.search, server), ...more);
};
