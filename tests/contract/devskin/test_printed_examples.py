"""The document's worked examples come back as printed, from the store that `serai seed` loads.

Known differences: money has its decimals also where it is nought (`0.00` for `0`), the samples' e-mail addresses are blanked
out, and totals count what was loaded. The revenue and overview samples are of a store that nobody published.
"""

from collections.abc import AsyncIterator

import httpx
import pytest

from serai.cli import seeds
from serai.cli.seeds import keys
from serai.front import Front
from serai.kit.db import Database
from tests.conftest import client
from tests.contract.test_printed_examples import read, shows

ROW = """
{
"id": 1234,
"order_number": "ORD-2026-001234",
"status": "paid",
"total": 199.90,
"customer_name": "John Doe",
"created_at": "2026-02-10T14:30:00.000Z"
}
"""
ORDER = """
{
"success": true,
"data": {
"order": {
"id": 1234,
"order_number": "ORD-2026-001234",
"status": "paid",
"total": 199.90,
"subtotal": 189.90,
"shipping_cost": 10.00,
"discount": 0.00,
"customer_name": "John Doe",
"items": [
{
"product_id": 42,
"name": "Premium Widget",
"quantity": 2,
"price": 94.95
}
],
"shipping_address": {
"street": "123 Main St",
"city": "Sao Paulo",
"state": "SP",
"zip": "01310-100"
},
"created_at": "2026-02-10T14:30:00.000Z",
"updated_at": "2026-02-10T15:00:00.000Z"
}
}
}
"""
PRODUCT = """
{
"id": 42,
"name": "Premium Widget",
"slug": "premium-widget",
"price": 94.95,
"stock": 150,
"status": "active",
"created_at": "2026-01-15T10:00:00.000Z"
}
"""
CUSTOMER = """
{
"id": 501,
"name": "Jane Smith",
"total_orders": 12,
"total_spent": 2450.80,
"created_at": "2025-11-20T09:15:00.000Z"
}
"""


@pytest.fixture
async def sample(front: Front, database: Database) -> AsyncIterator[httpx.AsyncClient]:
    await seeds.once(database, products=3, orders=3)
    async with client(front, "/devskin/api/v1", **{"X-API-Key": keys.DEVSKIN}) as made:
        yield made


async def test_the_order(sample: httpx.AsyncClient) -> None:
    assert shows(read((await sample.get("/orders/1234")).text), read(ORDER)) == []


async def test_the_list_of_paid_orders(sample: httpx.AsyncClient) -> None:
    found = read((await sample.get("/orders?page=1&limit=10&status=paid")).text)["data"]

    assert (found["total"], found["page"], found["limit"]) == ("1", "1", "10")
    assert shows(found["items"], [read(ROW)]) == []


@pytest.mark.parametrize(("path", "printed"), [("/products", PRODUCT), ("/customers", CUSTOMER)])
async def test_a_row_of_a_list(sample: httpx.AsyncClient, path: str, printed: str) -> None:
    rows = read((await sample.get(path)).text)["data"]["items"]

    wanted = read(printed)
    assert shows([row for row in rows if row["id"] == wanted["id"]], [wanted]) == []


async def test_the_revenue_and_the_overview_agree(sample: httpx.AsyncClient) -> None:
    year = read((await sample.get("/revenue?period=1y")).text)["data"]
    overview = read((await sample.get("/analytics/overview")).text)["data"]

    assert year["total"] == overview["total_revenue"] == "2650.70"
    assert {"date": "2026-02-10", "total": "199.90", "count": "1"} in year["daily"]
    assert (overview["total_orders"], overview["total_products"]) == ("13", "2")
