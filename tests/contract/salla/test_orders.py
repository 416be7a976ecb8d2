"""SA-020…SA-024, SA-G02…SA-G04, SA-G14 and the writes of §6.4."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from serai.core import catalog, orders
from serai.core.orders import State
from serai.core.stores import Store
from serai.front import Front
from serai.kit.clock import FrozenClock
from tests.conftest import client
from tests.contract.salla.conftest import BASE
from tests.factories import Make

ROW = [
    "id", "reference_id", "status", "payment_method", "payment_status", "total", "date", "updated_at", "currency", "can_cancel",
    "can_reorder", "is_pending_payment", "pending_payment_ends_at", "features", "items", "state",
]  # fmt: skip


async def data(api: httpx.AsyncClient, path: str, **query: Any) -> Any:
    answered = await api.get(path, params=query or None)
    assert answered.status_code == 200, answered.text
    assert answered.json()["status"] == 200
    assert answered.json()["success"] is True
    return answered.json()["data"]


# ── lists ──


async def test_a_row_of_the_list(api: httpx.AsyncClient, order: orders.Order) -> None:
    (row,) = await data(api, "/orders")

    assert list(row) == ROW
    assert (row["id"], row["reference_id"]) == (order.id, order.number)
    assert row["status"] == {
        "id": 566146469, "name": "Pending", "slug": "pending", "code": "pending", "customized": {"id": 2, "name": "Pending"},
    }  # fmt: skip
    assert (row["payment_method"], row["payment_status"]) == ("credit_card", "pending")
    assert row["total"] == {"amount": 229.98, "currency": "SAR"}
    assert row["date"] == {"date": "2026-04-08 13:00:00", "timezone_type": 3, "timezone": "Asia/Riyadh"}
    assert row["items"] == [{"name": "Oud candle", "quantity": 2, "thumbnail": None}]
    assert row["can_cancel"] is True


async def test_a_row_in_live(live: httpx.AsyncClient, order: orders.Order) -> None:
    (row,) = await data(live, "/orders")

    assert row["reference_id"] == int("".join(filter(str.isdigit, order.number)))
    assert (row["status"]["slug"], row["status"]["id"]) == ("payment_pending", 1473353380)
    assert row["date"]["date"] == "2026-04-08 13:00:00.000000"


async def test_days_are_the_store_s_and_both_are_included(
    api: httpx.AsyncClient, make: Make, shop: Store, clock: FrozenClock
) -> None:
    late, early = datetime(2026, 4, 8, 20, 59, 59, tzinfo=UTC), datetime(2026, 4, 8, 21, 0, tzinfo=UTC)
    clock.at = late
    on_the_eighth = await make.order(shop)  # 23:59:59 in Riyadh
    clock.at = early
    on_the_ninth = await make.order(shop)  # midnight in Riyadh

    async def ids(**query: str) -> list[int]:
        return [row["id"] for row in await data(api, "/orders", **query)]

    assert await ids(from_date="2026-04-08", to_date="2026-04-08") == [on_the_eighth.id]
    assert await ids(from_date="2026-04-09") == [on_the_ninth.id]
    assert await ids(to_date="2026-04-08") == [on_the_eighth.id]
    assert await ids(from_date="2026-04-08", to_date="2026-04-09") == [on_the_ninth.id, on_the_eighth.id]
    assert await ids(from_date="2026-04-09", to_date="2026-04-08") == []


@pytest.mark.parametrize(
    ("query", "states"),
    [
        ("status=pending", {"pending"}),
        ("status=under_review", {"pending"}),
        ("status=566146469", {"pending"}),
        ("status=processing", {"processing", "refunded"}),
        ("status=in_progress", {"processing", "refunded"}),
        ("status=canceled", {"cancelled"}),
        ("status=cancelled", {"cancelled"}),
        ("status=shipped", {"shipped"}),
        ("status=completed", {"delivered"}),
        ("status=refunded", {"refunded"}),
        ("status=delivering", set()),
        ("status[]=pending&status[]=shipped", {"pending", "shipped"}),
        ("status=pending,shipped", {"pending", "shipped"}),
    ],
)
async def test_by_status(api: httpx.AsyncClient, make: Make, shop: Store, query: str, states: set[str]) -> None:
    for state in State:
        await make.order(shop, state=state)

    assert {row["state"] for row in await data(api, f"/orders?{query}")} == states


async def test_a_refund_shows_in_the_payment_only(
    api: httpx.AsyncClient, live: httpx.AsyncClient, make: Make, shop: Store
) -> None:
    await make.order(shop, state=State.REFUNDED)

    (row,), (there,) = await data(api, "/orders"), await data(live, "/orders")

    assert (row["status"]["slug"], row["payment_status"], row["state"]) == ("processing", "refunded", "refunded")
    assert (there["status"]["slug"], there["payment_status"]) == ("restored", "refunded")


@pytest.mark.parametrize("before", [State.PROCESSING, State.SHIPPED, State.DELIVERED])
async def test_a_refunded_order_stays_where_it_was(
    api: httpx.AsyncClient, make: Make, shop: Store, candle: catalog.Product, before: State
) -> None:
    order = await make.order(shop, candle, state=before)
    assert (await api.post(f"/orders/{order.id}/status", json={"slug": "refunded"})).status_code == 201

    (row,), whole = await data(api, "/orders"), await data(api, f"/orders/{order.id}")

    assert (row["status"]["slug"], whole["status"]["slug"]) == (before, before)
    assert (whole["payment_status"], whole["state"]) == ("refunded", "refunded")
    assert (await data(api, f"/orders/{order.id}/histories"))["items"][0]["status"]["slug"] == before
    for word in ("processing", "shipped", "delivered"):
        assert len(await data(api, "/orders", status=word)) == (word == before)
    assert len(await data(api, "/orders", status="refunded,pending")) == 1


async def test_other_filters(api: httpx.AsyncClient, make: Make, shop: Store, order: orders.Order) -> None:
    await make.order(shop, payment_method="cod", ship_to=orders.Address(country="MA", city="Fez"))

    for query in (
        f"reference_id={order.number}",
        f"keyword={order.number}",
        "keyword=CUSTOMER NAME",
        "keyword=customer@example",
        "payment_method[]=credit_card",
        f"customer_id={order.customer.id}",
        "country=Saudi Arabia",
        "country=682",
        "city=riyadh",
        f"product={order.lines[0].product_id}",
    ):
        assert [row["id"] for row in await data(api, f"/orders?{query}")] == [order.id], query
    assert await data(api, "/orders", coupon="NONE") == []
    arabic = await make.order(shop, customer=await make.customer(shop, name="منى أحمد", phone="+966511111111"))
    for keyword in ("مني احمد", "منى", "511111111"):
        assert [row["id"] for row in await data(api, "/orders", keyword=keyword)] == [arabic.id], keyword


async def test_sorting(api: httpx.AsyncClient, make: Make, shop: Store, clock: FrozenClock) -> None:
    made = []
    for price in (500, 900, 100):
        made.append(await make.order(shop, await make.product(shop, price=price, stock=5)))
        clock.advance(1)

    async def totals(how: str) -> list[int]:
        return [made.index(next(o for o in made if o.id == row["id"])) for row in await data(api, "/orders", sort_by=how)]

    assert await totals("total-desc") == [1, 0, 2]
    assert await totals("total-asc") == [2, 0, 1]
    assert await totals("created_at-asc") == [0, 1, 2]
    assert await totals("id-desc") == [2, 1, 0]
    answered = await api.get("/orders", params={"sort_by": "name-asc"})
    assert (answered.status_code, list(answered.json()["error"]["fields"])) == (400, ["sort_by"])


async def test_pages(api: httpx.AsyncClient, live: httpx.AsyncClient, make: Make, shop: Store) -> None:
    product = await make.product(shop, stock=100)
    made = [(await make.order(shop, product)).id for _ in range(5)]

    first = (await api.get("/orders", params={"per_page": 2, "status": "pending"})).json()
    last = (await api.get("/orders", params={"per_page": 2, "page": 3})).json()
    past = (await api.get("/orders", params={"per_page": 2, "page": 9})).json()

    assert [row["id"] for row in first["data"]] == made[:2:-1]
    pagination = first["pagination"]
    assert (pagination["count"], pagination["total"], pagination["totalPages"]) == (2, 5, 3)
    assert pagination["links"]["next"].endswith("/admin/v2/orders?per_page=2&status=pending&page=2")
    assert (last["data"][0]["id"], last["pagination"]["links"]["next"]) == (made[0], None)
    assert (past["data"], past["pagination"]["total"]) == ([], 5)
    assert (await api.get("/orders", params={"per_page": 1000})).json()["pagination"]["perPage"] == 50
    assert (await live.get("/orders", params={"per_page": 1000})).json()["pagination"]["perPage"] == 60


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from_date=yesterday", "from_date"),
        ("to_date=2026-13-01", "to_date"),
        ("status=eaten", "status"),
        ("customer_id=x", "customer_id"),
        ("product=-1", "product"),
        ("country=Atlantis", "country"),
        ("page=0", "page"),
        ("per_page=x", "per_page"),
    ],
)
async def test_bad_filters_are_named(api: httpx.AsyncClient, live: httpx.AsyncClient, query: str, field: str) -> None:
    answered = await api.get(f"/orders?{query}")

    assert answered.status_code == 400, answered.text
    assert answered.json()["error"]["code"] == "invalid_parameters"
    assert list(answered.json()["error"]["fields"]) == [field]
    assert (await live.get(f"/orders?{query}")).status_code in (400, 422)


# ── one order ──


async def test_the_whole_order(api: httpx.AsyncClient, order: orders.Order) -> None:
    whole = await data(api, f"/orders/{order.id}")

    assert {name: whole["customer"][name] for name in ("name", "email", "phone")} == {
        "name": "Customer Name", "email": "customer@example.com", "phone": "+966501234567",
    }  # fmt: skip
    assert (whole["customer"]["mobile"], whole["customer"]["mobile_code"]) == (501234567, "+966")
    shipping = whole["shipping"]
    assert (shipping["address"], shipping["city"]) == ("123 Street Name", "Riyadh")
    assert (shipping["country"], shipping["postal_code"]) == ("Saudi Arabia", "12345")
    assert whole["amounts"] == {
        "sub_total": {"amount": 199.98, "currency": "SAR"},
        "shipping_cost": {"amount": 0, "currency": "SAR"},
        "cash_on_delivery": {"amount": 0, "currency": "SAR"},
        "tax": {"percent": "15.00", "amount": {"amount": 30, "currency": "SAR"}},
        "discounts": [],
        "total": {"amount": 229.98, "currency": "SAR"},
    }
    assert whole["total"] == whole["amounts"]["total"]
    assert whole["receiver"] == {"name": "Sara Ali", "email": "customer@example.com", "phone": "+966501234567"}
    assert [item["product_id"] for item in whole["items"]] == [order.lines[0].product_id]


async def test_light_is_smaller(api: httpx.AsyncClient, order: orders.Order) -> None:
    whole, light = await data(api, f"/orders/{order.id}", format="full"), await data(api, f"/orders/{order.id}", format="light")

    assert set(whole) - set(light) == {"items", "shipments", "tags"}
    assert all(light[name] == whole[name] for name in light)
    answered = await api.get(f"/orders/{order.id}", params={"format": "heavy"})
    assert (answered.status_code, list(answered.json()["error"]["fields"])) == (400, ["format"])


async def test_the_address_in_live(live: httpx.AsyncClient, order: orders.Order) -> None:
    shipping = (await data(live, f"/orders/{order.id}"))["shipping"]

    assert (shipping["address"]["shipping_address"], shipping["address"]["country_code"]) == ("123 Street Name", "SA")
    assert (shipping["city"], shipping["country"], shipping["postal_code"]) == ("Riyadh", "Saudi Arabia", "12345")


async def test_items_on_both_paths(api: httpx.AsyncClient, make: Make, shop: Store, order: orders.Order) -> None:
    variants = (catalog.NewVariant(name="S", price_minor=500, sellable=5, sku="T-S"),)
    shirt = await make.product(shop, name="Shirt", variants=variants, stock=5)
    with_variant = await make.order(shop, shirt)

    (item,) = await data(api, f"/orders/{order.id}/items")
    assert list(item)[:7] == ["id", "product_id", "name", "quantity", "price", "sku", "options"]
    assert (item["id"], item["name"], item["quantity"]) == (order.lines[0].id, "Oud candle", 2)
    assert (item["price"], item["sku"], item["options"]) == ({"amount": 99.99, "currency": "SAR"}, "CND-1", {})
    assert item["amounts"]["total"] == {"amount": 229.98, "currency": "SAR"}
    (same,) = await data(api, "/orders/items", order_id=order.id)
    assert {**same, "options": {}} == item
    assert same["options"] == []
    (chosen,) = await data(api, f"/orders/{with_variant.id}/items")
    assert chosen["options"] == {"Variant": "S"}
    (listed,) = await data(api, "/orders/items", order_id=with_variant.id)
    assert listed["options"][0]["value"] == "S"
    missing = await api.get("/orders/items")
    assert (missing.status_code, list(missing.json()["error"]["fields"])) == (400, ["order_id"])


async def test_histories_in_both_forms(api: httpx.AsyncClient, live: httpx.AsyncClient, make: Make, shop: Store) -> None:
    order = await make.order(shop, state=State.SHIPPED)
    path = f"/orders/{order.id}/histories"

    seed = (await api.get(path)).json()
    by_page = (await api.get(path, params={"page": 1})).json()
    both = (await api.get(path, params={"page": 2, "per_page": 2})).json()
    there = (await live.get(path)).json()

    entries = seed["data"]["items"]
    assert [entry["status"]["slug"] for entry in entries] == ["shipped", "processing", "pending"]
    assert entries[0]["created_at"] == "2026-04-08 13:00:00"
    assert len({entry["id"] for entry in entries}) == 3
    assert all(entry["comment"] == entry["note"] for entry in entries)
    assert [row["status"] for row in by_page["data"]] == ["Shipped", "Processing", "Pending"]
    assert by_page["data"][0]["created_at"]["timezone"] == "Asia/Riyadh"
    assert [entry["status"]["slug"] for entry in both["data"]["items"]] == ["pending"]
    assert both["pagination"]["total"] == 3
    assert isinstance(there["data"], list)
    assert [row["note"] for row in there["data"]] == ["Status changed"] * 3


async def test_what_is_not_there(api: httpx.AsyncClient, make: Make, order: orders.Order) -> None:
    foreign = await make.order(await make.store())

    for path in ("/orders/{}", "/orders/{}/items", "/orders/{}/histories", "/orders/items?order_id={}"):
        for number in (foreign.id, 987_654_321):
            answered = await api.get(path.format(number))
            assert (answered.status_code, answered.json()["error"]["code"]) == (404, "not_found"), path
    assert (await api.get("/orders/abc")).status_code == 404


@pytest.mark.parametrize("path", ["/orders", "/orders/1", "/orders/1/items", "/orders/items?order_id=1", "/orders/1/histories"])
async def test_without_the_scope(front: Front, make: Make, shop: Store, path: str) -> None:
    for profile, status in (("documented", 403), ("live", 401)):
        token = await make.salla_token(shop, scopes=("products.read",), profile=profile)
        async with client(front, BASE, Authorization=f"Bearer {token}") as api:
            answered = await api.get(path)

        assert answered.status_code == status
        assert "orders.read" in answered.json()["error"]["message"]


async def test_how_many_statements_reads_take(
    api: httpx.AsyncClient, make: Make, shop: Store, candle: catalog.Product, statements: list[str]
) -> None:
    """With the credential's own."""
    made = [await make.order(shop, candle) for _ in range(5)]

    for path, most in (
        ("/orders", 2),
        ("/orders?status=pending&from_date=2026-04-01", 2),
        (f"/orders/{made[0].id}", 2),
        (f"/orders/{made[0].id}/items", 2),
        (f"/orders/{made[0].id}/histories", 3),
        ("/customers", 2),
        ("/coupons", 3),
        ("/reviews", 3),
        ("/branches", 2),
        ("/webhooks", 3),
    ):
        statements.clear()
        assert (await api.get(path)).status_code == 200
        assert len(statements) <= most, path
