// Calls of the Admin API as its document describes them, one after another: what each was answered.
import SwaggerClient from "swagger-client";

const { url, token, calls } = JSON.parse(process.argv[2]);
const client = await new SwaggerClient({ url: `${url}admin-api.json`, authorizations: { accessToken: { value: token } } });

async function outcome([tag, operation, parameters = {}, requestBody]) {
  try {
    const { status, body, headers } = await client.apis[tag][operation](parameters, { requestBody });
    return { status, body, limit: headers["x-ratelimit-scope"] };
  } catch (e) {
    if (!e.response) throw e;
    return { status: e.response.status, body: e.response.body };
  }
}

const outcomes = [];
for (const call of calls) outcomes.push(await outcome(call));
console.log(JSON.stringify(outcomes));
