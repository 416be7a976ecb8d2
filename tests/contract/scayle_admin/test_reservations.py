"""The contract's section 6: reservations."""

import httpx
import pytest

from serai.core import catalog, inventory, stores
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from tests.factories import Make

NO_STOCK = {"errorKey": "VARIANT_NOT_FOUND", "message": "No stock for this variant and warehouse."}


def _entry(key: str, **more: object) -> dict[str, object]:
    return {
        "referenceKey": key,
        "warehouseReferenceKey": "WH-1",
        "reservationTtl": 3600,
        "variant": {"referenceKey": "TEE-01-green-M", "merchantReferenceKey": "default"},
        **more,
    }


@pytest.fixture
async def variant(admin: httpx.AsyncClient, make: Make, store: stores.Store) -> catalog.Variant:
    """With the SKU `TEE-01-green-M`, two of it in WH-1."""
    await admin.post("/warehouses", json={"referenceKey": "WH-1"})
    made = (await make.product(store, stock=0, sku="TEE-01-green-M")).default
    await admin.post(f"/variants/{made.id}/stocks", json={"quantity": 2, "warehouseReferenceKey": "WH-1"})
    return made


async def _left(admin: httpx.AsyncClient, variant: catalog.Variant) -> int:
    found = (await admin.get(f"/variants/{variant.id}/stocks")).json()["entities"]
    return sum(stock["quantity"] for stock in found)


async def test_some_of_a_request_may_fail(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    by_id = _entry("ord-77-3", variant={"id": variant.id})
    unknown = _entry("ord-77-2", variant={"referenceKey": "TEE-02"})
    nowhere = _entry("ord-77-4", warehouseReferenceKey="WH-2")

    answer = await admin.post("/reservations", json=[_entry("ord-77-1"), unknown, by_id, nowhere, _entry("ord-77-5")])

    first, third = (answer.json()["entities"][i]["id"] for i in (0, 2))
    assert answer.status_code == 201
    assert answer.json() == {
        "entities": [
            {"referenceKey": "ord-77-1", "id": first, "reservationTtl": 3600},
            {"referenceKey": "ord-77-2", "error": NO_STOCK},
            {"referenceKey": "ord-77-3", "id": third, "reservationTtl": 3600},
            {"referenceKey": "ord-77-4", "error": NO_STOCK},
            {"referenceKey": "ord-77-5", "error": NO_STOCK},
        ],
        "cursor": {"next": None},
    }
    assert await _left(admin, variant) == 0


async def test_a_key_is_taken_once(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    await admin.post("/reservations", json=[_entry("ord-77-1")])

    again = await admin.post("/reservations", json=[_entry("ord-77-1")])

    assert again.json()["entities"][0]["error"]["errorKey"] == "RESERVATION_ALREADY_EXISTS"
    assert await _left(admin, variant) == 1


async def test_a_reservation_is_given_back_by_either_name(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    made = (await admin.post("/reservations", json=[_entry("a b/1"), _entry("2")])).json()["entities"]

    by_key = await admin.delete("/reservations/key%3Da%20b%2F1")
    by_id = await admin.delete(f"/reservations/{made[1]['id']}")
    again = await admin.delete(f"/reservations/{made[1]['id']}")

    assert (by_key.status_code, by_id.status_code) == (204, 204)
    assert (again.status_code, again.json()["errors"][0]["errorKey"]) == (404, "RESERVATION_NOT_FOUND")
    assert await _left(admin, variant) == 2


async def test_it_ends_after_its_seconds(
    admin: httpx.AsyncClient, variant: catalog.Variant, database: Database, clock: FrozenClock
) -> None:
    await admin.post("/reservations", json=[_entry("1", reservationTtl=60), _entry("2", reservationTtl=61)])

    clock.advance(60)
    await inventory.expire_due(database)

    assert await _left(admin, variant) == 1


@pytest.mark.parametrize(
    "entry",
    [
        _entry("1", reservationTtl=0),
        _entry("1", reservationTtl=10**12),
        _entry("1", variant=None),
        _entry(""),
        {"referenceKey": "1"},
        7,
    ],
)
async def test_what_is_no_reservation_is_refused_as_a_whole(
    admin: httpx.AsyncClient, variant: catalog.Variant, entry: object
) -> None:
    answer = await admin.post("/reservations", json=[_entry("good"), entry])

    assert answer.status_code == 400, answer.text
    assert await _left(admin, variant) == 2


async def test_another_store_s_variants_and_reservations_are_unknown(
    admin: httpx.AsyncClient, make: Make, variant: catalog.Variant
) -> None:
    foreign = (await make.product(await make.store())).default
    answer = await admin.post("/reservations", json=[_entry("1", variant={"id": foreign.id})])

    assert answer.json()["entities"] == [{"referenceKey": "1", "error": NO_STOCK}]
