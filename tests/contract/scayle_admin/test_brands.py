"""Contract section 12: brands."""

import httpx

from serai.core import catalog, stores
from serai.kit.db import Database
from tests.factories import Make

NAKHLA = {"name": "Nakhla", "group": "dates", "logoSource": {"url": "https://img.example/n.png"}, "customData": {"a": 1}}


async def test_a_brand_is_made_read_changed_and_taken_away(admin: httpx.AsyncClient) -> None:
    made = await admin.post("/brands", json=NAKHLA)

    shown = made.json()
    assert made.status_code == 201, made.text
    assert shown == {
        "id": shown["id"],
        "name": "Nakhla",
        "group": "dates",
        "logoUrl": "https://img.example/n.png",
        "attributes": [],
        "customData": {"a": 1},
    }
    assert (await admin.get(f"/brands/{shown['id']}")).json() == shown
    assert (await admin.get("/brands")).json() == {"entities": [shown], "cursor": {"next": None}}
    assert (await admin.put(f"/brands/{shown['id']}", json={"name": "Palm"})).json() == {**shown, "name": "Palm"}
    assert (await admin.post("/brands", json={"name": "PALM"})).status_code == 409
    assert (await admin.put(f"/brands/{shown['id']}/custom-data/b", json={"b": 2})).json() == {"a": 1, "b": 2}
    assert (await admin.delete(f"/brands/{shown['id']}")).status_code == 204
    assert (await admin.get(f"/brands/{shown['id']}")).status_code == 404


async def test_attributes_of_a_brand(admin: httpx.AsyncClient) -> None:
    await admin.post("/attribute-groups", json={"name": "land", "frontendName": {"a": "x"}, "type": "simple", "level": "brand"})

    made = await admin.post("/brands", json={"name": "Nakhla", "attributes": [{"name": "land", "value": "MA"}]})

    assert [(a["name"], a["value"]) for a in made.json()["attributes"]] == [("land", "MA")]
    assert (await admin.get("/brands")).json()["entities"] == [made.json()]


async def test_a_new_name_reaches_the_products_of_every_dialect(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, database: Database
) -> None:
    product = await make.product(store, vendor="Atlas Goods")
    (brand,) = (await admin.get("/brands")).json()["entities"]

    await admin.put(f"/brands/{brand['id']}", json={"name": "Rif Goods"})

    assert brand["name"] == "Atlas Goods"
    assert (await catalog.get(database, [store.id], product.id)).vendor == "Rif Goods"


async def test_bad_brands_are_refused(admin: httpx.AsyncClient) -> None:
    for body in ({}, {"name": ""}, {"name": " "}, {"name": 5}, {"name": "x" * 256}, {"odd": 1}):
        assert (await admin.post("/brands", json=body)).status_code == 400
    assert (await admin.get("/brands")).json()["entities"] == []
