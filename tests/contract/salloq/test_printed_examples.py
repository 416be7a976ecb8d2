"""The documentation's samples of points and subscriptions, from the store that `serai seed` loads."""

import httpx
import pytest

from serai.cli import seeds
from serai.cli.seeds import keys
from serai.core import subscriptions
from serai.kit.db import Database
from tests.contract.test_printed_examples import read, shows

LOYALTY = """
{
  "success": true,
  "data": {
    "customer_id": 2186,
    "current_balance": 2500,
    "lifetime_points": 5000,
    "dollar_value": 25.00
  }
}
"""
SUBSCRIPTION = """
{
  "success": true,
  "data": {
    "id": 42,
    "customer_id": 2186,
    "product_id": 163,
    "frequency_id": 2,
    "frequency_name": "Every 30 days",
    "quantity": 1,
    "price": 130.50,
    "status": "active",
    "next_billing_date": "2026-01-08",
    "created_at": "2025-12-08T10:00:00Z"
  }
}
"""
POINTS = """
{
  "success": true,
  "data": {
    "points_per_dollar": 100,
    "point_value": 0.01,
    "min_redeem_points": 500,
    "enabled": true
  }
}
"""


@pytest.fixture
async def shop(database: Database, salloq: httpx.AsyncClient) -> httpx.AsyncClient:
    await seeds.once(database, products=3, orders=3)
    salloq.headers["X-API-Key"] = keys.SALLOQ
    return salloq


@pytest.mark.parametrize(
    ("path", "sample"),
    [("/customers/2186/loyalty", LOYALTY), ("/subscriptions/42", SUBSCRIPTION), ("/loyalty/settings", POINTS)],
)
async def test_answers_are_the_samples(shop: httpx.AsyncClient, path: str, sample: str) -> None:
    answer = await shop.get(path)

    assert shows(read(answer.text), read(sample)) == []


async def test_a_worker_leaves_the_printed_subscription_as_printed(shop: httpx.AsyncClient, database: Database) -> None:
    assert await subscriptions.renew_due(database) == 0

    answer = await shop.get("/subscriptions/42")

    assert shows(read(answer.text), read(SUBSCRIPTION)) == []


async def test_the_documented_order_with_its_code_is_placed(shop: httpx.AsyncClient) -> None:
    body = {
        "customer_id": 2186,
        "items": [{"product_id": 163, "qty": 2}],
        "shipping_address": "123 Main St",
        "shipping_city": "San Francisco",
        "shipping_state": "CA",
        "shipping_zip": "94102",
        "shipping_country": "US",
        "promo_code": "SAVE10",
    }

    answer = await shop.post("/orders", json=body)

    assert answer.status_code == 201
    assert (answer.json()["data"]["discount"], answer.json()["data"]["total"]) == (29.00, 290.92)
