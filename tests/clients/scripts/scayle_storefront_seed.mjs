// The documentation's own lines; host, shop and token come from outside.
import { StorefrontAPIClient } from '@scayle/storefront-api'

const { host, shopId, token } = JSON.parse(process.argv[2]);

const client = new StorefrontAPIClient({
host,
shopId,
auth: {
type: 'token',
token,
},
});

const response = await client.products.query({});
console.log(response);
console.log(JSON.stringify(response));
