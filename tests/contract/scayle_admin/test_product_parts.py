"""Contract section 4: what hangs on products, and products of other stores and dialects."""

import httpx

from serai.core import catalog, stores
from tests.contract.scayle_admin.conftest import BASE
from tests.contract.scayle_admin.sample_product import tee
from tests.factories import Make


async def test_attributes_one_by_one(admin: httpx.AsyncClient, ready: int) -> None:
    made = await tee(admin)
    at = "/products/key%3DTEE-01-green/attributes"

    put = await admin.post(at, json={"name": "fabric", "type": "simple", "value": "linen"})
    assert (put.status_code, put.json()) == (200, {"name": "fabric", "type": "simple", "value": "linen", "isLocked": False})
    assert [a["name"] for a in (await admin.get(at)).json()["entities"]] == ["color", "fabric"]
    assert (await admin.get(f"{at}/color")).json() == made["attributes"][0]
    assert (await admin.post(f"{at}/color/unlock")).status_code == 204
    assert (await admin.delete(f"{at}/color")).status_code == 204
    assert (await admin.get(f"{at}/color")).status_code == 404
    assert (await admin.delete(f"{at}/color")).status_code == 404
    on_master = await admin.post("/product-masters/key=TEE-01/attributes", json={"name": "season", "value": ["winter"]})
    assert on_master.json()["value"] == ["winter"]
    assert (await admin.get("/product-masters/key=none/attributes")).status_code == 404
    assert (await admin.get("/product-masters/key=TEE-01/attributes")).json()["entities"] == [on_master.json()]
    assert ready


async def test_master_categories_of_a_product(admin: httpx.AsyncClient, ready: int) -> None:
    made = await tee(admin)
    paths = [["Women", "Sale"], ["Women"]]

    answer = await admin.put(f"/products/{made['id']}/master-categories", json={"paths": paths})
    wrong = await admin.put("/product-masters/key=TEE-01/master-categories", json={"paths": [["Men"]]})

    assert (answer.status_code, answer.json()) == (200, {"isLocked": False, "paths": paths})
    assert wrong.status_code == 400
    assert (await admin.put("/product-masters/key=TEE-01/master-categories", json={"paths": []})).json()["paths"] == []
    assert ready


async def test_what_hangs_on_shop_countries(admin: httpx.AsyncClient, ready: int) -> None:
    made, other = await tee(admin), await tee(admin, referenceKey="b", variants=[], images=[])
    here = {"shopKey": "oa", "countryCode": "de"}
    frame = {"productId": made["id"], **here, "sellableFrom": "2026-05-01T00:00:00+00:00", "sellableTo": None}

    assert (await admin.put("/products/sellable-timeframes", json=[frame])).status_code == 204
    assert (
        await admin.patch(f"/products/{made['id']}/similar-products", json=[{**here, "productIds": [other["id"]]}])
    ).is_success
    first = {
        "shopKey": "oa",
        "countryCodes": ["DE"],
        "products": [{"productId": made["id"], "firstLiveAt": frame["sellableFrom"]}],
    }
    assert (await admin.put("/products/first-live-at", json=first)).status_code == 204
    shown = (await admin.get(f"/products/{made['id']}")).json()
    assert shown["sellableTimeframes"] == [{**frame, "countryCode": "DE"}]
    assert shown["similarProducts"] == [{"shopKey": "oa", "countryCode": "DE", "productIds": [other["id"]]}]
    back = {**frame, "sellableTo": "2026-04-01T00:00:00+00:00"}
    assert (await admin.put("/products/sellable-timeframes", json=[back])).status_code == 400
    assert (await admin.put("/products/sellable-timeframes", json=[{**frame, "productId": 2**40}])).status_code == 404
    assert ready


async def test_custom_data(admin: httpx.AsyncClient, ready: int) -> None:
    made = await tee(admin)
    at = f"/products/{made['id']}/custom-data"

    assert (await admin.get(at)).json() == {}
    assert (await admin.put(at, json={"a": 1, "b": [2]})).json() == {"a": 1, "b": [2]}
    assert (await admin.put(f"{at}/c", json={"c": "x"})).json() == {"a": 1, "b": [2], "c": "x"}
    assert (await admin.get(f"{at}/b")).json() == {"b": [2]}
    assert (await admin.delete(f"{at}/b")).status_code == 204
    assert (await admin.get("/products/key=TEE-01-green")).json()["customData"] == {"a": 1, "c": "x"}
    assert (await admin.delete(at)).status_code == 204
    assert (await admin.get(at)).json() == {}
    assert ready


async def test_a_deleted_product_is_gone_and_another_stores_never_was(admin: httpx.AsyncClient, make: Make, ready: int) -> None:
    made = await tee(admin)
    stranger = httpx.AsyncClient(transport=admin._transport, base_url=f"http://testserver{BASE}")
    stranger.headers["X-Access-Token"] = await make.key(await make.store(), dialect="scayle")

    assert (await stranger.get(f"/products/{made['id']}")).status_code == 404
    assert (await stranger.delete("/products/key=TEE-01-green")).status_code == 404
    assert (await stranger.put(f"/products/{made['id']}", json={"customData": {}})).status_code == 404
    assert (await admin.delete("/products/key=TEE-01-green")).status_code == 204
    gone = await admin.get("/products/key=TEE-01-green")
    assert (gone.status_code, gone.json()["errors"][0]) == (
        404,
        {
            "errorKey": "PRODUCT_NOT_FOUND",
            "message": "No product with reference key TEE-01-green",
            "context": {"productIdentifier": "key=TEE-01-green"},
        },
    )
    again = await tee(admin)
    assert again["id"] != made["id"]
    assert ready


async def test_products_of_other_dialects_are_products_here(admin: httpx.AsyncClient, make: Make, store: stores.Store) -> None:
    plain = await make.product(store, name="Oud candle", sku="CND-1")
    sizes = tuple(catalog.NewVariant(name=s, price_minor=5, sku=None) for s in "SM")
    sized = await make.product(store, name="Shirt", variants=sizes)

    shown = (await admin.get("/products", params={"with": "variants,master"})).json()["entities"]

    assert [p["referenceKey"] for p in shown] == ["oud-candle", "shirt"]
    assert [[v["referenceKey"] for v in p["variants"]] for p in shown] == [["CND-1"], [str(v.id) for v in sized.named]]
    assert shown[0]["master"]["referenceKey"] == "oud-candle"
    assert plain.id == shown[0]["id"]
