"""What is asked: the requests of each work, and what is wanted of it."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

import msgspec
from msgspec import Struct

from bench.client import Request
from bench.data import Shop

READS: Final = 200
ORDERS: Final = 500
TARGETS: Final = {
    "list": "ratio ≥ 0.70",
    "get": "ratio ≥ 0.70",
    "order": "ratio ≥ 0.80",
    "storefront": "ratio ≥ 0.50",
    "listing": "≤ 4 statements, ≤ 50 ms",
    "filters": "≤ 4 statements, ≤ 50 ms",
    "deep": "ratio ≤ 2",
    "cold": "≤ 5 s",
    "idle": "≤ 300 MB",
    "deliveries": "≥ 1,000 a second",
    "enqueue": "≤ 1 ms added",
}
"""What the product shall reach."""


class Work(Struct, frozen=True):
    """Different requests, and how many are sent in a round."""

    requests: list[Request]
    round: int


def works(shops: Sequence[Shop], token: str) -> Mapping[str, Work]:
    """By name. Salloq's works read one store; orders spread over all of them, so that they are not one row's queue."""
    chance = Random(1)  # noqa: S311 - the same requests every time
    shop = shops[len(shops) // 2]
    key = {"x-api-key": shop.key}
    ids = chance.sample(shop.products, READS)
    bearer = {"authorization": f"Bearer {token}"}
    return {
        "list": Work([Request("GET", "/salloq/api/products?per_page=20", key)], 300),
        "get": Work([Request("GET", f"/salloq/api/products/{id_}", key) for id_ in ids], 600),
        "order": Work([_order(shops[i % len(shops)], chance) for i in range(ORDERS)], 300),
        "skalia-list": Work([Request("GET", "/skalia/api/v1/products?size=20", bearer)], 150),
    }


def _order(shop: Shop, chance: Random) -> Request:
    items = [{"product_id": id_, "qty": 1} for id_ in chance.sample(shop.products, 2)]
    body = {
        "customer_id": shop.customer,
        "items": items,
        "shipping_address": "123 Main St",
        "shipping_city": "Casablanca",
        "shipping_zip": "20000",
        "shipping_country": "MA",
    }
    return Request("POST", "/salloq/api/orders", {"x-api-key": shop.key}, msgspec.json.encode(body).decode())
