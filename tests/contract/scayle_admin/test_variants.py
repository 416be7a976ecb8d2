"""Contract section 4: variants below their product, and what hangs on a variant alone."""

import httpx
import pytest

from serai.core import catalog, stores
from serai.kit.db import Database
from tests.contract.scayle_admin.sample_product import TEE, tee
from tests.factories import Make

LARGE = {
    "referenceKey": "TEE 01/L",
    "attributes": [{"name": "size", "type": "simple", "value": "L"}],
    "prices": [{"price": 2380, "tax": 19, "countryCode": "DE", "currencyCode": "EUR"}],
    "stocks": [{"quantity": 3, "warehouseReferenceKey": "WH-1"}],
    "customData": {"a": 1},
}


async def test_a_variant_is_made_read_changed_and_taken_away(admin: httpx.AsyncClient, ready: int) -> None:
    at = f"/products/{(await tee(admin))['id']}/variants"

    made = await admin.post(at, json=LARGE)
    shown = made.json()
    assert made.status_code == 201, made.text
    assert (shown["ean"], shown["customData"], shown["prices"][0]["price"]) == (None, {"a": 1}, 2380)
    assert (shown["attributes"][0]["value"], shown["stocks"][0]["quantity"]) == ("L", 3)
    bare = (await admin.get(f"{at}/key%3DTEE+01%2FL")).json()
    assert bare == {name: value for name, value in shown.items() if name not in ("attributes", "prices", "stocks")}
    changed = await admin.put(f"{at}/{shown['id']}", json={"referenceKey": "TEE-L", "ean": "4000000000024"})
    assert (changed.json()["referenceKey"], changed.json()["ean"], changed.json()["id"]) == (
        "TEE-L",
        "4000000000024",
        shown["id"],
    )
    listed = (await admin.get(at, params={"with": "stocks", "limit": 1})).json()
    assert [v["stocks"][0]["quantity"] for v in listed["entities"]] == [14]
    rest = (await admin.get(at, params={"cursor": listed["cursor"]["next"]})).json()
    assert ([v["referenceKey"] for v in rest["entities"]], rest["cursor"]) == (["TEE-L"], {"next": None})
    assert (await admin.delete(f"{at}/key=TEE-L")).status_code == 204
    assert (await admin.get(f"{at}/{shown['id']}")).status_code == 404
    assert ready


async def test_a_variant_belongs_to_its_product(admin: httpx.AsyncClient, ready: int) -> None:
    made = await tee(admin)
    other = await tee(admin, referenceKey="other", variants=[])
    variant = made["variants"][0]["id"]

    for where in (f"/products/{other['id']}/variants/{variant}", f"/products/{made['id']}/variants/{2**50}"):
        assert (await admin.get(where)).status_code == 404
        assert (await admin.delete(where)).status_code == 404
    assert (await admin.post(f"/products/{other['id']}/variants", json=TEE["variants"][0])).status_code == 409
    assert ready


async def test_attributes_and_custom_data_of_a_variant(admin: httpx.AsyncClient, ready: int) -> None:
    made = await tee(admin)
    at = f"/products/key=TEE-01-green/variants/{made['variants'][0]['id']}/attributes"

    assert (await admin.post(at, json={"name": "size", "value": "XS"})).json()["value"] == "XS"
    assert (await admin.post(at, json={"name": "color", "value": {"de_DE": "rot"}})).status_code == 400
    assert [a["value"] for a in (await admin.get(at)).json()["entities"]] == ["XS"]
    assert (await admin.delete(f"{at}/size")).status_code == 204
    data = "/variants/key=TEE-01-green-M/custom-data"
    assert (await admin.put(f"{data}/k", json={"k": [1]})).json() == {"k": [1]}
    assert (await admin.get(data)).json() == {"k": [1]}
    assert (await admin.get("/variants/key=none/custom-data")).status_code == 404
    assert ready


async def test_what_was_sold_alone_stays_when_another_comes(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, database: Database
) -> None:
    product = await make.product(store, name="Candle", sku="CND-1", price=500, stock=7)

    await admin.post(f"/products/{product.id}/variants", json={"referenceKey": "CND-2"})
    after = await catalog.get(database, [store.id], product.id)

    assert [(v.sku, v.sellable, v.price_minor) for v in after.named] == [("CND-1", 7, 500), ("CND-2", 0, 0)]
    assert (after.default.sku, after.sellable) == (None, 7)


@pytest.mark.parametrize("body", [{}, {"referenceKey": "x" * 300}, {"referenceKey": "a", "ean": 5}, {"referenceKey": None}])
async def test_bad_variants_are_refused(admin: httpx.AsyncClient, ready: int, body: dict[str, object]) -> None:
    made = await tee(admin)

    assert (await admin.post(f"/products/{made['id']}/variants", json=body)).status_code == 400
    assert len((await admin.get(f"/products/{made['id']}/variants")).json()["entities"]) == 1
    assert ready
