"""SQ-024, SQ-025, SQ-G14: creating and changing products."""

import httpx
import pytest

from serai.core import catalog, stores
from serai.kit.db import Database
from tests.contract.salloq.selling import NEW, names, refused
from tests.factories import Make

# ── creating ──


async def test_only_name_and_price_are_required_and_the_slug_is_made(api: httpx.AsyncClient) -> None:
    first = (await api.post("/products", json={"name": "  Iris Élysée ", "price": 0})).json()["data"]
    second = (await api.post("/products", json={"name": "Iris Élysée", "price": 1, "slug": None})).json()["data"]

    assert (first["name"], first["slug"], first["stock_qty"], first["description"]) == ("Iris Élysée", "iris-elysee", 0, "")
    assert first["subscription_enabled"] is False
    assert second["slug"] == "iris-elysee-2"


async def test_categories_are_made_when_new_and_shared_when_known(api: httpx.AsyncClient, database: Database) -> None:
    first = await api.post("/products", json={**NEW, "categories": ["perfume", "floral", "perfume"]})
    second = await api.post("/products", json={**NEW, "slug": "other", "categories": ["floral"]})

    assert first.json()["data"]["categories"] == ["perfume", "floral"]
    assert second.json()["data"]["categories"] == ["floral"]
    assert await database.value("select count(*) from categories") == 2


async def test_a_category_in_another_script_can_be_sent_back_as_it_came(
    api: httpx.AsyncClient, make: Make, shop: stores.Store
) -> None:
    product = await make.product(
        shop, categories=(catalog.CategoryRef(name="عطور نسائية"), catalog.CategoryRef(name="Été & Co"))
    )

    came = (await api.get(f"/products/{product.id}")).json()["data"]["categories"]
    back = await api.patch(f"/products/{product.id}", json={"categories": came})

    assert came == ["عطور-نساييه", "ete-co"]
    assert back.json()["data"]["categories"] == came
    assert await names(api, category=came[0]) == {product.name}


@pytest.mark.parametrize(
    ("flags", "primary"), [([], []), ([False, False], [True, False]), ([False, True, False], [False, True, False])]
)
async def test_exactly_one_image_is_the_primary_one(api: httpx.AsyncClient, flags: list[bool], primary: list[bool]) -> None:
    images = [{"url": f"https://example.com/{i}.jpg", "is_primary": flag} for i, flag in enumerate(flags)]

    made = (await api.post("/products", json={**NEW, "images": images})).json()["data"]

    assert [image["is_primary"] for image in made["images"]] == primary
    assert [image["url"] for image in made["images"]] == [image["url"] for image in images]


@pytest.mark.parametrize(
    ("changed", "details"),
    [
        ({"name": " "}, {"name": ["This field is required."]}),
        ({"name": "x" * 201}, {"name": ["Must have 1 to 200 characters."]}),
        ({"slug": "No Slug"}, {"slug": ["May have lower-case letters, digits and single hyphens between them only."]}),
        ({"slug": ""}, {"slug": ["May have lower-case letters, digits and single hyphens between them only."]}),
        ({"description": "x" * 100_001}, {"description": ["May have at most 100000 characters."]}),
        ({"stock_qty": -1}, {"stock_qty": ["Must be a whole number from 0 to 2147483647."]}),
        ({"stock_qty": 2**31}, {"stock_qty": ["Must be a whole number from 0 to 2147483647."]}),
        ({"stock_qty": 1.5}, {"stock_qty": ["Expected `int`, got `decimal`."]}),
        ({"stock_qty": True}, {"stock_qty": ["Expected `int`, got `bool`."]}),
        ({"subscription_enabled": "true"}, {"subscription_enabled": ["Expected `bool`, got `str`."]}),
        ({"images": [{"url": "ftp://a/b"}]}, {"images__0__url": ["Is not an absolute http or https URL."]}),
        (
            {"images": [{"url": "http://a/1", "is_primary": True}, {"url": "http://a/2", "is_primary": True}]},
            {"images__1__is_primary": ["Only one image can be the primary one."]},
        ),
        (
            {"categories": ["fine", "Not fine"]},
            {"categories__1": ["Is not a category slug: lower-case letters and digits in words joined by hyphens."]},
        ),
        ({"sku": "A-1"}, {"sku": ["Unknown field."]}),
        ({"variants": []}, {"variants": ["Unknown field."]}),
        (
            {"name": "", "price": -1, "stock_qty": -1},
            {
                "name": ["This field is required."],
                "price": ["Must not be negative."],
                "stock_qty": ["Must be a whole number from 0 to 2147483647."],
            },
        ),
        ({"name": "nul\x00"}, {"name": ["Has characters that cannot be stored."]}),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_made(
    api: httpx.AsyncClient, database: Database, changed: dict[str, object], details: dict[str, list[str]]
) -> None:
    answer = await api.post("/products", json={**NEW, **changed})

    refused(answer, **details)
    assert await database.value("select count(*) from products") == 0
    assert await database.value("select count(*) from categories") == 0


async def test_a_slug_in_use_is_refused_under_its_field(
    api: httpx.AsyncClient, database: Database, iris: catalog.Product
) -> None:
    created = await api.post("/products", json={**NEW, "slug": "iris-elysee"})
    other = (await api.post("/products", json=NEW)).json()["data"]
    changed = await api.patch(f"/products/{other['id']}", json={"slug": "iris-elysee", "price": 1})

    refused(created, slug=["Is already in use."])
    refused(changed, slug=["Is already in use."])
    assert (await api.get(f"/products/{other['id']}")).json()["data"] == other
    assert await database.value("select count(*) from products") == 2


async def test_a_slug_is_unique_within_its_store_only(salloq: httpx.AsyncClient, make: Make, iris: catalog.Product) -> None:
    salloq.headers["X-API-Key"] = await make.key(await make.store())

    answer = await salloq.post("/products", json={**NEW, "slug": "iris-elysee"})

    assert answer.status_code == 201


# ── changing ──


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, {}),
        ({"name": "Renamed"}, {"name": "Renamed"}),
        ({"slug": "renamed"}, {"slug": "renamed"}),
        ({"description": "Said"}, {"description": "Said"}),
        ({"description": None}, {"description": ""}),
        ({"price": 0}, {"price": 0.0}),
        ({"stock_qty": 0}, {"stock_qty": 0}),
        ({"subscription_enabled": True}, {"subscription_enabled": True}),
        ({"categories": ["new"]}, {"categories": ["new"]}),
        ({"categories": []}, {"categories": []}),
        ({"images": [{"url": "http://a/1"}]}, {"images": [{"url": "http://a/1", "is_primary": True}]}),
        ({"images": []}, {"images": []}),
    ],
)
async def test_a_change_changes_what_it_says(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, change: dict[str, object], shown: dict[str, object]
) -> None:
    images = (catalog.Image("http://a/0"),)
    product = await make.product(shop, categories=(catalog.CategoryRef(slug="old"),), images=images, description="Was")
    before = (await api.get(f"/products/{product.id}")).json()["data"]

    answer = await api.patch(f"/products/{product.id}", json=change)

    assert answer.status_code == 200
    assert answer.json()["data"] == {**before, **shown}
    assert (await api.get(f"/products/{product.id}")).json() == answer.json()


@pytest.mark.parametrize(
    ("change", "details"),
    [
        ({"name": None}, {"name": ["Expected `str`, got `null`."]}),
        ({"slug": None}, {"slug": ["Expected `str`, got `null`."]}),
        ({"price": None}, {"price": ["Expected `number`."]}),
        ({"price": 9.999}, {"price": ["May have at most 2 decimals in USD."]}),
        ({"price": -1}, {"price": ["Must not be negative."]}),
        ({"stock_qty": -1}, {"stock_qty": ["Must be a whole number from 0 to 2147483647."]}),
        ({"name": "", "stock_qty": 2**40}, None),
        ({"id": 7}, {"id": ["Unknown field."]}),
    ],
)
async def test_a_wrong_change_changes_nothing(
    api: httpx.AsyncClient, iris: catalog.Product, change: dict[str, object], details: dict[str, list[str]] | None
) -> None:
    before = (await api.get(f"/products/{iris.id}")).json()

    answer = await api.patch(f"/products/{iris.id}", json=change)

    if details is None:
        assert sorted(answer.json()["error"]["details"]) == ["name", "stock_qty"]
    else:
        refused(answer, **details)
    assert (await api.get(f"/products/{iris.id}")).json() == before
