"""Shop categories, their countries, properties and product sets."""

from typing import Any

import httpx
import pytest

from serai.core import catalog, stores
from tests.contract.scayle_admin.conftest import COUNTRY
from tests.factories import Make

URL = "/shops/oa/categories"
SHIRTS = {
    "parentId": None,
    "name": {"de_DE": "Hemden", "en_GB": "Shirts"},
    "isActive": True,
    "isVisible": True,
    "productSets": [{"attributes": [{"name": "category", "include": ["Women|Shirts"]}]}],
}


async def _create(admin: httpx.AsyncClient, name: str, **more: object) -> dict[str, Any]:
    answer = await admin.post(URL, json={"name": {"de_DE": name}, **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_the_printed_example(admin: httpx.AsyncClient, oakleaf: int) -> None:
    answer = await admin.post(URL, json=SHIRTS)

    body = answer.json()
    product_set = body["productSets"][0]["productSetId"]
    assert answer.status_code == 201
    assert answer.headers["x-ratelimit-scope"] == "shopCategoriesWrite"
    assert body == {
        "id": body["id"],
        "parentId": None,
        "leftSiblingId": None,
        "name": {"de_DE": "Hemden", "en_GB": "Shirts"},
        "productSets": [{"productSetId": product_set, "attributes": [{"name": "category", "include": ["Women|Shirts"]}]}],
        "supportedFilterGroups": [],
        "customData": None,
        "countries": [
            {
                "countryCode": "DE",
                "shopCountryId": oakleaf,
                "path": "/hemden",
                "isActive": True,
                "isVisible": True,
                "isExcludedFromSearch": False,
                "properties": [],
                "customData": None,
            }
        ],
    }
    bare = (await admin.get(f"{URL}/{body['id']}")).json()
    assert "countries" not in bare
    assert (await admin.get(f"{URL}/{body['id']}", params={"with": "countries"})).json() == body
    assert (await admin.get(URL)).json() == {"entities": [bare], "cursor": {"next": None}}


async def test_a_change_says_what_it_says(admin: httpx.AsyncClient, oakleaf: int) -> None:
    women, men = await _create(admin, "Damen"), await _create(admin, "Herren")
    shirts = await _create(admin, "Hemden", parentId=women["id"], supportedFilterGroups=["color"])

    renamed = (await admin.patch(f"{URL}/{shirts['id']}", json={"name": {"de_DE": "Blusen"}, "isActive": False})).json()
    moved = await admin.patch(f"{URL}/{shirts['id']}", params={"with": "countries"}, json={"parentId": men["id"]})

    assert (renamed["name"], renamed["supportedFilterGroups"], renamed["parentId"]) == (
        {"de_DE": "Blusen"},
        ["color"],
        women["id"],
    )
    assert moved.json()["countries"][0] | {"path": "/herren/blusen", "isActive": True} == moved.json()["countries"][0]
    below_itself = await admin.patch(f"{URL}/{men['id']}", json={"parentId": shirts["id"]})
    assert (below_itself.status_code, below_itself.json()["errors"][0]["context"]) == (400, {"field": "parentId"})


async def test_a_category_with_others_below_is_not_deleted(admin: httpx.AsyncClient, oakleaf: int) -> None:
    women = await _create(admin, "Damen")
    shirts = await _create(admin, "Hemden", parentId=women["id"])

    refused = await admin.delete(f"{URL}/{women['id']}")
    gone = await admin.delete(f"{URL}/{shirts['id']}")
    again = await admin.delete(f"{URL}/{shirts['id']}")

    assert (refused.status_code, refused.json()["errors"][0]["errorKey"]) == (409, "SHOP_CATEGORY_HAS_CHILDREN")
    assert (gone.status_code, gone.content) == (204, b"")
    assert (again.status_code, again.json()["errors"][0]["errorKey"]) == (404, "CATEGORY_NOT_FOUND")


async def test_a_country_says_its_own(admin: httpx.AsyncClient, oakleaf: int) -> None:
    category = await _create(admin, "Damen")
    url = f"{COUNTRY}/categories/{category['id']}"
    change = {
        "isVisible": False,
        "customSortingKey": "best-of",
        "seo": {"metaTitle": "Damen", "allowSearchEngineIndexing": True},
    }

    answer = await admin.post(url, json=change)

    assert answer.status_code == 200
    assert answer.json() == {
        "countryCode": "DE",
        "shopCountryId": oakleaf,
        "path": "/damen",
        "isActive": True,
        "isVisible": False,
        "isExcludedFromSearch": False,
        "properties": [],
        "customData": None,
        "customSortingKey": "best-of",
        "seo": {"metaTitle": "Damen", "allowSearchEngineIndexing": True},
    }
    assert (await admin.get(url)).json() == answer.json()
    assert (await admin.get(f"/shops/oa/countries/{oakleaf}/categories/{category['id']}")).json() == answer.json()
    assert (await admin.get(f"/shops/oa/countries/FR/categories/{category['id']}")).status_code == 404


async def test_properties_have_known_keys(admin: httpx.AsyncClient, oakleaf: int) -> None:
    category = await _create(admin, "Damen")
    url = f"{COUNTRY}/categories/{category['id']}/properties"
    unknown = await admin.post(url, json={"key": "icon", "value": "w"})
    key = (await admin.post("/shop-category-property-keys", json={"key": "icon", "isInheritable": True})).json()

    made = await admin.post(url, json={"key": "icon", "value": "w"})
    changed = await admin.post(url, json={"key": "icon", "value": "x"})

    assert (unknown.status_code, unknown.json()["errors"][0]["context"]) == (400, {"field": "properties.icon"})
    assert key == {"id": key["id"], "key": "icon", "isInheritable": True}
    assert (made.status_code, made.json()) == (201, {"key": "icon", "value": "w"})
    assert (changed.status_code, changed.json()) == (200, {"key": "icon", "value": "x"})
    assert (await admin.get(url)).json()["entities"] == [{"key": "icon", "value": "x"}]
    assert (await admin.get(f"{url}/icon")).json() == {"key": "icon", "value": "x"}
    assert (await admin.delete(f"{url}/icon")).status_code == 204
    assert (await admin.get(f"{url}/icon")).status_code == 404


async def test_property_keys(admin: httpx.AsyncClient) -> None:
    url = "/shop-category-property-keys"
    made = [(await admin.post(url, json={"key": key})).json() for key in ("icon", "note")]

    assert (await admin.post(url, json={"key": "icon"})).status_code == 409
    assert (await admin.get(url, params={"limit": 1})).json()["entities"] == [made[0]]
    assert (await admin.get(f"{url}/note")).json() == (await admin.get(f"{url}/{made[1]['id']}")).json() == made[1]
    changed = await admin.put(f"{url}/note", json={"key": "sign", "isInheritable": True})
    assert changed.json() == {"id": made[1]["id"], "key": "sign", "isInheritable": True}
    assert (await admin.delete(f"{url}/sign")).status_code == 204
    assert (await admin.get(f"{url}/sign")).status_code == 404


async def test_custom_data_everywhere_and_in_one_country(admin: httpx.AsyncClient, oakleaf: int) -> None:
    category = await _create(admin, "Damen", customData={"a": 1})
    everywhere = f"{URL}/{category['id']}/custom-data"
    here = f"{URL}/{category['id']}/countries/DE/custom-data"

    assert (await admin.put(f"{everywhere}/b", json={"b": [1, 2]})).json() == {"a": 1, "b": [1, 2]}
    assert (await admin.get(here)).json() == {}
    assert (await admin.put(here, json={"c": True})).json() == {"c": True}
    assert (await admin.get(f"{here}/c")).json() == {"c": True}
    assert (await admin.delete(f"{everywhere}/a")).status_code == 204
    found = (await admin.get(f"{URL}/{category['id']}", params={"with": "countries"})).json()
    assert (found["customData"], found["countries"][0]["customData"]) == ({"b": [1, 2]}, {"c": True})


async def test_a_set_is_unlinked(admin: httpx.AsyncClient, make: Make, store: stores.Store, oakleaf: int) -> None:
    product = await make.product(store)
    source = await _create(admin, "Quelle", productSets=[{"includeProductIds": [product.id]}])
    set_id = source["productSets"][0]["productSetId"]
    linked = await _create(admin, "Verweis", productSets=[{"referencedProductSetId": set_id}])
    own_id = linked["productSets"][0]["productSetId"]

    assert linked["productSets"] == [{"productSetId": own_id, "referencedProductSetId": set_id}]
    assert (await admin.delete(f"{URL}/{source['id']}")).json()["errors"][0]["errorKey"] == "PRODUCT_SET_IS_REFERENCED"
    unlink = {"productSetIds": [own_id], "copyConditions": True}
    assert (await admin.put(f"/shops/oa/product-sets/{set_id}/unlink", json=unlink)).status_code == 204
    assert (await admin.get(f"{URL}/{linked['id']}")).json()["productSets"] == [
        {"productSetId": own_id, "includeProductIds": [product.id]}
    ]
    assert (await admin.put(f"/shops/oa/product-sets/{set_id}/unlink", json=unlink)).status_code == 400
    assert (await admin.put("/shops/oa/product-sets/999999999/unlink", json=unlink)).status_code == 404


async def test_shops_may_share_a_tree(admin: httpx.AsyncClient, oakleaf: int) -> None:
    shop = (await admin.get("/shops/oa")).json()
    french = {"countryCode": "FR", "defaultLanguageCode": "fr_FR", "url": "https://oakleaf.fr", "currencyCode": "EUR"}
    other = {"key": "of", "name": "Oakleaf France", "shopCategoryTreeId": shop["shopCategoryTreeId"], "countries": [french]}
    assert (await admin.post("/shops", json=other)).status_code == 201

    made = await admin.post(URL, json={"name": {"de_DE": "Damen", "fr_FR": "Femmes"}})

    seen = (await admin.get("/shops/of/categories", params={"with": "countries"})).json()["entities"]
    assert [each["id"] for each in seen] == [made.json()["id"]]
    assert [(c["countryCode"], c["path"]) for c in seen[0]["countries"]] == [("FR", "/femmes")]
    hidden = await admin.post(f"/shops/of/countries/FR/categories/{made.json()['id']}", json={"isVisible": False})
    assert hidden.json()["isVisible"] is False


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"name"}),
        ({"name": {}}, {"name"}),
        ({"name": {"german": "Hemden"}}, {"name.german"}),
        ({"name": {"de_DE": ""}}, {"name.de_DE"}),
        ({"name": {"de_DE": "A"}, "leftSiblingId": 999_999_999}, {"leftSiblingId"}),
        ({"name": {"de_DE": "A"}, "productSets": [{"attributes": [{"name": "x"}]}]}, {"productSets.0.attributes.0"}),
        ({"name": {"de_DE": "A"}, "productSets": [{"productSetId": 999_999_999}]}, {"productSets.0.id"}),
        ({"name": {"de_DE": "A"}, "colour": 1}, {"colour"}),
    ],
)
async def test_a_bad_category_is_refused_by_name(
    admin: httpx.AsyncClient, oakleaf: int, body: dict[str, object], fields: set[str]
) -> None:
    answer = await admin.post(URL, json=body)

    assert (answer.status_code, {error["context"]["field"] for error in answer.json()["errors"]}) == (400, fields)
    assert (await admin.get(URL)).json()["entities"] == []


async def test_unknown_shops_and_parents_are_404(admin: httpx.AsyncClient, oakleaf: int) -> None:
    assert (await admin.post("/shops/zz/categories", json=SHIRTS)).status_code == 404
    assert (await admin.post(URL, json={**SHIRTS, "parentId": 999_999_999})).status_code == 404


async def test_paging_meets_every_category_once(admin: httpx.AsyncClient, oakleaf: int) -> None:
    made = [(await _create(admin, f"Kategorie {i}"))["id"] for i in range(7)]
    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = (await admin.get(URL, params={"limit": 3, "cursor": cursor})).json()
        seen += [each["id"] for each in page["entities"]]
        cursor = page["cursor"]["next"]
        if len(seen) == 3:
            await admin.delete(f"{URL}/{made[0]}")
            made.append((await _create(admin, "Neu"))["id"])

    assert seen == made


async def test_the_storefront_shows_the_tree(admin: httpx.AsyncClient, make: Make, store: stores.Store, oakleaf: int) -> None:
    await make.product(store, categories=(catalog.CategoryRef(name="Catalogue"),))
    await _create(admin, "Damen")
    async with httpx.AsyncClient(transport=admin._transport, base_url="http://testserver/scayle") as shopper:
        found = (await shopper.get("/v1/categories", params={"shopId": oakleaf})).json()

    assert [(each["path"], each["name"]) for each in found] == [("/damen", "Damen")]
