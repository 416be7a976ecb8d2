"""SK-050…SK-055: pages, settings, theme, publishing."""

import httpx
import msgspec
import pytest

from serai.core.stores import Store
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from tests.factories import Account, Make

ABOUT = {
    "title": "About Us",
    "slug": "about",
    "content": "<h1>About Our Store</h1><p>We are...</p>",
    "isPublished": True,
    "order": 1,
}
CONTACT = {"title": "Contact", "slug": "contact", "content": "<h1>Contact Us</h1>", "isPublished": True, "order": 2}
PAGE_KEYS = ["id", "title", "slug", "content", "isPublished", "order", "createdAt", "updatedAt"]
SETTINGS = {
    "storeName": "My Updated Store",
    "storeDescription": "New description",
    "contactEmail": "contact@mystore.com",
    "contactPhone": "+212612345678",
    "currency": "MAD",
    "shippingZones": [{"name": "Morocco", "countries": ["MA"], "rate": 50.00}],
    "taxRate": 0.20,
    "socialMedia": {
        "facebook": "https://facebook.com/mystore",
        "instagram": "https://instagram.com/mystore",
        "twitter": "https://twitter.com/mystore",
    },
}


@pytest.fixture
async def store(make: Make, merchant: Account) -> Store:
    return await make.store(merchant)


@pytest.fixture
def base(store: Store) -> str:
    return f"/store-config/store_{store.id}"


# ── pages ──


async def saved(skalia: httpx.AsyncClient, path: str, *pages: object) -> list[dict[str, object]]:
    answer = await skalia.put(f"{path}/pages", json={"items": pages})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


async def test_pages_are_as_documented(skalia: httpx.AsyncClient, base: str) -> None:
    items = await saved(skalia, base, CONTACT, ABOUT)
    body = (await skalia.get(f"{base}/pages")).json()

    assert body == {"items": items}
    assert [list(item) for item in items] == [PAGE_KEYS, PAGE_KEYS]
    assert [{k: item[k] for k in ABOUT} for item in items] == [ABOUT, CONTACT]
    assert str(items[0]["id"]).startswith("page_")
    assert items[0]["createdAt"] == items[0]["updatedAt"] == "2026-04-08T10:00:00Z"


async def test_saving_replaces_the_whole_list(skalia: httpx.AsyncClient, base: str, clock: FrozenClock) -> None:
    about, contact = await saved(skalia, base, ABOUT, CONTACT)
    clock.advance(60)

    items = await saved(skalia, base, {**about, "content": "<p>New</p>"}, {**ABOUT, "slug": "team", "order": 5})

    assert items[0]["id"] == about["id"]
    assert contact["id"] not in [item["id"] for item in items]
    assert (items[0]["content"], items[0]["createdAt"], items[0]["updatedAt"]) == (
        "<p>New</p>",
        "2026-04-08T10:00:00Z",
        "2026-04-08T10:01:00Z",
    )
    assert [item["slug"] for item in items] == ["about", "team"]
    assert await saved(skalia, base) == []


async def test_an_unchanged_page_keeps_its_time_and_slugs_may_swap(
    skalia: httpx.AsyncClient, base: str, clock: FrozenClock
) -> None:
    about, contact = await saved(skalia, base, ABOUT, CONTACT)
    clock.advance(60)

    assert await saved(skalia, base, about, contact) == [about, contact]
    swapped = await saved(skalia, base, {**about, "slug": "contact"}, {**contact, "slug": "about"})

    assert [(item["id"], item["slug"]) for item in swapped] == [(about["id"], "contact"), (contact["id"], "about")]


async def test_a_slug_that_comes_twice_is_named_on_its_item(skalia: httpx.AsyncClient, base: str) -> None:
    before = await saved(skalia, base, ABOUT)

    answer = await skalia.put(f"{base}/pages", json={"items": [CONTACT, {**ABOUT, "slug": "contact"}]})

    assert answer.status_code == 422
    assert answer.json()["errors"] == {"items.1.slug": ["Another page of the list has this slug."]}
    assert (await skalia.get(f"{base}/pages")).json()["items"] == before


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title": " "}, "items.0.title"),
        ({"slug": "No Slug"}, "items.0.slug"),
        ({"slug": ""}, "items.0.slug"),
        ({"content": None}, "items.0.content"),
        ({"order": -1}, "items.0.order"),
        ({"isPublished": "yes"}, "items.0.isPublished"),
        ({"colour": "red"}, "items.0.colour"),
        ({"content": "x" * 200_001}, "items.0.content"),
    ],
)
async def test_a_bad_page_changes_nothing(skalia: httpx.AsyncClient, base: str, changed: dict[str, object], field: str) -> None:
    answer = await skalia.put(f"{base}/pages", json={"items": [{**ABOUT, **changed}]})

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert (await skalia.get(f"{base}/pages")).json() == {"items": []}


async def test_an_id_that_is_not_the_stores_is_404(skalia: httpx.AsyncClient, base: str, make: Make, merchant: Account) -> None:
    other = await make.store(merchant)
    theirs = (await saved(skalia, f"/store-config/store_{other.id}", ABOUT))[0]

    for id_ in (theirs["id"], "page_999999", "store_1", "x"):
        answer = await skalia.put(f"{base}/pages", json={"items": [{**ABOUT, "id": id_}]})
        assert (answer.status_code, answer.json()) == (404, {"detail": "Page not found", "status": 404})

    assert (await skalia.get(f"{base}/pages")).json() == {"items": []}


async def test_html_is_made_safe_and_served_as_stored(skalia: httpx.AsyncClient, base: str) -> None:
    dirty = (
        '<h1 onclick="steal()">Hi</h1><script>steal()</script><a href="javascript:steal()">x</a>'
        '<img src="https://a.example/i.png" onerror="steal()"><iframe src="https://a.example"></iframe><style>*{}</style>'
    )

    items = await saved(skalia, base, {**ABOUT, "content": dirty})

    assert items[0]["content"] == ('<h1>Hi</h1><a rel="noopener noreferrer">x</a><img src="https://a.example/i.png">')
    assert await saved(skalia, base, items[0]) == items


# ── settings ──


async def test_settings_are_as_documented(skalia: httpx.AsyncClient, base: str, clock: FrozenClock) -> None:
    clock.advance(60)

    answer = await skalia.patch(f"{base}/settings", json=SETTINGS)

    item = answer.json()["item"]
    assert answer.status_code == 200
    assert list(item) == [*SETTINGS, "timeZone", "updatedAt"]
    assert {name: item[name] for name in SETTINGS} == SETTINGS
    assert item["updatedAt"] == "2026-04-08T10:01:00Z"
    assert '"rate":50.00' in answer.text
    assert '"taxRate":0.20' in answer.text
    assert (await skalia.get(f"{base}/settings")).json() == answer.json()


async def test_the_stores_name_follows_its_settings(skalia: httpx.AsyncClient, base: str, store: Store) -> None:
    await skalia.patch(f"{base}/settings", json={"storeName": "My Updated Store"})

    assert (await skalia.get(f"/stores/store_{store.id}")).json()["item"]["name"] == "My Updated Store"


async def test_settings_merge_deeply(skalia: httpx.AsyncClient, base: str) -> None:
    await skalia.patch(f"{base}/settings", json=SETTINGS)

    answer = await skalia.patch(
        f"{base}/settings", json={"contactPhone": None, "socialMedia": {"twitter": None, "facebook": "https://fb.com/new"}}
    )

    social = {"facebook": "https://fb.com/new", "instagram": "https://instagram.com/mystore", "twitter": None}
    expected = {**SETTINGS, "contactPhone": None, "socialMedia": social}
    assert {name: answer.json()["item"][name] for name in SETTINGS} == expected


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"currency": "XYZ"}, "currency"),
        ({"currency": "mad"}, "currency"),
        ({"taxRate": 1.01}, "taxRate"),
        ({"taxRate": -0.01}, "taxRate"),
        ({"taxRate": "0.2"}, "taxRate"),
        ({"taxRate": 0.1234567}, "taxRate"),
        ({"contactEmail": "nonsense"}, "contactEmail"),
        ({"contactPhone": "12"}, "contactPhone"),
        ({"storeName": "ab"}, "storeName"),
        ({"storeDescription": "x" * 5001}, "storeDescription"),
        ({"socialMedia": {"facebook": "javascript:alert(1)"}}, "socialMedia.facebook"),
        ({"socialMedia": {"tiktok": "https://tiktok.com/x"}}, "socialMedia.tiktok"),
        ({"shippingZones": [{"name": "M", "countries": ["Morocco"], "rate": 1}]}, "shippingZones.0.countries.0"),
        ({"shippingZones": [{"name": "M", "countries": ["MA", "XX"], "rate": 1}]}, "shippingZones.0.countries.1"),
        ({"shippingZones": [{"name": "M", "countries": [], "rate": 1}]}, "shippingZones.0.countries"),
        ({"shippingZones": [{"name": "M", "countries": ["MA"], "rate": -1}]}, "shippingZones.0.rate"),
        ({"shippingZones": [{"name": "M", "countries": ["MA"], "rate": 1.005}]}, "shippingZones.0.rate"),
        ({"shippingZones": [{"name": "M", "countries": ["MA"], "rate": "1"}]}, "shippingZones.0.rate"),
        ({"timeZone": "Mars/Olympus"}, "timeZone"),
        ({"theme": {}}, "theme"),
    ],
)
async def test_bad_settings_change_nothing(skalia: httpx.AsyncClient, base: str, change: dict[str, object], field: str) -> None:
    before = (await skalia.get(f"{base}/settings")).json()

    answer = await skalia.patch(f"{base}/settings", json={"storeName": "Changed", **change})

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert (await skalia.get(f"{base}/settings")).json() == before


async def test_a_rate_is_exact_in_the_stores_currency(skalia: httpx.AsyncClient, base: str) -> None:
    zone = {"name": "Gulf", "countries": ["KW"], "rate": 0.125}

    answer = await skalia.patch(f"{base}/settings", json={"currency": "KWD", "shippingZones": [zone]})

    assert '"rate":0.125' in answer.text
    kept = await skalia.patch(f"{base}/settings", json={"currency": "MAD"})
    assert (kept.status_code, list(kept.json()["errors"])) == (422, ["shippingZones.0.rate"])


async def test_the_currency_stays_while_products_are_priced_in_it(
    skalia: httpx.AsyncClient, base: str, store: Store, make: Make
) -> None:
    await make.product(store)
    before = (await skalia.get(f"{base}/settings")).json()

    other = await skalia.patch(f"{base}/settings", json={"currency": "KWD"})
    assert (other.status_code, other.json()["status"]) == (409, 409)
    assert (await skalia.get(f"{base}/settings")).json() == before

    same = await skalia.patch(f"{base}/settings", json={"currency": "EUR"})
    assert (same.status_code, same.json()["item"]["currency"]) == (200, "EUR")


# ── theme ──

THEME = {
    "colors": {"primary": "#3b82f6", "secondary": "#64748b", "accent": "#f59e0b", "background": "#ffffff", "text": "#1e293b"},
    "fonts": {"heading": "Inter", "body": "Inter"},
    "layout": {"headerStyle": "centered", "footerStyle": "minimal"},
    "homepage": {
        "hero": {
            "title": "Welcome to Our Store",
            "subtitle": "Discover amazing products",
            "image": "https://cdn.skalia.ma/hero.jpg",
            "ctaText": "Shop Now",
            "ctaLink": "/products",
        },
        "sections": [{"type": "featured-products", "title": "Featured Products", "productIds": []}],
    },
}


async def test_a_new_store_has_the_documented_theme(skalia: httpx.AsyncClient, base: str) -> None:
    answer = await skalia.get(f"{base}/theme")

    assert (answer.status_code, answer.json()) == (200, {"item": THEME})
    assert list(answer.json()["item"]) == list(THEME)


async def test_one_colour_changes_one_colour(skalia: httpx.AsyncClient, base: str) -> None:
    answer = await skalia.put(f"{base}/theme", json={"item": {"colors": {"primary": "#2563eb"}}})

    expected = {**THEME, "colors": {**THEME["colors"], "primary": "#2563eb"}}  # type: ignore[dict-item]
    assert (answer.status_code, answer.json()) == (200, {"item": expected})
    assert (await skalia.get(f"{base}/theme")).json() == {"item": expected}


async def test_null_removes_and_sections_are_replaced(skalia: httpx.AsyncClient, base: str) -> None:
    sections = [{"type": "featured-products", "title": "Best", "productIds": ["prod_123", "prod_456"]}]
    change = {"colors": {"accent": None}, "layout": None, "homepage": {"hero": {"image": None}, "sections": sections}}

    item = (await skalia.put(f"{base}/theme", json={"item": change})).json()["item"]

    assert list(item["colors"]) == ["primary", "secondary", "background", "text"]
    assert item["layout"] == {}
    assert list(item["homepage"]["hero"]) == ["title", "subtitle", "ctaText", "ctaLink"]
    assert item["homepage"]["sections"] == sections
    assert (await skalia.put(f"{base}/theme", json={"item": item})).json() == {"item": item}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"colors": {"primary": "blue"}}, "item.colors.primary"),
        ({"colors": {"primary": "#12345"}}, "item.colors.primary"),
        ({"colors": {"border": "#fff"}}, "item.colors.border"),
        ({"fonts": {"body": "x; } body { color: red"}}, "item.fonts.body"),
        ({"layout": {"headerStyle": "Not A Style"}}, "item.layout.headerStyle"),
        ({"homepage": {"hero": {"ctaLink": "javascript:alert(1)"}}}, "item.homepage.hero.ctaLink"),
        ({"homepage": {"hero": {"image": "//evil.example/x"}}}, "item.homepage.hero.image"),
        ({"homepage": {"sections": [{"type": "carousel", "title": "x"}]}}, "item.homepage.sections.0.type"),
        ({"logo": "x"}, "item.logo"),
    ],
)
async def test_a_bad_theme_changes_nothing(skalia: httpx.AsyncClient, base: str, change: dict[str, object], field: str) -> None:
    answer = await skalia.put(f"{base}/theme", json={"item": change})

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert (await skalia.get(f"{base}/theme")).json() == {"item": THEME}


# ── publish ──


async def test_publishing_makes_the_draft_visible(
    skalia: httpx.AsyncClient, base: str, store: Store, clock: FrozenClock, database: Database
) -> None:
    await saved(skalia, base, ABOUT, {**CONTACT, "isPublished": False})
    clock.advance(60)

    answer = await skalia.post(f"{base}/publish")
    clock.advance(60)
    await saved(skalia, base)
    await skalia.put(f"{base}/theme", json={"item": {"colors": {"primary": "#000000"}}})

    assert (answer.status_code, answer.json()) == (200, {"publishedAt": "2026-04-08T10:01:00Z", "isPublished": True})
    item = (await skalia.get(f"/stores/store_{store.id}")).json()["item"]
    assert (item["status"], item["isPublished"], item["publishedAt"]) == ("LIVE", True, "2026-04-08T10:01:00Z")
    row = await database.one("select theme, pages from published_content where store_id = $1", store.id)
    assert row is not None
    assert [page["slug"] for page in msgspec.json.decode(row["pages"])] == ["about"]
    assert msgspec.json.decode(row["theme"])["colors"]["primary"] == "#3b82f6"


async def test_publishing_again_moves_the_time_from_any_status(
    skalia: httpx.AsyncClient, base: str, store: Store, clock: FrozenClock
) -> None:
    await skalia.post(f"{base}/publish")
    await skalia.patch(f"/stores/store_{store.id}/status", json={"status": "MAINTENANCE"})
    clock.advance(60)

    answer = await skalia.post(f"{base}/publish")

    assert answer.json() == {"publishedAt": "2026-04-08T10:01:00Z", "isPublished": True}
    assert (await skalia.get(f"/stores/store_{store.id}")).json()["item"]["status"] == "LIVE"


async def test_anothers_configuration_is_404(
    skalia: httpx.AsyncClient, merchant: Account, make: Make, database: Database
) -> None:
    theirs = await make.store()
    path = f"/store-config/store_{theirs.id}"
    calls: list[tuple[str, str, object]] = [
        ("GET", "/pages", None),
        ("PUT", "/pages", {"items": []}),
        ("GET", "/settings", None),
        ("PATCH", "/settings", {"storeName": "Mine now"}),
        ("GET", "/theme", None),
        ("PUT", "/theme", {"item": {"colors": None}}),
        ("POST", "/publish", None),
    ]

    for method, end, body in calls:
        answer = await skalia.request(method, path + end, json=body)
        assert (answer.status_code, answer.json()) == (404, {"detail": "Store not found", "status": 404})

    row = await database.one("select name, is_published from stores where id = $1", theirs.id)
    assert row is not None
    assert (row["name"], row["is_published"]) == (theirs.name, False)
    assert await database.value("select count(*) from themes") == 0
