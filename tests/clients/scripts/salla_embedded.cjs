// The app's page inside the dashboard: the address that it was opened with, and what the client makes of it.
const { token, appId } = JSON.parse(process.argv[2]);

// What the client asks a browser for.
const page = { location: { search: `?token=${token}&app_id=${appId}` }, addEventListener() {}, removeEventListener() {} };
globalThis.window = Object.assign(page, { parent: page });
const { embedded } = require("@salla.sa/embedded-sdk");

embedded.auth.introspect({ refreshOnError: false }).then((found) => {
  console.log(JSON.stringify({ found, token: embedded.auth.getToken(), appId: embedded.auth.getAppId() }));
});
