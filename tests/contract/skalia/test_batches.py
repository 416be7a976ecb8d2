"""Batches (SK-097): several changes in one request, all or none."""

import httpx

from serai.core.orders import State
from serai.kit.db import Database
from tests.factories import Account, Make


async def test_products_are_added_together(skalia: httpx.AsyncClient, make: Make, merchant: Account) -> None:
    one, two = await make.store(merchant), await make.store(merchant, currency="JPY")
    items = [
        {"storeId": f"store_{one.id}", "name": "First", "price": 1.5},
        {"storeId": f"store_{two.id}", "name": "Second", "price": 2},
    ]

    answer = await skalia.post("/products/batch", json={"items": items})

    assert answer.status_code == 201
    assert [(i["name"], i["storeId"], i["currency"]) for i in answer.json()["items"]] == [
        ("First", f"store_{one.id}", "MAD"),
        ("Second", f"store_{two.id}", "JPY"),
    ]


async def test_one_wrong_product_and_none_is_added(
    skalia: httpx.AsyncClient, make: Make, merchant: Account, database: Database
) -> None:
    store = f"store_{(await make.store(merchant)).id}"
    good = {"storeId": store, "name": "Good", "price": 1, "sku": "a"}

    wrong = await skalia.post("/products/batch", json={"items": [good, {**good, "price": 1.234, "sku": "b"}]})
    taken = await skalia.post("/products/batch", json={"items": [good, {**good, "name": "Other"}]})
    none = await skalia.post("/products/batch", json={"items": []})
    foreign = {**good, "storeId": f"store_{(await make.store()).id}"}
    strange = await skalia.post("/products/batch", json={"items": [good, foreign]})

    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["items.1.price"])
    assert (taken.status_code, "items.1.sku" in taken.text) == (409, True)
    assert (none.status_code, list(none.json()["errors"])) == (422, ["items"])
    assert strange.status_code == 404
    assert await database.value("select count(*) from products") == 0


async def test_orders_are_changed_together_or_not_at_all(skalia: httpx.AsyncClient, make: Make, merchant: Account) -> None:
    store = await make.store(merchant)
    paid, pending = await make.order(store, state=State.PROCESSING), await make.order(store)
    ship = [{"id": f"order_{order.id}", "status": "shipped", "trackingNumber": "T"} for order in (pending, paid)]

    refused = await skalia.patch("/orders/batch", json={"items": ship})
    unchanged = (await skalia.get(f"/orders/order_{paid.id}")).json()["item"]["status"]
    both = [{"id": f"order_{paid.id}", "status": "shipped"}, {"id": f"order_{pending.id}", "status": "processing"}]
    done = await skalia.patch("/orders/batch", json={"items": both})

    assert refused.status_code == 409
    assert unchanged == "processing"
    assert [item["status"] for item in done.json()["items"]] == ["shipped", "processing"]
