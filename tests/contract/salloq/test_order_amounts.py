"""SQ-032, SQ-G02, SQ-G09, X-08: what an order costs."""

from decimal import Decimal

import httpx
import pytest

from serai.core import catalog, customers, stores
from serai.kit.db import Database
from tests.contract.salloq.ordering import ADDRESS, footprint, wanted
from tests.factories import Make

# ── money ──


@pytest.mark.parametrize(
    ("currency", "price", "rate", "expected"),
    [
        ("USD", 999, "0.0825", '"subtotal":29.97,"tax":2.47,"shipping":8.00,"total":40.44,'),
        ("JPY", 999, "0.1", '"subtotal":2997,"tax":300,"shipping":8,"total":3305,'),
        ("KWD", 1005, "0.05", '"subtotal":3.015,"tax":0.151,"shipping":8.000,"total":11.166,'),
        ("USD", 10**12, "0", '"subtotal":30000000000.00,"tax":0.00,"shipping":8.00,"total":30000000008.00,'),
    ],
)
async def test_totals_are_exact_in_the_currencys_decimals(
    salloq: httpx.AsyncClient, make: Make, currency: str, price: int, rate: str, expected: str
) -> None:
    zone = stores.ZoneDraft("USA", ("US",), Decimal(8))
    shop = await make.store(currency=currency, tax_rate=rate, zones=(zone,))
    salloq.headers["X-API-Key"] = await make.key(shop)
    product, customer = await make.product(shop, price=price), await make.customer(shop)

    answer = await salloq.post("/orders", json=wanted(customer, (product, 3)))

    assert expected in answer.text


async def test_tax_is_rounded_half_up_on_each_line(salloq: httpx.AsyncClient, make: Make, database: Database) -> None:
    shop = await make.store(currency="USD", tax_rate="0.05")
    salloq.headers["X-API-Key"] = await make.key(shop)
    products = [await make.product(shop, price=price) for price in (10, 30, 50)]  # tax of 0.5, 1.5 and 2.5 cents
    customer = await make.customer(shop)

    answer = await salloq.post("/orders", json=wanted(customer, *[(product, 1) for product in products]))

    order = answer.json()["data"]
    assert (order["subtotal"], order["tax"], order["shipping"], order["total"]) == (0.9, 0.06, 0.0, 0.96)
    assert [r["tax_minor"] for r in await database.all("select tax_minor from order_lines order by position")] == [1, 2, 3]


async def test_an_order_may_cost_nothing(api: httpx.AsyncClient, jane: customers.Customer) -> None:
    free = (await api.post("/products", json={"name": "Sample", "price": 0, "stock_qty": 1})).json()["data"]["id"]

    answer = await api.post("/orders", json={"customer_id": jane.id, "items": [{"product_id": free, "qty": 1}]})

    assert answer.status_code == 201
    assert answer.json()["data"]["total"] == 0


async def test_more_money_than_there_is_is_refused(
    api: httpx.AsyncClient, make: Make, database: Database, shop: stores.Store, jane: customers.Customer
) -> None:
    dear = await make.product(shop, price=10**15, track_inventory=False)
    before = await footprint(database)

    answer = await api.post("/orders", json=wanted(jane, (dear, 1_000_000)))

    assert answer.status_code == 422
    assert answer.json()["error"]["details"] == {"items": ["The order's total is too large."]}
    assert await footprint(database) == before


# ── where it goes ──


@pytest.mark.parametrize(
    ("said", "kept", "shipping"),
    [
        ("US", "US", 8.0),
        ("us", "US", 8.0),
        ("USA", "US", 8.0),
        ("united states", "US", 8.0),
        ("United States of America", "US", 8.0),
        ("Maroc", None, None),
        ("Morocco", "MA", 0.0),
        ("Türkiye", "TR", 0.0),
        ("turkey", "TR", 0.0),
        ("UK", "GB", 0.0),
        ("Côte d'Ivoire", "CI", 0.0),
        ("", None, 0.0),
        (None, None, 0.0),
        ("XX", None, None),
        ("840", None, None),
        ("x" * 300, None, None),
    ],
)
async def test_a_country_is_its_code_or_english_name_and_decides_on_shipping(
    api: httpx.AsyncClient,
    database: Database,
    iris: catalog.Product,
    jane: customers.Customer,
    said: str | None,
    kept: str | None,
    shipping: float | None,
) -> None:
    before = await footprint(database)

    answer = await api.post("/orders", json=wanted(jane, (iris, 1), shipping_country=said))

    if shipping is None:
        message = "Is not a country: its ISO 3166-1 code or English name is expected."
        assert answer.status_code == 422
        assert answer.json()["error"]["details"] == {"shipping_country": [message]}
        assert await footprint(database) == before
    else:
        order = answer.json()["data"]
        assert (order["shipping_country"], order["shipping"]) == (kept, shipping)


async def test_an_order_needs_no_address(api: httpx.AsyncClient, iris: catalog.Product, jane: customers.Customer) -> None:
    answer = await api.post("/orders", json={"customer_id": jane.id, "items": [{"product_id": iris.id, "qty": 1}]})

    order = answer.json()["data"]
    assert answer.status_code == 201
    assert [order[name] for name in ADDRESS] == [None] * 5
    assert order["shipping"] == 0
