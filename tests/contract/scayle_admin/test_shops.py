"""SC-035, SC-070…SC-072 and the contract's section 2: shops, shop countries, warehouses, custom data."""

import httpx
import pytest

from serai.core import stores
from serai.kit.db import Database
from tests.contract.scayle_admin.conftest import COUNTRY, OAKLEAF
from tests.factories import Make

AMBIGUOUS = {
    "errors": [
        {
            "errorKey": "SHOP_COUNTRY_IS_AMBIGUOUS",
            "message": "Shop country can not be identified due to duplicates",
            "context": {},
        }
    ]
}


def _country(code: str, locale: str, **more: object) -> dict[str, object]:
    return {"countryCode": code, "defaultLanguageCode": locale, "url": "https://oakleaf.example", **more}


# ── shops ──


async def test_a_new_system_has_no_shops(admin: httpx.AsyncClient) -> None:
    assert (await admin.get("/shops")).json() == {"entities": [], "cursor": {"next": None}}


async def test_the_sample_shop_comes_back_as_printed(admin: httpx.AsyncClient) -> None:
    answer = await admin.post("/shops", json=OAKLEAF)

    made = answer.json()
    number, country = made["id"], made["countries"][0]["id"]
    assert answer.status_code == 201
    assert list(made) == [
        "id", "key", "name", "logoUrl", "priceGroupKey", "active", "deleted", "shopCategoryTreeId", "companyId", "countries",
    ]  # fmt: skip
    assert made == {
        "id": number,
        "key": "oa",
        "name": "Oakleaf",
        "logoUrl": None,
        "priceGroupKey": None,
        "active": True,
        "deleted": False,
        "shopCategoryTreeId": number,
        "companyId": 1,
        "countries": [
            {
                "id": country,
                "countryCode": "DE",
                "defaultLanguageCode": "de_DE",
                "supportedLanguageCodes": ["de_DE", "en_GB"],
                "currencyCode": "EUR",
                "url": "https://oakleaf.example",
                "active": True,
                "deleted": False,
                "priceGroupKey": None,
            }
        ],
    }


async def test_the_first_shop_is_the_one_that_the_store_began_with(
    admin: httpx.AsyncClient, database: Database, store: stores.Store
) -> None:
    home = await stores.home(database, store.id)
    made = (await admin.post("/shops", json=OAKLEAF)).json()

    assert made["countries"][0]["id"] == home.id
    assert [each.country for each in await stores.shop_countries(database, store.id)] == ["DE"]
    assert (await stores.home(database, store.id)).currency == "EUR"
    assert (await admin.get("/shops/sh")).status_code == 404


async def test_a_store_with_products_keeps_the_shop_it_sells_in(
    admin: httpx.AsyncClient, make: Make, store: stores.Store
) -> None:
    await make.product(store)
    await admin.post("/shops", json=OAKLEAF)

    assert [each["key"] for each in (await admin.get("/shops")).json()["entities"]] == ["sh", "oa"]


async def test_a_shop_country_made_here_is_open_to_the_storefront(
    admin: httpx.AsyncClient, database: Database, oakleaf: int
) -> None:
    made = (await admin.post("/shops/oa/countries", json=_country("at", "de_AT"))).json()
    found = await stores.shop_country(database, made["id"])

    assert (found.country, found.locale, found.shop_key) == ("AT", "de_AT", "oa")
    assert made["id"] != oakleaf


async def test_countries_come_when_they_are_asked_for(admin: httpx.AsyncClient, oakleaf: int) -> None:
    assert "countries" not in (await admin.get("/shops/oa")).json()
    shown = (await admin.get("/shops/oa", params={"with": "countries.warehouses,nonsense"})).json()

    assert [(each["id"], each["warehouses"]) for each in shown["countries"]] == [(oakleaf, [])]


async def test_put_changes_what_it_says(admin: httpx.AsyncClient, oakleaf: int) -> None:
    answer = await admin.put(
        "/shops/oa", json={"key": "ob", "name": "Oak & Beech", "logoSource": {"url": "https://a.example/l.png"}}
    )

    assert answer.status_code == 200
    assert answer.json()["logoUrl"] == "https://a.example/l.png"
    assert (await admin.get("/shops/ob")).json()["name"] == "Oak & Beech"
    assert (await admin.get("/shops/oa")).status_code == 404


async def test_a_key_is_two_characters_and_taken_once(admin: httpx.AsyncClient, oakleaf: int) -> None:
    again = await admin.post("/shops", json=OAKLEAF)
    long = await admin.post("/shops", json={"key": "oak", "name": "x"})

    assert again.status_code == 409
    assert again.json()["errors"][0]["context"] == {"field": "key", "value": "oa"}
    assert long.status_code == 400
    assert long.json()["errors"][0]["context"] == {"field": "key"}


@pytest.mark.parametrize(
    ("country", "field"),
    [
        (_country("XX", "de_DE"), "countryCode"),
        (_country("DE", "german"), "defaultLanguageCode"),
        (_country("DE", "de_DE", currencyCode="EURO"), "currencyCode"),
        (_country("DE", "de_DE", url="not a url"), "url"),
        (_country("DE", "de_DE", supportedLanguageCodes=["de_DE", "??"]), "supportedLanguageCodes.1"),
    ],
)
async def test_a_bad_country_is_named_and_nothing_is_made(admin: httpx.AsyncClient, country: dict, field: str) -> None:
    answer = await admin.post("/shops", json={"key": "oa", "name": "Oakleaf", "countries": [country]})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["context"] == {"field": f"countries.0.{field}"}
    assert (await admin.get("/shops")).json()["entities"] == []


# ── countries ──


async def test_countries_of_one_code_are_told_apart_by_their_ids(admin: httpx.AsyncClient, oakleaf: int) -> None:
    swiss = [
        (await admin.post("/shops/oa/countries", json=_country("CH", f"{language}_CH"))).json()["id"]
        for language in ("de", "fr", "it")
    ]

    for method, path, body in (
        ("GET", "/shops/oa/countries/CH", None),
        ("PUT", "/shops/oa/countries/ch", {"active": False}),
        ("PUT", "/shops/oa/countries/CH/custom-data", {"a": 1}),
        ("POST", "/shops/oa/countries/CH/warehouses", {"referenceKey": "x"}),
        ("DELETE", "/shops/oa/countries/CH/custom-data", None),
    ):
        answer = await admin.request(method, path, json=body)
        assert (answer.status_code, answer.json()) == (409, AMBIGUOUS), path
    french = (await admin.get(f"/shops/oa/countries/{swiss[1]}")).json()
    assert french["defaultLanguageCode"] == "fr_CH"
    changed = await admin.put(f"/shops/oa/countries/{swiss[1]}", json={"active": False})
    assert changed.json()["active"] is False


async def test_one_country_and_language_comes_once(admin: httpx.AsyncClient, oakleaf: int) -> None:
    answer = await admin.post("/shops/oa/countries", json=_country("DE", "de_DE"))

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["context"]["field"] == "defaultLanguageCode"


async def test_a_countrys_language_may_be_another_countrys(admin: httpx.AsyncClient, oakleaf: int) -> None:
    made = (await admin.post("/shops/oa/countries", json=_country("DE", "en_GB"))).json()

    assert made["defaultLanguageCode"] == "en_GB"
    assert made["supportedLanguageCodes"] == ["en_GB"]


async def test_another_shops_country_is_not_found(admin: httpx.AsyncClient, oakleaf: int) -> None:
    await admin.post("/shops", json={**OAKLEAF, "key": "ob"})

    assert (await admin.get(f"/shops/ob/countries/{oakleaf}")).status_code == 404
    assert (await admin.get("/shops/oa/countries/FR")).json()["errors"][0]["errorKey"] == "SHOP_COUNTRY_NOT_FOUND"


# ── warehouses ──


async def test_a_warehouse_is_made_attached_and_sold_from(admin: httpx.AsyncClient, oakleaf: int) -> None:
    made = await admin.post("/warehouses", json={"referenceKey": "WH-1"})
    number = made.json()["id"]
    assert made.status_code == 201
    assert made.json() == {"id": number, "referenceKey": "WH-1", "isZeosWarehouse": False}

    attached = await admin.post(f"/merchants/1/warehouses/{number}")
    assert (attached.status_code, attached.content) == (204, b"")
    sold = await admin.post(f"{COUNTRY}/warehouses", json={"referenceKey": "WH-1", "priority": 5})
    assert (sold.status_code, sold.json()) == (201, {"id": number, "referenceKey": "WH-1", "priority": 5})
    changed = await admin.put(f"{COUNTRY}/warehouses/key%3DWH-1", json={"referenceKey": "WH-1", "priority": 9})
    assert changed.json()["priority"] == 9

    listed = (await admin.get("/warehouses", params={"with": "shopCountries,merchants"})).json()["entities"][-1]
    assert listed["shopCountries"] == [{"shopKey": "oa", "countryCode": "DE", "priority": 9}]
    assert listed["merchants"][0]["referenceKey"] == "default"
    assert (await admin.delete(f"{COUNTRY}/warehouses/{number}")).status_code == 204
    assert (await admin.delete(f"{COUNTRY}/warehouses/{number}")).status_code == 404


async def test_an_unknown_warehouse_is_not_attached(admin: httpx.AsyncClient, oakleaf: int) -> None:
    answer = await admin.post(f"{COUNTRY}/warehouses", json={"referenceKey": "none"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["context"] == {"field": "referenceKey"}


async def test_a_reference_key_comes_once_and_stock_holds_its_warehouse(
    admin: httpx.AsyncClient, make: Make, store: stores.Store
) -> None:
    await admin.post("/warehouses", json={"referenceKey": "WH-1"})
    again = await admin.post("/warehouses", json={"referenceKey": "WH-1"})
    await make.product(store)
    main = (await admin.get("/warehouses")).json()["entities"][0]
    held = await admin.delete(f"/warehouses/{main['id']}")

    assert again.status_code == 409
    assert held.status_code == 409


# ── custom data ──


@pytest.mark.parametrize("path", ["/shops/oa/custom-data", f"{COUNTRY}/custom-data"])
async def test_the_six_operations_on_custom_data(admin: httpx.AsyncClient, oakleaf: int, path: str) -> None:
    assert (await admin.get(path)).json() == {}
    assert (await admin.put(path, json={"a": 1.25, "b": {"c": [True, None, "ü"]}})).json() == {
        "a": 1.25,
        "b": {"c": [True, None, "ü"]},
    }
    assert (await admin.put(f"{path}/d", json={"d": "x"})).json() == {"a": 1.25, "b": {"c": [True, None, "ü"]}, "d": "x"}
    assert (await admin.get(f"{path}/d")).json() == {"d": "x"}
    gone = await admin.delete(f"{path}/d")
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await admin.get(f"{path}/d")).status_code == 404
    assert (await admin.put(f"{path}/d", json={"e": "x"})).status_code == 400
    assert (await admin.get(path)).json() == {"a": 1.25, "b": {"c": [True, None, "ü"]}}
    assert (await admin.put(path, json=[])).json() == {}
    assert (await admin.put(path, json=[1])).status_code == 400
    assert (await admin.delete(path)).status_code == 204
    assert (await admin.get(path)).json() == {}
