"""Categories, brands and tags."""

import httpx
import pytest

from serai.core import catalog, stores
from tests.contract.salla.answers import data, refused
from tests.factories import Make

# ── categories ──


async def test_a_category_has_the_documented_members(api: httpx.AsyncClient, shop: stores.Store) -> None:
    body = {
        "name": "Candles",
        "sort_order": 0,
        "image": "https://cdn.example/c.png",
        "metadata_title": "T",
        "show_in": {"app": False, "salla_points": True},
        "translations": {"ar": {"name": "شموع"}},
    }

    made = data(await api.post("/categories", json=body), 201)

    assert made == {
        "id": made["id"],
        "name": "Candles",
        "name_ar": "شموع",
        "description": "",
        "image": "https://cdn.example/c.png",
        "urls": {
            "customer": f"http://testserver/s/{shop.public_slug}/c{made['id']}",
            "admin": f"http://testserver/s/{shop.public_slug}/admin/categories/{made['id']}",
        },
        "parent_id": 0,
        "sort_order": 0,
        "status": "active",
        "show_in": {"app": False, "salla_points": True},
        "has_hidden_products": False,
        "update_at": "2026-04-08 13:00:00",
        "metadata": {"title": "T", "description": None, "url": "candles"},
        "sub_categories": [],
        "items": [],
    }
    assert data(await api.get(f"/categories/{made['id']}", headers={"Accept-Language": "ar"}))["name"] == "شموع"
    translated = data(await api.get(f"/categories/{made['id']}?with=translations"))
    assert translated["translations"] == {"ar": {"name": "شموع"}}


async def test_the_tree_is_listed_from_its_roots(api: httpx.AsyncClient) -> None:
    home = data(await api.post("/categories", json={"name": "Home"}), 201)["id"]
    candles = data(await api.post("/categories", json={"name": "Candles", "parent_id": home}), 201)["id"]
    data(await api.post("/categories", json={"name": "Shut", "status": "hidden"}), 201)

    answer = await api.get("/categories")

    assert [category["name"] for category in data(answer)] == ["Home", "Shut", "Candles"]
    assert answer.json()["pagination"]["perPage"] == 20
    assert [sub["id"] for sub in data(answer)[0]["sub_categories"]] == [candles]
    assert [sub["id"] for sub in data(await api.get(f"/categories/{home}/children"))] == [candles]
    assert [c["name"] for c in data(await api.get("/categories?status=hidden"))] == ["Shut"]
    assert [c["name"] for c in data(await api.get("/categories/search?keyword=cand"))] == ["Candles"]
    assert [c["id"] for c in data(await api.get(f"/categories/search?ids[]={home}&ids[]={candles}"))] == [home, candles]


async def test_a_category_is_renamed_moved_and_deleted(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    home = data(await api.post("/categories", json={"name": "Home"}), 201)["id"]
    body = {"name": "Candles", "parent_id": home, "products": [{"id": candle.id, "sort": 1}]}
    candles = data(await api.post("/categories", json=body), 201)["id"]
    [item] = data(await api.get(f"/categories/{home}/products"))
    assert item == {"id": candle.id, "name": "Oud candle", "image": None, "sort": 0}

    moved = data(await api.put(f"/categories/{candles}", json={"name": "Lights", "parent_id": 0}), 201)

    assert (moved["name"], moved["parent_id"]) == ("Lights", 0)
    assert data(await api.get(f"/products/{candle.id}"))["categories"][0]["name"] == "Lights"
    data(await api.delete(f"/categories/{candles}"), 202)
    assert data(await api.get(f"/products/{candle.id}"))["categories"] == []
    refused(await api.get(f"/categories/{candles}"), 404, "not_found")


async def test_what_is_below_a_deleted_category_moves_up(api: httpx.AsyncClient) -> None:
    home = data(await api.post("/categories", json={"name": "Home"}), 201)["id"]
    candles = data(await api.post("/categories", json={"name": "Candles", "parent_id": home}), 201)["id"]

    data(await api.delete(f"/categories/{home}"), 202)

    assert data(await api.get(f"/categories/{candles}"))["parent_id"] == 0


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"name": ""}, "name", "Must have 1 to 100 characters."),
        ({"name": "X", "parent_id": 987654321}, "parent_id", "There is no such category."),
        ({"name": "X", "status": "shut"}, "status", "Must be active or hidden."),
        ({"name": "X", "image": "c.png"}, "image", "Is not an absolute http or https URL."),
        ({"name": "X", "products": [{"id": 987654321}]}, "products.0.id", "There is no such product."),
        ({"name": "Taken"}, "name", "Is already in use."),
    ],
)
async def test_a_category_that_cannot_be(api: httpx.AsyncClient, body: dict[str, object], field: str, message: str) -> None:
    data(await api.post("/categories", json={"name": "Taken"}), 201)

    refused(await api.post("/categories", json=body), 400, "invalid_parameters", **{field: [message]})

    assert len(data(await api.get("/categories"))) == 1


async def test_categories_are_the_same_in_every_dialect(
    api: httpx.AsyncClient, salloq: httpx.AsyncClient, make: Make, shop: stores.Store
) -> None:
    salloq.headers["X-API-Key"] = await make.key(shop)
    await salloq.post("/products", json={"name": "Bag", "price": 1, "categories": ["bags"]})

    [bags] = data(await api.get("/categories"))
    data(await api.put(f"/categories/{bags['id']}", json={"metadata_url": "all-bags"}), 201)

    [product] = (await salloq.get("/products")).json()["data"]
    assert product["categories"] == ["all-bags"]


async def test_a_list_of_categories_is_three_statements_with_the_credential(
    api: httpx.AsyncClient, statements: list[str]
) -> None:
    home = data(await api.post("/categories", json={"name": "Home"}), 201)["id"]
    for n in range(10):
        data(await api.post("/categories", json={"name": f"C {n}", "parent_id": home}), 201)
    statements.clear()

    data(await api.get("/categories"))

    assert len(statements) <= 3


# ── brands ──


async def test_a_brand_has_the_documented_members(api: httpx.AsyncClient) -> None:
    body = {
        "name": "Nakhla",
        "logo": "https://cdn.example/n.png",
        "description": "Dates",
        "translations": {"ar": {"name": "نخلة"}},
    }

    made = data(await api.post("/brands", json=body), 201)

    assert made == {
        "id": made["id"],
        "name": "Nakhla",
        "description": "Dates",
        "banner": None,
        "logo": "https://cdn.example/n.png",
        "ar_char": "ن",
        "en_char": "N",
        "metadata": {"title": None, "description": None, "url": "nakhla"},
    }
    assert data(await api.get(f"/brands/{made['id']}")) == made
    assert data(await api.get("/brands?keyword=nak")) == [made]
    assert data(await api.get("/brands?keyword=zzz")) == []


async def test_products_follow_their_brand(
    api: httpx.AsyncClient, salloq: httpx.AsyncClient, make: Make, shop: stores.Store
) -> None:
    product = await make.product(shop, vendor="Nakhla")
    [brand] = data(await api.get("/brands"))

    data(await api.put(f"/brands/{brand['id']}", json={"name": "Palm"}), 201)

    assert data(await api.get(f"/products/{product.id}"))["brand"]["name"] == "Palm"
    data(await api.delete(f"/brands/{brand['id']}"), 202)
    assert data(await api.get(f"/products/{product.id}"))["brand"] is None
    refused(await api.get(f"/brands/{brand['id']}"), 404, "not_found")


async def test_a_brand_needs_a_name_and_a_logo(api: httpx.AsyncClient) -> None:
    missing = ["This field is required."]

    refused(await api.post("/brands", json={}), 400, "invalid_parameters", name=missing, logo=missing)
    data(await api.post("/brands", files={"name": (None, "X"), "logo": (None, "https://cdn.example/x.png")}), 201)
    twice = await api.post("/brands", json={"name": "x", "logo": "https://cdn.example/x.png"})
    refused(twice, 400, "invalid_parameters", name=["Is already in use."])


# ── tags ──


async def test_tags_have_ids(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    await make.product(shop, tags=("summer",))

    made = data(await api.post("/products/tags?tag_name=gift"))
    again = data(await api.post("/products/tags?tag_name=gift"))
    answer = await api.get("/products/tags")

    assert made == again
    assert [tag["name"] for tag in data(answer)] == ["summer", "gift"]
    assert answer.json()["pagenation"] == answer.json()["pagination"]
    refused(await api.post("/products/tags"), 400, "invalid_parameters", tag_name=["This parameter is required."])
