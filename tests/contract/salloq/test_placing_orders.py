"""SQ-033, SQ-034, SQ-G03, X-11, X-22: all or nothing, once."""

import httpx
import pytest

from serai.core import catalog, customers, stores
from serai.kit.db import Database
from tests.contract.salloq.ordering import footprint, stock, wanted
from tests.factories import Make

# ── what can be had ──


async def test_short_and_unknown_lines_are_told_by_row_and_nothing_is_written(
    api: httpx.AsyncClient,
    make: Make,
    database: Database,
    shop: stores.Store,
    iris: catalog.Product,
    jane: customers.Customer,
) -> None:
    few = await make.product(shop, stock=2)
    elsewhere = await make.product(await make.store())
    before = await footprint(database)

    answer = await api.post("/orders", json=wanted(jane, (iris, 1), (few, 3), (elsewhere, 1)))

    assert answer.status_code == 422
    assert answer.json() == {
        "success": False,
        "error": {
            "message": "Insufficient stock",
            "code": 422,
            "details": {
                "items": [
                    {"index": 1, "product_id": few.id, "requested": 3, "available": 2},
                    {"index": 2, "product_id": elsewhere.id, "requested": 1, "available": 0},
                ]
            },
        },
    }
    assert await footprint(database) == before
    assert await stock(api, iris) == 25


async def test_unknown_products_alone_are_told_the_same_way(api: httpx.AsyncClient, jane: customers.Customer) -> None:
    answer = await api.post("/orders", json={"customer_id": jane.id, "items": [{"product_id": 99999999, "qty": 1}]})

    rows = [{"index": 0, "product_id": 99999999, "requested": 1, "available": 0}]
    assert answer.status_code == 422
    assert answer.json()["error"]["details"] == {"items": rows}


async def test_the_same_product_twice_is_summed(
    api: httpx.AsyncClient, make: Make, database: Database, shop: stores.Store, jane: customers.Customer
) -> None:
    five = await make.product(shop, stock=5)
    before = await footprint(database)

    too_many = await api.post("/orders", json=wanted(jane, (five, 3), (five, 3)))

    assert too_many.status_code == 422
    assert [row["index"] for row in too_many.json()["error"]["details"]["items"]] == [0, 1]
    assert await footprint(database) == before
    assert (await api.post("/orders", json=wanted(jane, (five, 2), (five, 3)))).status_code == 201
    assert await stock(api, five) == 0


async def test_a_draft_or_removed_product_cannot_be_ordered(
    api: httpx.AsyncClient, make: Make, database: Database, shop: stores.Store, jane: customers.Customer
) -> None:
    draft = await make.product(shop, status=catalog.Status.DRAFT)
    removed = await make.product(shop)
    async with database.begin() as tx:
        await catalog.remove(tx, shop.id, removed.id)

    answer = await api.post("/orders", json=wanted(jane, (draft, 1), (removed, 1)))

    assert answer.status_code == 422
    assert [row["available"] for row in answer.json()["error"]["details"]["items"]] == [0, 0]


async def test_what_is_not_tracked_can_always_be_had(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, jane: customers.Customer
) -> None:
    gift = await make.product(shop, stock=0, track_inventory=False)

    assert (await api.post("/orders", json=wanted(jane, (gift, 7)))).status_code == 201
    assert await stock(api, gift) == 0


async def test_an_unknown_customer_is_404_and_nothing_is_written(
    api: httpx.AsyncClient, make: Make, database: Database, iris: catalog.Product
) -> None:
    foreign = await make.customer(await make.store())
    before = await footprint(database)

    for customer in (foreign.id, 99999999, 0):
        answer = await api.post("/orders", json={"customer_id": customer, "items": [{"product_id": iris.id, "qty": 1}]})
        assert answer.status_code == 404
        assert answer.json() == {"success": False, "error": {"message": "Customer not found", "code": 404, "details": {}}}
    assert await footprint(database) == before


@pytest.mark.parametrize(
    ("changed", "details"),
    [
        ({"items": []}, {"items": ["Must have 1 to 500 lines."]}),
        ({"items": [{"product_id": 1}]}, {"items.0.qty": ["This field is required."]}),
        ({"items": [{"product_id": 1, "qty": 0}]}, {"items.0.qty": ["Must be a whole number from 1 to 1000000."]}),
        ({"items": [{"product_id": 1, "qty": -2}]}, {"items.0.qty": ["Must be a whole number from 1 to 1000000."]}),
        ({"items": [{"product_id": 1, "qty": 10**30}]}, {"items.0.qty": ["Must be a whole number from 1 to 1000000."]}),
        ({"items": [{"product_id": 1, "qty": 1.5}]}, {"items.0.qty": ["Expected `int`, got `decimal`."]}),
        ({"items": [{"product_id": "1", "qty": 1}]}, {"items.0.product_id": ["Expected `int`, got `str`."]}),
        ({"items": [{"product_id": 2**70, "qty": 1}]}, {"items.0.product_id": ["Expected `int` <= 9007199254740991."]}),
        ({"items": [{"product_id": 1, "qty": 1, "price": 1}]}, {"items.0.price": ["Unknown field."]}),
        ({"customer_id": None}, {"customer_id": ["Expected `int`, got `null`."]}),
        ({"promo_code": "SAVE10"}, {"promo_code": ["Is not a known promo code."]}),
        ({"promo_code": ""}, {"promo_code": ["Is not a known promo code."]}),
        ({"redeem_points": 500}, {"redeem_points": ["The customer has 0 points."]}),
        ({"redeem_points": 499}, {"redeem_points": ["Must be at least 500."]}),
        ({"redeem_points": -1}, {"redeem_points": ["Must be a whole number from 0 to 1000000000000."]}),
        ({"shipping_city": "x" * 201}, {"shipping_city": ["May have at most 200 characters."]}),
        (
            {"shipping_address": "x" * 201, "shipping_zip": "x" * 201, "shipping_country": "?"},
            {
                "shipping_address": ["May have at most 200 characters."],
                "shipping_zip": ["May have at most 200 characters."],
                "shipping_country": ["Is not a country: its ISO 3166-1 code or English name is expected."],
            },
        ),
    ],
)
async def test_what_is_wrong_with_an_order_is_named_and_nothing_is_written(
    api: httpx.AsyncClient,
    database: Database,
    iris: catalog.Product,
    jane: customers.Customer,
    changed: dict[str, object],
    details: dict[str, list[str]],
) -> None:
    before = await footprint(database)

    answer = await api.post("/orders", json={**wanted(jane, (iris, 1)), **changed})

    assert answer.status_code == 422
    assert answer.json()["error"] == {"message": "Validation failed", "code": 422, "details": details}
    assert await footprint(database) == before


async def test_no_promo_code_may_be_said_as_null(
    api: httpx.AsyncClient, iris: catalog.Product, jane: customers.Customer
) -> None:
    assert (await api.post("/orders", json=wanted(jane, (iris, 1), promo_code=None))).status_code == 201


# ── variants ──


@pytest.fixture
async def sized(make: Make, shop: stores.Store) -> catalog.Product:
    """2 pieces in the pool at 100.00, 3 small ones at 90.00, 5 large ones at 150.00."""
    variants = (
        catalog.NewVariant(name="Small", price_minor=9000, sellable=3),
        catalog.NewVariant(name="Large", price_minor=15000, sellable=5),
    )
    return await make.product(shop, price=10000, stock=10, variants=variants)


@pytest.mark.parametrize(("qty", "taken", "price"), [(2, 0, 100.0), (3, 1, 90.0), (4, 2, 150.0)])
async def test_without_a_variant_the_default_is_taken_or_the_first_that_has_enough(
    api: httpx.AsyncClient, sized: catalog.Product, jane: customers.Customer, qty: int, taken: int, price: float
) -> None:
    line = (await api.post("/orders", json=wanted(jane, (sized, qty)))).json()["data"]["items"][0]

    assert (line["variant_id"], line["price"]) == (sized.variants[taken].id, price)
    assert await stock(api, sized) == 10 - qty


async def test_a_named_variant_is_taken(api: httpx.AsyncClient, sized: catalog.Product, jane: customers.Customer) -> None:
    large = sized.named[1].id
    items = [{"product_id": sized.id, "qty": 5, "variant_id": large}, {"product_id": sized.id, "qty": 2, "variant_id": None}]

    order = (await api.post("/orders", json={"customer_id": jane.id, "items": items})).json()["data"]

    assert [(i["variant_id"], i["subtotal"]) for i in order["items"]] == [(large, 750.0), (sized.default.id, 200.0)]
    assert await stock(api, sized) == 3


async def test_another_products_variant_is_as_good_as_none(
    api: httpx.AsyncClient, sized: catalog.Product, iris: catalog.Product, jane: customers.Customer
) -> None:
    items = [{"product_id": iris.id, "qty": 1, "variant_id": sized.named[0].id}]

    answer = await api.post("/orders", json={"customer_id": jane.id, "items": items})

    rows = [{"index": 0, "product_id": iris.id, "requested": 1, "available": 0}]
    assert answer.status_code == 422
    assert answer.json()["error"]["details"] == {"items": rows}


# ── idempotency ──


async def test_a_repeated_key_makes_one_order_and_gets_the_same_answer(
    api: httpx.AsyncClient, database: Database, iris: catalog.Product, jane: customers.Customer
) -> None:
    api.headers["Idempotency-Key"] = "order-1"

    first = await api.post("/orders", json=wanted(jane, (iris, 1)))
    left = await footprint(database)
    again = await api.post("/orders", json=wanted(jane, (iris, 1)))

    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert await footprint(database) == left


async def test_a_key_with_another_body_is_422_and_writes_nothing(
    api: httpx.AsyncClient, database: Database, iris: catalog.Product, jane: customers.Customer
) -> None:
    api.headers["Idempotency-Key"] = "order-1"
    await api.post("/orders", json=wanted(jane, (iris, 1)))
    left = await footprint(database)

    answer = await api.post("/orders", json=wanted(jane, (iris, 2)))

    message = "This Idempotency-Key was used with another request"
    assert answer.status_code == 422
    assert answer.json() == {"success": False, "error": {"message": message, "code": 422, "details": {}}}
    assert await footprint(database) == left


async def test_a_kept_refusal_stays_though_stock_has_come(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, jane: customers.Customer
) -> None:
    gone = await make.product(shop, stock=0)
    headers = {"Idempotency-Key": "order-2"}
    first = await api.post("/orders", json=wanted(jane, (gone, 1)), headers=headers)
    await api.patch(f"/products/{gone.id}", json={"stock_qty": 9})

    again = await api.post("/orders", json=wanted(jane, (gone, 1)), headers=headers)

    assert first.status_code == again.status_code == 422
    assert again.content == first.content
    assert await stock(api, gone) == 9


async def test_an_idempotency_key_belongs_to_one_api_key(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, iris: catalog.Product, jane: customers.Customer
) -> None:
    headers = {"Idempotency-Key": "order-1"}
    first = await api.post("/orders", json=wanted(jane, (iris, 1)), headers=headers)

    other = await api.post("/orders", json=wanted(jane, (iris, 1)), headers={**headers, "X-API-Key": await make.key(shop)})

    assert other.status_code == 201
    assert other.json()["data"]["id"] != first.json()["data"]["id"]
