// The documentation's own lines, one after another. What they log is the answer.
import SwaggerClient from "swagger-client";

const logged = [];
const { log } = console;
console.log = (...said) => logged.push(said);

// Authenticated request
const adminApi = await new SwaggerClient({
url: `${process.env.ADMIN_API_URL}admin-api.json`,
authorizations: {
accessToken: {
value: process.env.ADMIN_API_TOKEN
}
}
});
const client = adminApi;

// Test connection
{
const response = await adminApi.apis.Shops.getShops();
const shops = response.body.entities;
console.log(shops.length);
}

// Get products with images, variants, and variant attributes
{
let response = await client.apis.Products.getProducts({with: "images,variants.attributes"});
let products = response.body.entities;
products.forEach(
product => product.images.forEach(
image => console.log(image.assetUrl)
)
);
}

// Using the ID
{
let response = await client.apis.Products.getProduct({productIdentifier: 123});
let product = response.body;
console.log(product.id, product.referenceKey);
}

// Using the reference key
{
let response = await client.apis.Products.getProduct({productIdentifier: "key=my-key-123"});
let product = response.body;
console.log(product.id, product.referenceKey);
}

// Iterate over an attribute group collection
{
let options = {
limit: 5
};
let collection = null;
do {
let response = await client.apis.AttributeGroups.getAttributeGroups(options);
collection = response.body;
collection.entities.forEach(
attributeGroup => console.log(attributeGroup.name)
);
options.cursor = collection.cursor.next;
} while (collection.cursor.next !== null);
}

// Error handling
const config = { url: `${process.env.ADMIN_API_URL}admin-api.json`, authorizations: { accessToken: { value: "wrong" } } };
await new SwaggerClient(config)
.then(
async client => {
try {
let response = await client.apis.Products.getProducts();
} catch (e) {
console.log(e.response.body);
}
}
);

log(JSON.stringify(logged));
