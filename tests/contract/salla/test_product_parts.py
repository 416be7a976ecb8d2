"""Variants, options, pictures and quantities of products."""

from typing import Any

import httpx
import pytest

from serai.core import catalog, stores
from serai.kit.db import Database
from tests.contract.salla.answers import data, refused
from tests.factories import Make


@pytest.fixture
async def shirt(make: Make, shop: stores.Store) -> catalog.Product:
    """50 SAR in S (2 pieces) and L (3 pieces), 1 piece unassigned."""
    variants = tuple(
        catalog.NewVariant(name=n, options=(n,), price_minor=5000, sku=f"SH-{n}", sellable=s) for n, s in (("S", 2), ("L", 3))
    )
    return await make.product(shop, name="Shirt", price=5000, stock=6, variants=variants, option_names=("Size",))


async def _shown(api: httpx.AsyncClient, product: catalog.Product) -> Any:
    return data(await api.get(f"/products/{product.id}"))


# ── variants ──


async def test_a_variant_alone(api: httpx.AsyncClient, shirt: catalog.Product) -> None:
    small = shirt.named[0]

    [first, _] = data(await api.get(f"/products/{shirt.id}/variants"))

    assert first == data(await api.get(f"/products/variants/{small.id}"))
    assert (first["id"], first["sku"], first["is_default"]) == (small.id, "SH-S", True)


@pytest.mark.parametrize("body", [{"sku": "NEW", "weight": "0.25"}, {"price": 60}])
async def test_the_connector_sends_one_or_two_members(
    api: httpx.AsyncClient, shirt: catalog.Product, body: dict[str, Any]
) -> None:
    changed = data(await api.put(f"/products/variants/{shirt.named[0].id}", json=body), 201)

    assert changed["sku"] == body.get("sku", "SH-S")
    assert changed["price"]["amount"] == body.get("price", 50)
    assert changed["weight_label"] == ("0.25 kg" if "weight" in body else None)
    assert changed["stock_quantity"] == 2


async def test_a_variant_in_full(api: httpx.AsyncClient, shirt: catalog.Product, database: Database) -> None:
    warehouse = await database.value("select id from warehouses where store_id = $1", shirt.store_id)
    body = {
        "barcode": "B-1",
        "price": 60,
        "sale_price": 55,
        "cost_price": 20,
        "mpn": "M",
        "gtin": "12345678",
        "notify_low": 2,
        "quantities": [{"branch": warehouse, "quantity": 9}],
    }

    changed = data(await api.put(f"/products/variants/{shirt.named[1].id}", json=body), 201)

    assert (changed["price"]["amount"], changed["sale_price"]["amount"], changed["regular_price"]["amount"]) == (55, 55, 60)
    assert (changed["barcode"], changed["cost_price"]["amount"], changed["notify_low"]) == ("B-1", 20, 2)
    assert changed["stock_quantity"] == 9
    assert (await _shown(api, shirt))["quantity"] == 2 + 9 + 1


async def test_the_quantity_of_a_variant(api: httpx.AsyncClient, shirt: catalog.Product, candle: catalog.Product) -> None:
    path = "/products/quantities/variant"

    assert data(await api.put(f"{path}/{shirt.named[0].id}", json={"quantity": 5}), 201)["stock_quantity"] == 5
    assert data(await api.put(f"{path}/{candle.default.id}", json={"quantity": 4}), 201)["stock_quantity"] == 4

    assert (await _shown(api, shirt))["quantity"] == 9
    assert (await _shown(api, candle))["quantity"] == 4


async def test_a_variant_that_cannot_be(
    api: httpx.AsyncClient, make: Make, shirt: catalog.Product, candle: catalog.Product
) -> None:
    path = f"/products/variants/{shirt.named[0].id}"
    foreign = await make.product(await make.store())

    refused(await api.put(path, json={"sku": "CND-1"}), 400, "invalid_parameters", sku=["Is already in use."])
    refused(await api.put(path, json={"gtin": "1"}), 400, "invalid_parameters", gtin=["Must have 8, 12, 13 or 14 digits."])
    unknown = await api.put(path, json={"quantities": [{"branch": 987654321, "quantity": 1}]})
    refused(unknown, 400, "invalid_parameters", **{"quantities.0.branch": ["There is no such stock."]})
    refused(await api.put(f"/products/variants/{foreign.default.id}", json={"price": 1}), 404, "not_found")
    refused(await api.get(f"/products/variants/{foreign.default.id}"), 404, "not_found")


# ── options ──


async def test_a_first_option_keeps_every_piece(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    body = {"name": "Size", "type": "radio", "values": [{"name": "S", "quantity": 4}, {"name": "L", "price": 5}]}

    option = data(await api.post(f"/products/{candle.id}/options", json=body), 201)

    assert (option["name"], option["type"], [value["name"] for value in option["values"]]) == ("Size", "radio", ["S", "L"])
    shown = await _shown(api, candle)
    assert [(sku["price"]["amount"], sku["stock_quantity"]) for sku in shown["skus"]] == [(99.99, 4), (104.99, 0)]
    assert shown["quantity"] == 10
    assert option["skus"] == [sku["id"] for sku in shown["skus"]]


async def test_a_second_option_multiplies_and_its_end_joins(api: httpx.AsyncClient, shirt: catalog.Product) -> None:
    colours = {"name": "Colour", "values": [{"name": "Red"}, {"name": "Blue"}]}

    option = data(await api.post(f"/products/{shirt.id}/options", json=colours), 201)
    shown = await _shown(api, shirt)
    assert [sku["stock_quantity"] for sku in shown["skus"]] == [2, 0, 3, 0]
    assert {shirt.named[0].id, shirt.named[1].id} <= {sku["id"] for sku in shown["skus"]}
    blue = next(sku for sku in shown["skus"] if sku["stock_quantity"] == 0)
    data(await api.put(f"/products/quantities/variant/{blue['id']}", json={"quantity": 4}), 201)
    data(await api.delete(f"/products/options/{option['id']}"), 202)

    after = await _shown(api, shirt)
    assert [(sku["id"], sku["stock_quantity"]) for sku in after["skus"]] == [(shirt.named[0].id, 6), (shirt.named[1].id, 3)]
    assert after["quantity"] == 10
    refused(await api.get(f"/products/options/{option['id']}"), 404, "not_found")


async def test_values_are_added_renamed_and_taken_away(api: httpx.AsyncClient, shirt: catalog.Product) -> None:
    size = (await _shown(api, shirt))["options"][0]
    small, large = size["values"]

    more = data(await api.post(f"/products/options/{size['id']}", json={"name": "XL", "price": 7, "quantity": 1}), 201)
    assert [value["name"] for value in more["values"]] == ["S", "L", "XL"]
    renamed = data(await api.put(f"/products/options/values/{small['id']}", json={"name": "Small"}), 201)
    assert (renamed["id"], renamed["name"], renamed["skus"]) == (small["id"], "Small", [shirt.named[0].id])
    data(await api.delete(f"/products/options/values/{large['id']}"), 202)

    shown = await _shown(api, shirt)
    assert [(sku["price"]["amount"], sku["stock_quantity"]) for sku in shown["skus"]] == [(50, 2), (57, 1)]
    assert [value["name"] for value in shown["options"][0]["values"]] == ["Small", "XL"]
    assert shown["quantity"] == 6  # the new value took the piece that no SKU had; the old one left its own
    refused(await api.get(f"/products/options/values/{large['id']}"), 404, "not_found")


async def test_an_option_is_renamed_and_described(api: httpx.AsyncClient, shirt: catalog.Product) -> None:
    size = (await _shown(api, shirt))["options"][0]

    changed = data(await api.put(f"/products/options/{size['id']}", json={"name": "Fit", "required": False}), 201)

    assert (changed["id"], changed["name"], changed["required"]) == (size["id"], "Fit", False)
    assert [value["id"] for value in changed["values"]] == [value["id"] for value in size["values"]]


async def test_an_answer_makes_no_skus(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    option = data(await api.post(f"/products/{candle.id}/options", json={"name": "Engraving", "type": "textarea"}), 201)

    shown = await _shown(api, candle)
    assert shown["skus"] == []
    assert [each["type"] for each in shown["options"]] == ["textarea"]
    data(await api.put(f"/products/options/{option['id']}", json={"description": "Up to ten letters"}), 201)
    data(await api.delete(f"/products/options/{option['id']}"), 202)
    assert (await _shown(api, candle))["options"] == []


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"name": "Fit", "type": "wheel", "values": [{"name": "a"}]}, "type", None),
        ({"name": "Fit"}, "values", "An option of this kind needs values."),
        ({"name": "size", "values": [{"name": "a"}]}, "options.1.name", "Is used twice in this product."),
        ({"name": "Fit", "values": [{"name": "a"}, {"name": "a"}]}, "values.1.name", "Is used twice in this option."),
        (
            {"name": "Fit", "values": [{"name": str(n)} for n in range(51)]},
            "options",
            "Would be 102: at most 100 are possible.",
        ),
    ],
)
async def test_an_option_that_cannot_be(
    api: httpx.AsyncClient, shirt: catalog.Product, body: dict[str, Any], field: str, message: str | None
) -> None:
    answer = await api.post(f"/products/{shirt.id}/options", json=body)

    assert answer.status_code == 400, answer.text
    fields = answer.json()["error"]["fields"]
    assert list(fields) == [field]
    assert message is None or fields[field] == [message]
    assert len((await _shown(api, shirt))["skus"]) == 2


# ── pictures ──


async def test_pictures_come_and_go(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    first = data(await api.post(f"/products/{candle.id}/images", json={"original": "https://cdn.example/1.jpg"}), 201)
    body = {"original": "https://cdn.example/2.jpg", "default": True, "alt": "Two", "sort": 9}
    second = data(await api.post("/products/sku/CND-1/images", data={k: str(v).lower() for k, v in body.items()}), 201)

    assert first["image"]["original"]["url"] == "https://cdn.example/1.jpg"
    assert (second["default"], second["alt_seo"], second["sort"]) == (True, "two", 9)
    shown = (await _shown(api, candle))["images"]
    assert [(image["id"], image["main"]) for image in shown] == [(first["id"], False), (second["id"], True)]
    changed = data(await api.post(f"/products/images/{first['id']}", json={"default": True, "alt": "One"}), 201)
    assert (changed["default"], changed["alt_seo"]) == (True, "One")
    data(await api.delete(f"/products/images/{first['id']}"), 202)
    [left] = (await _shown(api, candle))["images"]
    assert (left["id"], left["main"]) == (second["id"], True)


async def test_a_picture_is_uploaded(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    path, png = f"/products/{candle.id}/images", b"\x89PNG\r\n\x1a\n" + bytes(range(256))

    made = data(await api.post(path, files={"photo": ("a.png", png, "image/png")}, data={"alt": "Oud"}), 201)

    url = made["image"]["original"]["url"]
    assert url.startswith("http://testserver/media/")
    assert made["alt_seo"] == "Oud"
    assert (await _shown(api, candle))["main_image"] == url
    text = await api.post(path, files={"photo": ("a.png", b"not a picture", "image/png")})
    refused(text, 400, "invalid_parameters", photo=["Must be a JPEG, PNG, GIF or WebP picture."])
    name = await api.put(f"/products/{candle.id}", files={"name": ("a.png", png, "image/png")})
    assert name.json()["error"]["fields"].keys() == {"name"}


async def test_a_video_is_one_of_them(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    video = data(await api.post(f"/products/{candle.id}/video", json={"video_url": "https://video.example/1"}), 201)
    data(await api.post("/products/sku/CND-1/videos", json={"video_url": "https://video.example/2"}), 201)

    assert (video["type"], video["video_url"]) == ("video", "https://video.example/1")
    assert [image["type"] for image in (await _shown(api, candle))["images"]] == ["video", "video"]


async def test_ten_pictures_are_enough(api: httpx.AsyncClient, make: Make, candle: catalog.Product) -> None:
    path = f"/products/{candle.id}/images"
    for n in range(10):
        data(await api.post(path, json={"original": f"https://cdn.example/{n}.jpg"}), 201)

    eleventh = await api.post(path, json={"original": "https://cdn.example/10.jpg"})

    refused(eleventh, 400, "invalid_parameters", product=["May have at most 10 images."])
    refused(await api.post(path, json={}), 400, "invalid_parameters", original=["This field is required."])
    bad = await api.post(path, json={"original": "ftp://x"})
    refused(bad, 400, "invalid_parameters", original=["Is not an absolute http or https URL."])


# ── quantities ──


async def test_quantities_in_bulk(api: httpx.AsyncClient, shirt: catalog.Product, candle: catalog.Product) -> None:
    body = {
        "products": [
            {"identifer_type": "id", "identifer": candle.id, "quantity": 20},
            {"identifer_type": "sku", "identifer": "SH-S", "quantity": 3, "mode": "increment"},
            {"identifier_type": "variant_id", "identifier": str(shirt.named[1].id), "quantity": "1", "mode": "decrement"},
        ]
    }

    data(await api.post("/products/quantities/bulk", json=body), 201)

    assert (await _shown(api, candle))["quantity"] == 20
    assert [sku["stock_quantity"] for sku in (await _shown(api, shirt))["skus"]] == [5, 2]


async def test_quantities_of_skus(api: httpx.AsyncClient, shirt: catalog.Product, candle: catalog.Product) -> None:
    body = {"products": [{"sku": "CND-1", "quantity": 0, "unlimited_quantity": True}, {"sku": "SH-L", "quantity": 1}]}

    data(await api.post("/products/quantities/bulkSkus", json=body), 201)

    shown = await _shown(api, candle)
    assert (shown["quantity"], shown["unlimited_quantity"], shown["status"]) == (0, True, "active")
    assert (await _shown(api, shirt))["quantity"] == 4


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"identifer_type": "sku", "identifer": "nothing", "quantity": 1}, "products.1.identifer"),
        ({"identifer_type": "name", "identifer": "x", "quantity": 1}, "products.1.identifer_type"),
        ({"identifer_type": "sku", "quantity": 1}, "products.1.identifer"),
        ({"identifer_type": "sku", "identifer": "SH-S", "quantity": 1, "mode": "x"}, "products.1.mode"),
        ({"identifer_type": "sku", "identifer": "SH-S", "quantity": 3, "mode": "decrement"}, "products.1.quantity"),
        ({"identifer_type": "sku", "identifer": "SH-S", "quantity": 3, "branch": 987654321}, "products.1.branch"),
        ({"identifer_type": "id", "identifer": 987654321, "quantity": 3}, "products.1.identifer"),
    ],
)
async def test_one_bad_line_changes_nothing(
    api: httpx.AsyncClient, shirt: catalog.Product, candle: catalog.Product, line: dict[str, Any], field: str
) -> None:
    good = {"identifer_type": "id", "identifer": candle.id, "quantity": 20}

    answer = await api.post("/products/quantities/bulk", json={"products": [good, line]})

    assert answer.status_code == 400, answer.text
    assert list(answer.json()["error"]["fields"]) == [field]
    assert (await _shown(api, candle))["quantity"] == 10
    assert (await _shown(api, shirt))["quantity"] == 6


async def test_quantities_are_listed_and_remembered(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, shirt: catalog.Product, candle: catalog.Product
) -> None:
    await make.order(shop, candle, quantity=2)

    rows = data(await api.get("/products/quantities"))
    trail = (await api.get("/products/quantities/audit?keyword=CND")).json()

    assert [(row["sku"], row["quantity"]) for row in rows] == [("CND-1", 8), ("SH-S", 2), ("SH-L", 3)]
    assert rows[0]["price"] == {"amount": 99.99, "currency": "SAR"}
    assert [(move["old_quantity"], move["new_quantity"]) for move in trail["data"]] == [(10, 8), (0, 10)]
    assert trail["cursor"] == {"current": None, "previous": None, "next": None, "count": 2}
    first = (await api.get("/products/quantities/audit?per_page=1")).json()
    assert first["cursor"]["next"] is not None
    second = (await api.get(f"/products/quantities/audit?per_page=1&cursor={first['cursor']['next']}")).json()
    assert first["data"] != second["data"]
    assert {"id": 1, "name": "counted"} in data(await api.get("/products/quantities/reasons"))
