"""Menus in both versions, campaigns and promotions."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from serai.core import navigation, pricing, promotions, stores
from serai.core.navigation import NewCategory, NewItem
from tests.conftest import NOW
from tests.factories import Make


@pytest.fixture
async def shirts(make: Make, country: stores.ShopCountry) -> int:
    """A category, and the menu `header` with it, a link that shows from tomorrow on, and a page."""
    async with make.database.begin() as tx:
        new = NewCategory(names={"en_MA": "Shirts"})
        shirts = await navigation.create(tx, country.store_id, country.shop_id, new)
        link = NewItem(
            kind="link",
            names={"en_MA": "Help", "fr_MA": "Aide"},
            target={"url": "https://example.com/help", "opens_anew": True},
            visible_from=NOW + timedelta(days=1),
        )
        category = NewItem(
            kind="category",
            names={"en_MA": "Shirts"},
            target={"category_id": shirts.id, "filters": []},
            children=(NewItem(kind="page", names={"en_MA": "Imprint"}, target={"page": "imprint"}),),
        )
        await navigation.save_menu(
            tx, country.store_id, country.shop_id, reference_key="header", name="Header", items=(category, link)
        )
    return shirts.id


def _without_ids(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{k: _without_ids(v) if k == "children" else v for k, v in each.items() if k != "id"} for each in items]


async def test_a_menu_in_the_second_version(api: httpx.AsyncClient, shirts: int) -> None:
    tree = (await api.get("/v2/navigations/header")).json()

    common = {"assets": {}, "visibleFrom": None, "visibleTo": None, "customData": {}, "children": []}
    assert (tree["referenceKey"], tree["name"]) == ("header", "Header")
    assert _without_ids(tree["items"]) == [
        {
            **common,
            "name": "Shirts",
            "target": "category",
            "categoryTarget": {"categoryId": shirts, "filters": [], "category": None},
            "children": [{**common, "name": "Imprint", "target": "page", "pageTarget": {"page": "imprint"}}],
        },
        {
            **common,
            "name": "Help",
            "visibleFrom": "2026-04-09T10:00:00+00:00",
            "target": "individual-link",
            "linkTarget": {"url": "https://example.com/help", "openInNewWindow": True},
        },
    ]
    assert (await api.get("/v2/navigations")).json() == [tree]
    embedded = (await api.get("/v2/navigations/header", params={"with": "category"})).json()
    assert embedded["items"][0]["categoryTarget"]["category"]["path"] == "/shirts"
    assert (await api.get("/v2/navigations/footer")).status_code == 404


async def test_a_menu_in_the_first_version(api: httpx.AsyncClient, shirts: int) -> None:
    (tree,) = (await api.get("/v1/navigation/trees", params={"with": "category", "locale": "fr_MA"})).json()

    first, second = tree["items"]
    assert (tree["key"], tree["name"]) == ("header", "Header")
    assert (first["type"], first["categoryId"], first["category"]["id"], first["filters"], first["extraFilters"]) == (
        "category",
        shirts,
        shirts,
        [],
        {},
    )
    assert (second["type"], second["options"]) == (
        "individual-link",
        {"url": "https://example.com/help", "isOpenInNewWindow": True},
    )
    assert first["children"][0]["page"] == "imprint"
    assert (await api.get(f"/v1/navigation/trees/{tree['id']}")).json()["items"][0]["name"] == "Shirts"
    assert (await api.get("/v1/navigation/trees/999999999")).status_code == 404


async def test_what_is_not_visible_then_is_left_out(api: httpx.AsyncClient, shirts: int) -> None:
    async def at(moment: str) -> list[str]:
        tree = (await api.get("/v2/navigations/header", params={"filters[visibleAt]": moment})).json()
        return [item["name"] for item in tree["items"]]

    assert await at("2026-04-08T10:00:00Z") == ["Shirts"]
    assert await at("2026-04-09T10:00:00+00:00") == ["Shirts", "Help"]
    for wrong in ("yesterday", "2026-04-09T10:00:00"):
        assert (await api.get("/v2/navigations", params={"filters[visibleAt]": wrong})).status_code == 400


async def test_a_shop_without_a_menu_has_its_categories_as_one(
    make: Make, country: stores.ShopCountry, api: httpx.AsyncClient
) -> None:
    async with make.database.begin() as tx:
        women = await navigation.create(tx, country.store_id, country.shop_id, NewCategory(names={"en_MA": "Women"}))
        below = NewCategory(names={"en_MA": "Shirts"}, parent=women.id)
        shirts = await navigation.create(tx, country.store_id, country.shop_id, below)

    (tree,) = (await api.get("/v2/navigations")).json()

    assert (tree["referenceKey"], tree["items"][0]["name"]) == ("main", "Women")
    assert tree["items"][0]["children"][0]["categoryTarget"]["categoryId"] == shirts.id
    assert (await api.get("/v2/navigations/main")).json() == tree


# ── campaigns ──


async def _campaign(make: Make, country: stores.ShopCountry, name: str, *, begins: int, days: int = 10) -> pricing.Campaign:
    new = pricing.NewCampaign(
        name=name,
        key=f"{name.lower()}-26",
        shop_countries=(country.id,),
        starts_at=NOW + timedelta(days=begins),
        ends_at=NOW + timedelta(days=begins + days),
        percent=Decimal("14.75"),
        headline={"en_MA": "Spring deals"},
        color_background="#ffffff",
        color_text="#111111",
        badge_label={"en_MA": "Deal"},
    )
    async with make.database.begin() as tx:
        return await pricing.create_campaign(tx, country.store_id, country.shop_id, new)


async def test_campaigns_that_run_or_will(make: Make, country: stores.ShopCountry, api: httpx.AsyncClient) -> None:
    assert (await api.get("/v1/campaigns")).json()["entities"] == []
    spring = await _campaign(make, country, "Spring", begins=1)
    summer = await _campaign(make, country, "Summer", begins=20)

    page = (await api.get("/v1/campaigns")).json()
    latest = (await api.get("/v1/campaigns", params={"sort": "start_at", "sortDir": "desc", "perPage": 1})).json()

    assert page["entities"][0] == {
        "id": spring.id,
        "key": "spring-26",
        "name": "Spring",
        "description": "",
        "reduction": 14.75,
        "start_at": "2026-04-09T10:00:00+00:00",
        "end_at": "2026-04-19T10:00:00+00:00",
        "startsAt": "2026-04-09T10:00:00+00:00",
        "endsAt": "2026-04-19T10:00:00+00:00",
        "customData": {},
        "headline": "Spring deals",
        "subline": "",
        "link": "",
        "colorStyle": "",
        "hideCountdown": False,
        "color": {"background": "#ffffff", "text": "#111111"},
        "product": {"attributeId": 0, "badgeLabel": "Deal"},
        "condition": "",
    }
    assert [each["id"] for each in page["entities"]] == [spring.id, summer.id]
    assert ([each["id"] for each in latest["entities"]], latest["pagination"]["total"]) == ([summer.id], 2)
    assert (await api.get(f"/v1/campaigns/{spring.id}")).json() == page["entities"][0]
    assert (await api.get("/v1/campaigns/999999999")).status_code == 404
    assert (await api.get("/v1/campaigns", params={"sort": "colour"})).status_code == 400


# ── promotions ──


async def test_promotions_are_listed_without_their_codes(make: Make, store: stores.Store, api: httpx.AsyncClient) -> None:
    one = await make.promo(store, code="ONE", minimum_subtotal_minor=5000)
    over = await make.promo(store, code="OVER", ends_at=NOW - timedelta(days=1))
    for status in set(promotions.Status) - {promotions.Status.ACTIVE}:
        await make.promo(store, code=status.upper(), status=status)
    await make.promo(await make.store(), code="THEIRS")

    everything = (await api.get("/v1/promotions", params={"page": 1, "perPage": 100})).json()
    now = (await api.get("/v1/promotions", params={"activeAt": "2026-04-08T10:00:00Z"})).json()
    chosen = (await api.get("/v1/promotions", params={"ids": f"{over.id},nonsense"})).json()

    assert [each["id"] for each in everything["entities"]] == [str(over.id), str(one.id)]
    assert [each["id"] for each in now["entities"]] == [str(one.id)]
    assert [(each["id"], each["isActive"]) for each in chosen["entities"]] == [(str(over.id), False)]
    assert now["entities"][0]["conditions"] == [
        {"level": "global", "key": "minimum_order_value", "condition": "payload.totalWithoutTax >= 5000"}
    ]
    assert not any("code" in each for each in everything["entities"])
    assert everything["entities"][1]["schedule"] == {"from": "2026-04-08T10:00:00+00:00", "to": "9999-12-31T23:59:59+00:00"}
    assert everything["entities"][0]["schedule"]["to"] == "2026-04-07T10:00:00+00:00"
