"""Product sortings."""

import httpx
import pytest

from serai.core import catalog, stores
from serai.kit.db import Database
from tests.factories import Make

URL = "/product-sortings"
ROWS = "select product_id, shop_country_id, sort_key, sort_value from product_sortings where store_id = $1 order by 3, 1, 2"


async def _rows(database: Database, store: stores.Store) -> list[tuple[object, ...]]:
    return [tuple(row) for row in await database.all(ROWS, store.id)]


async def test_places_are_set_and_taken_away(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, database: Database, oakleaf: int
) -> None:
    one = await make.product(store)
    two = await make.product(store, facts=catalog.Facts(reference_key="TEE-01"))
    first = {"productId": one.id, "shopKey": "oa", "countryCode": "DE", "sortKey": "best-of", "sortValue": 10}
    second = {
        "productReferenceKey": "TEE-01",
        "shopKey": "oa",
        "countryCode": str(oakleaf),
        "sortKey": "best-of",
        "sortValue": 5,
    }

    answer = await admin.post(URL, json=[first, second, {**first, "countryCode": None, "sortKey": "other"}])

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["x-ratelimit-scope"] == "productSortingWrite"
    assert await _rows(database, store) == [
        (one.id, oakleaf, "best-of", 10),
        (two.id, oakleaf, "best-of", 5),
        (one.id, oakleaf, "other", 10),
    ]
    gone = await admin.request("DELETE", URL, json=[{**first, "sortValue": 0}])
    assert (gone.status_code, len(await _rows(database, store))) == (204, 2)


async def test_an_ambiguous_country_is_named_by_its_id(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, oakleaf: int
) -> None:
    english = {"countryCode": "DE", "defaultLanguageCode": "en_DE", "url": "https://oakleaf.example/en", "currencyCode": "EUR"}
    assert (await admin.post("/shops/oa/countries", json=english)).status_code == 201
    product = await make.product(store)
    entry = {"productId": product.id, "shopKey": "oa", "countryCode": "DE", "sortKey": "best-of", "sortValue": 10}

    refused = await admin.post(URL, json=[entry])
    by_id = await admin.post(URL, json=[{**entry, "countryCode": str(oakleaf)}])

    assert (refused.status_code, refused.json()["errors"][0]["errorKey"]) == (409, "SHOP_COUNTRY_IS_AMBIGUOUS")
    assert by_id.status_code == 204


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"productId": 999_999_999}, "0.productId"),
        ({"productId": None}, "0.productId"),
        ({"sortKey": "scayle:v1:topseller"}, "0.sortKey"),
        ({"sortValue": 2**60}, "0.sortValue"),
        ({"sortValue": "high"}, "0.sortValue"),
    ],
)
async def test_a_bad_entry_is_refused_by_name(
    admin: httpx.AsyncClient,
    make: Make,
    store: stores.Store,
    database: Database,
    oakleaf: int,
    change: dict[str, object],
    field: str,
) -> None:
    product = await make.product(store)
    entry = {"productId": product.id, "shopKey": "oa", "countryCode": "DE", "sortKey": "best-of", "sortValue": 10}

    answer = await admin.post(URL, json=[{**entry, **change}])

    assert (answer.status_code, [e["context"]["field"] for e in answer.json()["errors"]]) == (400, [field])
    assert await _rows(database, store) == []


async def test_unknown_shops_and_countries_are_404(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, oakleaf: int
) -> None:
    product = await make.product(store)
    entry = {"productId": product.id, "shopKey": "oa", "sortKey": "best-of", "sortValue": 10}

    assert (await admin.post(URL, json=[{**entry, "shopKey": "zz"}])).status_code == 404
    assert (await admin.post(URL, json=[{**entry, "countryCode": "FR"}])).status_code == 404
