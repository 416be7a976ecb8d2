"""The contract's section 6 and its acceptance check 5: stock."""

import httpx
import pytest

from serai.core import catalog, orders, stores
from tests.factories import Make

SAMPLE = {
    "quantity": 14,
    "warehouseReferenceKey": "WH-1",
    "changedAt": "2026-01-20T10:15:00+00:00",
    "sellableWithoutStock": False,
    "merchantReferenceKey": "default",
    "expectedAvailabilityAt": "2026-05-01",
}


@pytest.fixture
async def variant(admin: httpx.AsyncClient, make: Make, store: stores.Store) -> catalog.Variant:
    """With the SKU `TEE-01`, three of it in the default warehouse; there is WH-1 too."""
    await admin.post("/warehouses", json={"referenceKey": "WH-1"})
    return (await make.product(store, stock=3, sku="TEE-01")).default


async def test_the_sample_comes_back_as_printed(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    first = await admin.post("/variants/key=TEE-01/stocks", json=SAMPLE)
    second = await admin.post(f"/variants/{variant.id}/stocks", json=SAMPLE)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json() == SAMPLE
    listed = (await admin.get(f"/variants/{variant.id}/stocks")).json()["entities"]
    assert [stock["quantity"] for stock in listed] == [3, 14]
    assert listed[1] == SAMPLE


async def test_an_older_count_changes_nothing_and_a_newer_one_does(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    path = f"/variants/{variant.id}/stocks"
    await admin.post(path, json=SAMPLE)

    older = await admin.post(path, json=SAMPLE | {"quantity": 1, "changedAt": "2026-01-20T11:14:59+01:00"})
    newer = await admin.post(path, json=SAMPLE | {"quantity": 2, "changedAt": "2026-01-20T11:15:01+01:00"})

    assert (older.status_code, older.json()) == (200, SAMPLE)
    assert newer.json() == SAMPLE | {"quantity": 2, "changedAt": "2026-01-20T10:15:01+00:00"}


async def test_the_quantity_is_what_may_be_sold(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, variant: catalog.Variant
) -> None:
    customer = await make.customer(store)
    product = (await admin.get(f"/variants/{variant.id}/stocks")).json()["entities"][0]
    assert product["quantity"] == 3
    async with make.database.begin() as tx:
        found = await tx.value("select product_id from variants where id = $1", variant.id)
        line = orders.Wanted(found, 2)
        await orders.place(
            tx, store.id, orders.Draft(customer=customer.id, lines=(line,), ship_to=orders.Address()), actor="test"
        )

    assert (await admin.get(f"/variants/{variant.id}/stocks")).json()["entities"][0]["quantity"] == 1
    main = product["warehouseReferenceKey"]
    await admin.post(f"/variants/{variant.id}/stocks", json={"quantity": 7, "warehouseReferenceKey": main})
    assert (await admin.get(f"/variants/{variant.id}/stocks")).json()["entities"][0]["quantity"] == 7


async def test_selling_without_stock_is_said_by_itself(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    await admin.post(f"/variants/{variant.id}/stocks", json=SAMPLE)
    said = {"warehouseReferenceKey": "WH-1", "sellableWithoutStock": True, "merchantReferenceKey": "default"}

    answer = await admin.put(f"/variants/{variant.id}/stocks/sellableWithoutStock", json=said)

    assert (answer.status_code, answer.json()) == (200, said)
    listed = (await admin.get(f"/variants/{variant.id}/stocks")).json()["entities"][1]
    assert listed == SAMPLE | {"sellableWithoutStock": True}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"quantity": -1}, "quantity"),
        ({"quantity": 2**31}, "quantity"),
        ({"quantity": "3"}, "quantity"),
        ({"warehouseReferenceKey": "WH-2"}, "warehouseReferenceKey"),
        ({"changedAt": "yesterday"}, "changedAt"),
        ({"expectedAvailabilityAt": "2026-04-08"}, "expectedAvailabilityAt"),
        ({"merchantReferenceKey": "other"}, "merchantReferenceKey"),
    ],
)
async def test_what_is_wrong_is_named(
    admin: httpx.AsyncClient, variant: catalog.Variant, change: dict[str, object], field: str
) -> None:
    answer = await admin.post(f"/variants/{variant.id}/stocks", json=SAMPLE | change)

    assert answer.status_code == 400, answer.text
    assert [error["context"]["field"] for error in answer.json()["errors"]] == [field]
    assert len((await admin.get(f"/variants/{variant.id}/stocks")).json()["entities"]) == 1


async def test_foreign_variants_and_warehouses_are_unknown(
    admin: httpx.AsyncClient, make: Make, variant: catalog.Variant
) -> None:
    foreign = (await make.product(await make.store())).default

    assert (await admin.post(f"/variants/{foreign.id}/stocks", json=SAMPLE)).status_code == 404
    assert (await admin.get(f"/variants/{foreign.id}/stocks")).status_code == 404
    put = await admin.put(f"/variants/{foreign.id}/stocks/sellableWithoutStock", json={
        "warehouseReferenceKey": "WH-1", "sellableWithoutStock": True,
    })  # fmt: skip
    assert put.status_code == 404
