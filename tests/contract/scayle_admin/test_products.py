"""Contract section 4: products with all that comes with them, their state, their masters."""

import httpx
import pytest

from serai.core import catalog, stores
from serai.core.catalog import Handle, ProductId
from serai.kit.db import Database
from tests.contract.scayle_admin.sample_product import TEE, printed, tee

EVERYTHING = {"with": "master,attributes,images,variants.attributes,variants.prices,variants.stocks"}


async def test_the_sample_product_comes_back_as_printed(admin: httpx.AsyncClient, ready: int) -> None:
    made = await tee(admin)

    variant, image = made["variants"][0], made["images"][0]
    assert list(made) == [
        "id", "referenceKey", "name", "state", "problems", "isComposite", "createdAt", "updatedAt", "lastContentUpdatedAt",
        "master", "attributes", "images", "variants", "productSortings", "customData", "merchantReferenceKeys",
        "sellableTimeframes", "similarProducts",
    ]  # fmt: skip
    prices, stocks = variant.pop("prices"), variant.pop("stocks")
    assert made == printed(made["id"], variant=variant["id"], image=image["id"])
    assert prices[0]["key"].startswith(f"{variant['id']}-")
    assert {name: prices[0][name] for name in ("price", "oldPrice", "tax", "countryCode", "currencyCode", "groupKey")} == {
        "price": 2380, "oldPrice": 2975, "tax": 19, "countryCode": "DE", "currencyCode": "EUR", "groupKey": None,
    }  # fmt: skip
    assert stocks[0] == {
        "quantity": 14,
        "warehouseReferenceKey": "WH-1",
        "changedAt": "2026-01-20T10:15:00+00:00",
        "sellableWithoutStock": False,
        "merchantReferenceKey": "default",
        "expectedAvailabilityAt": None,
    }
    assert ready


async def test_without_with_there_is_only_the_resource(admin: httpx.AsyncClient, ready: int) -> None:
    """SC-036."""
    made = await tee(admin)

    bare = (await admin.get("/products/key=TEE-01-green")).json()
    whole = (await admin.get(f"/products/{made['id']}", params=EVERYTHING)).json()

    assert bare == {name: value for name, value in made.items() if name not in ("master", "attributes", "images", "variants")}
    assert whole == made
    some = (await admin.get("/products", params={"with": "images,variants.attributes"})).json()["entities"][0]
    assert set(some) - set(bare) == {"images", "variants"}
    assert set(some["variants"][0]) == {
        "id", "referenceKey", "ean", "merchantReferenceKeys", "isComposite", "attributes",
    }  # fmt: skip
    assert ready


async def test_the_product_is_the_same_everywhere(
    admin: httpx.AsyncClient, store: stores.Store, database: Database, ready: int
) -> None:
    made = await tee(admin)

    product = await catalog.find(database, store.id, Handle(None, key="TEE-01-green"))

    assert (product.id, product.name, product.status) == (made["id"], "Shirt grün", catalog.Status.ACTIVE)
    assert [(v.sku, v.price_minor, v.compare_at_minor, v.sellable) for v in product.named] == [
        ("TEE-01-green-M", 2000, 2500, 14)
    ]
    assert product.default.price_minor == 2000
    assert [c.name for c in product.categories] == ["Shirts"]
    assert ready


async def test_siblings_share_their_master(admin: httpx.AsyncClient, ready: int) -> None:
    first = await tee(admin)
    red = {"referenceKey": "TEE-01-red", "variants": [], "images": []}
    second = await tee(admin, **red, master={"referenceKey": "TEE-01"})
    assert second["master"] == first["master"]

    sale = {"referenceKey": "TEE-01", "categories": {"paths": [["Women", "Sale"]]}}
    await tee(admin, **{**red, "referenceKey": "TEE-01-blue"}, master=sale)
    shown = [(await admin.get(f"/products/{p['id']}", params={"with": "master"})).json() for p in (first, second)]
    assert [p["master"]["categories"]["paths"] for p in shown] == [[["Women", "Sale"]]] * 2

    answer = await admin.post(
        "/products",
        params={"ignoreMasterIfExist": "true"},
        json={**TEE, **red, "referenceKey": "TEE-01-grey", "master": TEE["master"]},
    )
    assert answer.json()["master"]["categories"]["paths"] == [["Women", "Sale"]]
    assert ready


async def test_a_change_leaves_what_it_does_not_name(admin: httpx.AsyncClient, ready: int) -> None:
    made = await tee(admin)

    changed = await admin.put(
        "/products/key=TEE-01-green",
        params=EVERYTHING,
        json={
            "name": {"de_DE": "Hemd", "en_GB": "Shirt"},
            "customData": {"a": 1},
            "attributes": [{"name": "fabric", "value": "linen"}],
            "variants": [{"referenceKey": "TEE-01-green-L"}],
        },
    )

    shown = changed.json()
    assert changed.status_code == 200, changed.text
    assert (shown["name"], shown["customData"], shown["state"]) == ({"de_DE": "Hemd", "en_GB": "Shirt"}, {"a": 1}, "live")
    assert [a["name"] for a in shown["attributes"]] == ["fabric"]
    assert [v["referenceKey"] for v in shown["variants"]] == ["TEE-01-green-M", "TEE-01-green-L"]
    assert shown["variants"][0] == made["variants"][0]
    assert shown["images"] == made["images"]
    assert ready


@pytest.mark.parametrize(
    ("asked", "shown", "status"),
    [("blocked", "blocked", "draft"), ("draft", "draft", "draft"), ("live", "live", "active")],
)
async def test_states(
    admin: httpx.AsyncClient, store: stores.Store, database: Database, ready: int, asked: str, shown: str, status: str
) -> None:
    made = await tee(admin, state="draft" if asked == "live" else "live")

    answer = await admin.put(f"/products/{made['id']}/state", json={"state": asked, "merchantReferenceKeys": ["default"]})

    assert answer.json() == {
        "state": shown,
        "merchantProductStates": [{"merchantReferenceKey": "default", "state": shown}],
    }
    assert (await admin.get(f"/products/{made['id']}")).json()["state"] == shown
    assert (await catalog.get(database, [store.id], ProductId(made["id"]))).status == status
    assert ready


@pytest.mark.parametrize("state", ["problem", "new", "inApproval", "odd"])
async def test_states_that_come_by_themselves_cannot_be_asked_for(admin: httpx.AsyncClient, ready: int, state: str) -> None:
    made = await tee(admin)

    assert (await admin.put(f"/products/{made['id']}/state", json={"state": state})).status_code == 422
    assert (await admin.post("/products", json={**TEE, "referenceKey": "x", "state": state})).status_code == 422
    assert ready


async def test_what_is_missing_makes_a_problem(admin: httpx.AsyncClient, ready: int) -> None:
    rules = [{"name": "fabric", "type": "simple", "isMandatory": True}, {"name": "season", "isMandatory": True}]
    women = (await admin.get("/master-categories")).json()["entities"][0]
    await admin.put(f"/master-categories/{women['id']}", json={"path": ["Women"], "attributes": rules})

    made = await tee(admin, images=[], variants=[])

    assert (made["state"], made["problems"]) == (
        "problem",
        ["The product has no image.", "No variant has a price.", "The attribute fabric is missing."],
    )
    assert ready


@pytest.mark.parametrize(
    ("other", "status", "field"),
    [
        ({"name": {}}, 400, "name"),
        ({"name": {"de_DE": ""}}, 400, "name"),
        ({"name": "Shirt"}, 400, "name"),
        ({"referenceKey": ""}, 400, "referenceKey"),
        ({"referenceKey": "x" * 256}, 400, "referenceKey"),
        ({"master": {"referenceKey": "x", "categories": {"paths": [["Men"]]}}}, 400, "categories.paths.0"),
        ({"attributes": [{"name": "odd", "value": "x"}]}, 400, "attributes.odd.name"),
        ({"attributes": [{"name": "size", "value": "x"}]}, 400, "attributes.size.name"),
        ({"attributes": [{"name": "color", "value": "x"}]}, 400, "attributes.color.value"),
        ({"variants": [{"ean": "1"}]}, 400, "variants.0.referenceKey"),
        ({"variants": [{"referenceKey": "a"}, {"referenceKey": "a"}]}, 400, "variants.1.referenceKey"),
        ({"variants": [{"referenceKey": "a", "stocks": [{"quantity": 1, "warehouseReferenceKey": "x"}]}]}, 400,
         "stocks.warehouseReferenceKey"),
        ({"images": [{"position": 1}]}, 400, "source.url"),
        ({"images": [{"assetUrl": "images/none.jpg"}]}, 400, "assetUrl"),
        ({"merchantReferenceKeys": ["other"]}, 400, "merchantReferenceKey"),
        ({"odd": 1}, 400, "odd"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_named_and_nothing_is_written(
    admin: httpx.AsyncClient, ready: int, other: dict[str, object], status: int, field: str
) -> None:
    answer = await admin.post("/products", json={**TEE, **other})

    assert (answer.status_code, answer.json()["errors"][0]["context"].get("field")) == (status, field), answer.text
    assert (await admin.get("/products")).json()["entities"] == []
    assert ready


async def test_keys_are_one_things_own(admin: httpx.AsyncClient, ready: int) -> None:
    await tee(admin)

    same = await admin.post("/products", json={**TEE, "variants": []})
    sku = await admin.post("/products", json={**TEE, "referenceKey": "other"})

    assert (same.status_code, same.json()["errors"][0]["context"]) == (409, {"field": "referenceKey", "value": "TEE-01-green"})
    assert sku.status_code == 409
    assert ready
