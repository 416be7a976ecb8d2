"""What the tests of orders say often."""

import httpx

from serai.core import catalog, customers
from serai.kit.db import Database

ADDRESS = {
    "shipping_address": "123 Main St",
    "shipping_city": "San Francisco",
    "shipping_state": "CA",
    "shipping_zip": "94102",
    "shipping_country": "US",
}


def wanted(customer: customers.Customer, *items: tuple[catalog.Product, int], **more: object) -> dict[str, object]:
    lines = [{"product_id": product.id, "qty": qty} for product, qty in items]
    return {"customer_id": customer.id, "items": lines, **ADDRESS, **more}


async def footprint(database: Database) -> tuple[object, ...]:
    """Everything that an order leaves behind."""
    counts = [
        await database.value(f"select count(*) from {table}")
        for table in (
            "orders",
            "order_lines",
            "order_allocations",
            "order_numbers",
            "order_history",
            "stock_movements",
            "events",
        )
    ]
    return (*counts, await database.value("select sum(reserved) from stock"))


async def stock(api: httpx.AsyncClient, product: catalog.Product) -> int:
    return int((await api.get(f"/products/{product.id}/inventory")).json()["data"]["stock_qty"])


async def listed(api: httpx.AsyncClient, **query: object) -> list[int]:
    answer = await api.get("/orders", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["meta"]["pagination"]["total"] == len(answer.json()["data"])
    return [order["id"] for order in answer.json()["data"]]
