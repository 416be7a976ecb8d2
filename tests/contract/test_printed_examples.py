"""The documents' worked examples come back as printed: `serai seed` loads them, and the wire shows every key and digit.

Known differences: variants are `var_1` and `var_2` for `var_001` and `var_002`, the second page is `page_987654321` (an id
is a number in decimal), an order's `storeName` is the store's own name, and totals of lists count what was loaded.
"""

import json
from typing import Any

import httpx
import pytest

from serai.cli import seeds
from serai.cli.seeds import keys, people
from serai.kit.db import Database

pytestmark = [pytest.mark.proves("example"), pytest.mark.usefixtures("evidence")]


def read(text: str) -> Any:
    """JSON with its numbers as they are written, so that 1299.00 is not 1299.0."""
    return json.loads(text, parse_float=str, parse_int=str)


def shows(answer: Any, sample: Any, path: str = "") -> list[str]:
    """Where the answer is not what the sample says; the answer may have more keys."""
    if isinstance(sample, dict) and isinstance(answer, dict):
        missing = [f"{path}.{key} is missing" for key in sample.keys() - answer.keys()]
        return missing + [w for key in sample.keys() & answer.keys() for w in shows(answer[key], sample[key], f"{path}.{key}")]
    if isinstance(sample, list) and isinstance(answer, list) and len(sample) == len(answer):
        return [w for i, (a, s) in enumerate(zip(answer, sample, strict=True)) for w in shows(a, s, f"{path}.{i}")]
    return [] if answer == sample else [f"{path} is {answer!r}, printed is {sample!r}"]


@pytest.fixture
async def loaded(database: Database) -> None:
    await seeds.once(database, products=3, orders=3)


@pytest.fixture
async def john(loaded: None, skalia: httpx.AsyncClient) -> httpx.AsyncClient:
    answer = await skalia.post("/auth/login", json={"email": people.JOHN.email, "password": people.JOHN.password})
    skalia.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return skalia


@pytest.fixture
async def shop(loaded: None, salloq: httpx.AsyncClient) -> httpx.AsyncClient:
    salloq.headers["X-API-Key"] = keys.SALLOQ
    return salloq


ME = """
{
"id": "usr_1234567890",
"email": "user@example.com",
"displayName": "John Doe",
"photoURL": "https://example.com/photo.jpg",
"role": "user",
"createdAt": "2026-01-01T00:00:00Z",
"subscription": {
"plan": "pro",
"status": "active",
"billingCycle": "monthly",
"startedAt": "2026-01-01T00:00:00Z",
"nextBillingDate": "2026-05-01T00:00:00Z",
"amount": 299,
"currency": "MAD",
"storeLimit": 5,
"productLimit": 1000
},
"preferences": {
"language": "en",
"currency": "MAD",
"compactMode": false
}
}
"""
STORE = """
{
"id": "store_1234567890",
"name": "My Awesome Store",
"category": "fashion",
"publicSlug": "my-awesome-store",
"customDomain": "shop.example.com",
"language": "en",
"status": "LIVE",
"isPublished": true,
"publishedAt": "2026-01-15T10:00:00Z",
"createdAt": "2026-01-01T00:00:00Z",
"updatedAt": "2026-01-15T10:00:00Z"
}
"""
PRODUCT = """
{
"id": "prod_1234567890",
"storeId": "store_1234567890",
"name": "Premium Wireless Headphones",
"description": "High-quality wireless headphones with noise cancellation",
"price": 1299.00,
"compareAtPrice": 1599.00,
"sku": "WH-1000XM5",
"barcode": "1234567890123",
"category": "Electronics",
"tags": ["audio", "wireless", "premium"],
"images": [
"https://cdn.skalia.ma/products/prod_123/image1.jpg",
"https://cdn.skalia.ma/products/prod_123/image2.jpg"
],
"inventory": {
"quantity": 50,
"trackInventory": true,
"lowStockThreshold": 10
},
"variants": [
{
"id": "var_1",
"name": "Black",
"sku": "WH-1000XM5-BLK",
"price": 1299.00,
"inventory": 30
},
{
"id": "var_2",
"name": "Silver",
"sku": "WH-1000XM5-SLV",
"price": 1299.00,
"inventory": 20
}
],
"seo": {
"title": "Premium Wireless Headphones - Best Noise Cancellation",
"description": "Shop premium wireless headphones with industry-leading noise cancellation",
"slug": "premium-wireless-headphones"
},
"status": "active",
"createdAt": "2026-01-10T00:00:00Z",
"updatedAt": "2026-04-08T10:00:00Z"
}
"""
ORDER = """
{
"id": "order_1234567890",
"orderNumber": "ORD-2026-001234",
"storeId": "store_1234567890",
"storeName": "My Awesome Store",
"customer": {
"id": "cust_1234567890",
"name": "Jane Smith",
"email": "jane@example.com",
"phone": "+212612345678"
},
"items": [
{
"productId": "prod_1234567890",
"productName": "Premium Wireless Headphones",
"variantId": "var_1",
"variantName": "Black",
"quantity": 1,
"price": 1299.00,
"total": 1299.00
}
],
"subtotal": 1299.00,
"shipping": 50.00,
"tax": 0.00,
"discount": 0.00,
"total": 1349.00,
"currency": "MAD",
"status": "processing",
"paymentStatus": "paid",
"paymentMethod": "card",
"shippingAddress": {
"name": "Jane Smith",
"address": "123 Main Street",
"city": "Casablanca",
"postalCode": "20000",
"country": "Morocco",
"phone": "+212612345678"
},
"trackingNumber": "TRK123456789",
"notes": "Please handle with care",
"createdAt": "2026-04-08T10:00:00Z",
"updatedAt": "2026-04-08T11:00:00Z"
}
"""
CUSTOMER = """
{
"id": "cust_1234567890",
"name": "Jane Smith",
"email": "jane@example.com",
"phone": "+212612345678",
"totalOrders": 5,
"totalSpent": 6745.00,
"currency": "MAD",
"averageOrderValue": 1349.00,
"lastOrderDate": "2026-04-08T10:00:00Z",
"createdAt": "2026-01-15T00:00:00Z",
"tags": ["vip", "repeat-customer"]
}
"""
PAGES = """
[
{
"id": "page_1234567890",
"title": "About Us",
"slug": "about",
"content": "<h1>About Our Store</h1><p>We are...</p>",
"isPublished": true,
"order": 1,
"createdAt": "2026-01-01T00:00:00Z",
"updatedAt": "2026-03-15T00:00:00Z"
},
{
"id": "page_987654321",
"title": "Contact",
"slug": "contact",
"content": "<h1>Contact Us</h1><p>Email: contact@store.com</p>",
"isPublished": true,
"order": 2,
"createdAt": "2026-01-01T00:00:00Z",
"updatedAt": "2026-01-01T00:00:00Z"
}
]
"""
THEME = """
{
"item": {
"colors": {
"primary": "#3b82f6",
"secondary": "#64748b",
"accent": "#f59e0b",
"background": "#ffffff",
"text": "#1e293b"
},
"fonts": {
"heading": "Inter",
"body": "Inter"
},
"layout": {
"headerStyle": "centered",
"footerStyle": "minimal"
},
"homepage": {
"hero": {
"title": "Welcome to Our Store",
"subtitle": "Discover amazing products",
"image": "https://cdn.skalia.ma/hero.jpg",
"ctaText": "Shop Now",
"ctaLink": "/products"
},
"sections": [
{
"type": "featured-products",
"title": "Featured Products",
"productIds": ["prod_123", "prod_456"]
}
]
}
}
}
"""
SETTINGS = """
{
"storeName": "My Awesome Store",
"storeDescription": "New description",
"contactEmail": "contact@mystore.com",
"contactPhone": "+212612345678",
"currency": "MAD",
"shippingZones": [
{
"name": "Morocco",
"countries": ["MA"],
"rate": 50.00
}
],
"taxRate": 0.20,
"socialMedia": {
"facebook": "https://facebook.com/mystore",
"instagram": "https://instagram.com/mystore",
"twitter": "https://twitter.com/mystore"
},
"updatedAt": "2026-04-08T17:00:00Z"
}
"""


async def test_skalia_me(john: httpx.AsyncClient) -> None:
    answer = await john.get("/auth/me")

    assert shows(read(answer.text), read(ME)) == []


@pytest.mark.parametrize(
    ("path", "sample"), [("/stores", STORE), ("/products", PRODUCT), ("/orders", ORDER), ("/customers", CUSTOMER)]
)
async def test_skalia_lists_begin_with_the_sample(john: httpx.AsyncClient, path: str, sample: str) -> None:
    answer = await john.get(path)

    assert shows(read(answer.text)["items"][0], read(sample)) == []


async def test_skalia_pages_theme_and_settings(john: httpx.AsyncClient) -> None:
    config = "/store-config/store_1234567890"
    pages, theme, settings = [await john.get(f"{config}/{part}") for part in ("pages", "theme", "settings")]

    assert shows(read(pages.text)["items"], read(PAGES)) == []
    assert shows(read(theme.text), read(THEME)) == []
    assert shows(read(settings.text)["item"], read(SETTINGS)) == []


SALLOQ_PRODUCT = """
{
  "id": 163,
  "name": "Iris Élysée",
  "slug": "iris-elysee",
  "price": 145.00,
  "description": "A sophisticated iris fragrance...",
  "stock_qty": 25,
  "subscription_enabled": true,
  "categories": ["perfume", "floral"]
}
"""
SALLOQ_ORDER = """
{
  "success": true,
  "data": {
    "id": 307,
    "customer_id": 2186,
    "status": "shipped",
    "subtotal": 145.00,
    "tax": 12.18,
    "shipping": 8.00,
    "total": 165.18,
    "tracking_number": "1Z999AA1234567890",
    "items": [
      {
        "product_id": 163,
        "product_name": "Iris Élysée",
        "qty": 1,
        "price": 145.00,
        "subtotal": 145.00
      }
    ],
    "shipping_address": "123 Main St",
    "shipping_city": "San Francisco",
    "shipping_state": "CA",
    "shipping_zip": "94102",
    "created_at": "2025-12-08T10:30:00Z"
  }
}
"""
SALLOQ_INVENTORY = '{"success": true, "data": {"product_id": 163, "stock_qty": 25, "in_stock": true}}'
SALLOQ_CUSTOMER = """
{
  "success": true,
  "data": {
    "id": 2186,
    "email": "customer@example.com",
    "first_name": "Jane",
    "last_name": "Smith",
    "phone": "555-0123",
    "created_at": "2024-01-15T10:00:00Z"
  }
}
"""


@pytest.mark.parametrize(
    "path", ["/products?category=perfume&in_stock=true", "/products?search=elysee&subscription_enabled=true", "/products"]
)
async def test_salloq_lists_begin_with_the_sample(shop: httpx.AsyncClient, path: str) -> None:
    answer = await shop.get(path)

    assert shows(read(answer.text)["data"][0], read(SALLOQ_PRODUCT)) == []


@pytest.mark.parametrize(
    ("path", "sample"),
    [
        ("/products/163/inventory", SALLOQ_INVENTORY),
        ("/orders/307", SALLOQ_ORDER),
        ("/customers/2186", SALLOQ_CUSTOMER),
    ],
)
async def test_salloq_answers_are_the_samples(shop: httpx.AsyncClient, path: str, sample: str) -> None:
    answer = await shop.get(path)

    assert shows(read(answer.text), read(sample)) == []


async def test_salloq_the_sample_is_found_by_id_and_by_slug(shop: httpx.AsyncClient) -> None:
    by_id, by_slug = [await shop.get(f"/products/{name}") for name in ("163", "iris-elysee")]
    assert by_id.json()["data"] == by_slug.json()["data"]


async def test_salloq_the_shipped_sample_is_found_by_its_filters(shop: httpx.AsyncClient) -> None:
    answer = await shop.get("/orders?status=shipped&date_from=2025-12-01")

    assert [order["id"] for order in answer.json()["data"]] == [307]
