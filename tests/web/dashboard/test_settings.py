"""How a store trades, where it is found, and who may see it."""

from decimal import Decimal

import httpx
import pytest

from serai.core import stores
from serai.core.stores import Status, ZoneDraft
from serai.web.dashboard.stores.trade import in_percent
from serai.web.names import countries
from serai.wire.call import Services
from tests.factories import Account, Make
from tests.names import Names
from tests.web.visitor import Visitor

Zones = list[tuple[str, tuple[str, ...], int]]


@pytest.fixture
def here(shop: stores.Store) -> str:
    return f"/dashboard/stores/{shop.id}/settings"


async def _settings(make: Make, shop: stores.Store) -> stores.Settings:
    return await stores.read_settings(make.database, shop.id)


async def _zones(make: Make, shop: stores.Store) -> Zones:
    return [(zone.name, zone.countries, zone.rate_minor) for zone in (await _settings(make, shop)).zones]


async def _with_zones(make: Make, shop: stores.Store, *zones: tuple[str, tuple[str, ...], str]) -> None:
    drafts = tuple(ZoneDraft(name, codes, Decimal(rate)) for name, codes, rate in zones)
    async with make.database.begin() as tx:
        await stores.change_settings(tx, shop.id, change=stores.SettingsChange(zones=drafts))


# ── general ──


async def test_what_the_store_says_about_itself(merchant: Visitor, shop: stores.Store, make: Make, here: str) -> None:
    await merchant.open(here)
    await merchant.press(
        store_name="Dar Zellige",
        store_description='Tiles & "more" <3',
        contact_email="hello@dar.example",
        contact_phone="+212 612-345678",
        time_zone="Asia/Tokyo",
        **{"social_media[instagram]": "https://instagram.com/dar"},
    )

    assert merchant.where == f"{here}?done=saved"
    now = await _settings(make, shop)
    assert (now.store_name, now.description, now.contact_phone) == ("Dar Zellige", 'Tiles & "more" <3', "+212612345678")
    assert (now.time_zone, now.social.instagram, now.social.facebook) == ("Asia/Tokyo", "https://instagram.com/dar", None)
    assert dict(merchant.form().fields)["store_description"] == 'Tiles & "more" <3'

    await merchant.press(contact_phone="", **{"social_media[instagram]": "", "store_description": ""})
    now = await _settings(make, shop)
    assert (now.contact_email, now.contact_phone, now.social.instagram) == ("hello@dar.example", None, None)
    assert now.description == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("store_name", "ab"),
        ("store_description", "x" * 5001),
        ("contact_email", "nobody"),
        ("contact_phone", "0612345678"),
        ("time_zone", "Mars/Olympus"),
        ("social_media[facebook]", "javascript:alert(1)"),
    ],
)
async def test_a_wrong_setting_is_said_at_its_field_and_nothing_is_saved(
    merchant: Visitor, shop: stores.Store, make: Make, here: str, field: str, value: str
) -> None:
    before = await _settings(make, shop)
    await merchant.open(here)
    answer = await merchant.press(**{"contact_email": "new@dar.example", field: value})

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert dict(merchant.form().fields)[field] == value or field == "time_zone"
    assert await _settings(make, shop) == before


async def test_category_and_language(merchant: Visitor, shop: stores.Store, make: Make, here: str) -> None:
    async with make.database.begin() as tx:
        await stores.rename(tx, shop.id, category="Zellige & co")
    await merchant.open(here)
    assert dict(merchant.form("/category").fields)["category"] == "Zellige & co"
    await merchant.press("/category", category="home")
    await merchant.press("/language", language="ar")

    now = await stores.get(make.database, shop.id)
    assert (now.category, now.language) == ("home", "ar")


# ── trade ──


@pytest.mark.parametrize(
    ("percent", "rate"), [("20", "0.2"), ("5.5", "0.055"), ("0", "0"), ("100", "1"), (" 19.6001 ", "0.196001")]
)
async def test_a_tax_rate_is_exact(
    merchant: Visitor, shop: stores.Store, make: Make, here: str, percent: str, rate: str
) -> None:
    await merchant.open(f"{here}/trade")
    await merchant.press(tax_rate=percent)

    assert (await _settings(make, shop)).tax_rate == Decimal(rate)
    assert dict(merchant.form().fields)["tax_rate"] == percent.strip()


@pytest.mark.parametrize("percent", ["-1", "100.01", "19.60001", "NaN", "Infinity", "1e2", "9" * 30, "", "twenty"])
async def test_a_tax_rate_that_cannot_be(merchant: Visitor, shop: stores.Store, make: Make, here: str, percent: str) -> None:
    await merchant.open(f"{here}/trade")
    answer = await merchant.press(tax_rate=percent, currency="EUR")

    assert answer.status_code == 422
    assert 'id="tax_rate-fault"' in answer.text
    assert (await _settings(make, shop)).currency == "MAD"


def test_a_fraction_reads_as_a_percentage() -> None:
    assert [in_percent(Decimal(text)) for text in ("0.200000", "0.000000", "1", "0.000001")] == ["20", "0", "100", "0.0001"]


async def test_a_currency_stays_while_prices_could_not_follow(
    merchant: Visitor, shop: stores.Store, make: Make, here: str
) -> None:
    await merchant.open(f"{here}/trade")
    await merchant.press(currency="EUR")
    assert (await _settings(make, shop)).currency == "EUR"

    await make.product(shop)
    answer = await merchant.press(currency="JPY")
    assert answer.status_code == 409
    assert "their prices in EUR cannot be written in JPY" in merchant.words
    assert (await _settings(make, shop)).currency == "EUR"


# ── shipping zones ──


async def test_zones_are_added_edited_and_removed(merchant: Visitor, shop: stores.Store, make: Make, here: str) -> None:
    await merchant.open(f"{here}/zones/new")
    await merchant.press(name="Maghreb", rate="49.9", **{"countries[MA]": "true", "countries[TN]": "true"})
    assert merchant.where == f"{here}/trade?done=zone_added"
    assert "Maghreb Morocco, Tunisia 49.90 MAD" in merchant.words

    await merchant.open(f"{here}/zones/new")
    await merchant.press(name="World", rate="0", everywhere="true")
    zones = await _zones(make, shop)
    assert zones[0] == ("Maghreb", ("MA", "TN"), 4_990)
    assert set(zones[1][1]) == set(countries(shop.language)) - {"MA", "TN"}

    await merchant.open(f"{here}/zones/1")
    assert dict(merchant.form().fields)["rate"] == "49.90"
    await merchant.press(rate="50")
    assert (await _zones(make, shop))[0] == ("Maghreb", ("MA", "TN"), 5_000)

    await merchant.open(f"{here}/zones/2")
    await merchant.press("/first")
    assert [zone[0] for zone in await _zones(make, shop)] == ["World", "Maghreb"]
    await merchant.open(f"{here}/zones/1")
    await merchant.press("/remove")
    assert await _zones(make, shop) == [("Maghreb", ("MA", "TN"), 5_000)]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"rate": "-1"}, "rate"),
        ({"rate": "1.234"}, "rate"),
        ({"rate": "1" * 20}, "rate"),
        ({"rate": "free"}, "rate"),
        ({"countries[MA]": ""}, "countries"),
        ({"countries[XX]": "true"}, "countries"),
    ],
)
async def test_a_zone_that_cannot_be(
    merchant: Visitor, shop: stores.Store, make: Make, here: str, typed: dict[str, str], field: str
) -> None:
    await _with_zones(make, shop, ("Atlas", ("MA",), "50"))
    await merchant.open(f"{here}/zones/1")
    csrf, was = (dict(merchant.form().fields)[name] for name in ("csrf", "was"))
    sent = {"csrf": csrf, "was": was, "name": "Rif", "rate": "60", "countries[MA]": "true", **typed}
    answer = await merchant.browser.post(f"{here}/zones/1", data=sent)

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert await _zones(make, shop) == [("Atlas", ("MA",), 5_000)]


async def test_a_zone_that_became_another_is_not_overwritten(
    merchant: Visitor, shop: stores.Store, make: Make, here: str
) -> None:
    await _with_zones(make, shop, ("Atlas", ("MA",), "50"), ("Rif", ("MA",), "60"))
    await merchant.open(f"{here}/zones/1")
    await _with_zones(make, shop, ("Rif", ("MA",), "60"))

    answer = await merchant.press("/remove")
    assert answer.status_code == 403
    assert "out of date" in merchant.words
    assert await _zones(make, shop) == [("Rif", ("MA",), 6_000)]
    await merchant.press("/zones/1", name="Rif and coast")
    assert await _zones(make, shop) == [("Rif and coast", ("MA",), 6_000)]


@pytest.mark.parametrize("zone", ["0", "2", "99999999999999999999"])
async def test_a_zone_that_is_not_there(merchant: Visitor, shop: stores.Store, make: Make, here: str, zone: str) -> None:
    await _with_zones(make, shop, ("Atlas", ("MA",), "50"))

    assert (await merchant.open(f"{here}/zones/{zone}")).status_code == 404


# ── the address ──


async def test_a_domain_is_set_proven_and_removed(
    merchant: Visitor, shop: stores.Store, make: Make, services: Services, here: str
) -> None:
    names: Names = services.extras["dns"]
    await merchant.open(f"{here}/address")
    await merchant.press(custom_domain="Büro.Example.com")
    record = (await stores.get(make.database, shop.id)).domain_record
    assert record is not None
    assert record.name == "_serai.xn--bro-hoa.example.com"
    assert f'value="{record.name}"' in merchant.answer.text  # type: ignore[union-attr]
    assert f'value="{record.value}"' in merchant.answer.text  # type: ignore[union-attr]

    answer = await merchant.press("/check")
    assert answer.status_code == 409
    assert f"There is no TXT record {record.name} with the value {record.value} yet." in merchant.words
    names.texts[record.name] = (record.value,)
    await merchant.press("/check")
    assert "The domain is yours." in merchant.words
    assert (await stores.get(make.database, shop.id)).domain_status is stores.DomainStatus.VERIFIED

    await merchant.press("/remove")
    assert (await stores.get(make.database, shop.id)).custom_domain is None


async def test_a_domain_that_is_none_or_anothers(merchant: Visitor, make: Make, here: str) -> None:
    other = await make.store()
    async with make.database.begin() as tx:
        await stores.change_domain(tx, other.id, domain="taken.example.com")
    await merchant.open(f"{here}/address")
    for domain, status in (("https://a.example/x", 422), ("127.0.0.1", 422), ("taken.example.com", 409)):
        answer = await merchant.press(custom_domain=domain)
        assert answer.status_code == status
        assert 'id="custom_domain-fault"' in answer.text


async def test_a_small_plan_has_no_domain(browser: httpx.AsyncClient, make: Make) -> None:
    small = await make.account(plan="trial")
    store = await make.store(small)
    visitor = await _log_in(browser, small)
    await visitor.open(f"/dashboard/stores/{store.id}/settings/address")
    assert "Your plan does not include a domain of your own." in visitor.words
    csrf = dict(visitor.page.forms[0].fields)["csrf"]

    answer = await browser.post(visitor.where, data={"csrf": csrf, "custom_domain": "mine.example.com"})
    assert answer.status_code == 403
    assert "Custom domains are not part of your plan." in answer.text
    assert (await stores.get(make.database, store.id)).custom_domain is None


# ── shops and countries ──


async def test_choosing_a_country_shows_its_shop_id(merchant: Visitor, shop: stores.Store, make: Make, here: str) -> None:
    await make.product(shop)
    await merchant.open(f"{here}/shops/sh/countries/new")
    await merchant.press(country="FR", locale="fr-FR", locales="en_FR, ar_FR", url="https://shop.example/fr", currency="EUR")
    assert "The country is added" in merchant.words
    home, france = await stores.shop_countries(make.database, shop.id)
    assert (france.country, france.locale, france.locales, france.currency) == ("FR", "fr_FR", ("en_FR", "ar_FR"), "EUR")
    assert f"X-Shop-Id: {france.id}" in merchant.words

    await merchant.press(country=str(home.id))
    assert f"X-Shop-Id: {home.id}" in merchant.words
    assert "Morocco (MA)" in merchant.words


async def test_shops_and_countries_are_changed(merchant: Visitor, shop: stores.Store, make: Make, here: str) -> None:
    await make.product(shop)
    await merchant.open(f"{here}/shops/new")
    await merchant.press(name="Kids", key="kd")
    assert merchant.where.endswith("/shops/kd?done=shop_added")
    answer = await merchant.press(key="sh")
    assert answer.status_code == 409
    assert 'id="key-fault"' in answer.text

    home = (await stores.shop_countries(make.database, shop.id))[0]
    await merchant.open(f"{here}/countries/{home.id}")
    answer = await merchant.press(url="nowhere", locales="xx")
    assert answer.status_code == 422
    assert 'id="url-fault"' in answer.text
    assert 'id="locales-fault"' in answer.text
    fields = merchant.form().fields
    csrf = dict(fields)["csrf"]
    sent = {"csrf": csrf, "locale": "fr_MA", "url": "https://dar.example/", "locales": ""}
    await merchant.browser.post(f"{here}/countries/{home.id}", data=sent)
    home = (await stores.shop_countries(make.database, shop.id))[0]
    assert (home.locale, home.url, home.is_open) == ("fr_MA", "https://dar.example/", False)


@pytest.mark.parametrize("path", ["shops/zz", "shops/%00%00", "shops/long", "countries/0", "countries/999999999"])
async def test_a_shop_that_is_not_there(merchant: Visitor, here: str, path: str) -> None:
    assert (await merchant.open(f"{here}/{path}")).status_code == 404


async def test_another_stores_country_is_unknown(merchant: Visitor, make: Make, here: str) -> None:
    theirs = (await stores.shop_countries(make.database, (await make.store()).id))[0]

    assert (await merchant.open(f"{here}/countries/{theirs.id}")).status_code == 404
    await merchant.open(f"{here}/countries?country={theirs.id}")
    assert f"X-Shop-Id: {theirs.id} " not in merchant.words + " "


# ── who may see it ──


async def test_a_status_is_chosen(merchant: Visitor, shop: stores.Store, make: Make, here: str) -> None:
    for wanted in (Status.LIVE, Status.MAINTENANCE, Status.DRAFT):
        await merchant.open(f"{here}/status")
        await merchant.press(status=wanted)
        now = await stores.get(make.database, shop.id)
        assert now.status is wanted
    assert now.published_at is not None

    answer = await merchant.press(status="GONE")
    assert answer.status_code == 422
    assert 'id="status-fault"' in answer.text


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_the_pages_in_the_other_languages(
    merchant: Visitor, shop: stores.Store, make: Make, here: str, language: str
) -> None:
    await _with_zones(make, shop, ("Atlas", ("MA", "DZ"), "50"))
    home = (await stores.shop_countries(make.database, shop.id))[0]
    async with make.database.begin() as tx:
        await stores.change_domain(tx, shop.id, domain="dar.example.com")
    pages = ("", "/trade", "/zones/new", "/zones/1", "/address", "/countries", "/status", "/shops/new", "/shops/sh")
    for path in (*pages, "/shops/sh/countries/new", f"/countries/{home.id}"):
        answer = await merchant.open(f"{here}{path}?language={language}")
        assert answer.status_code == 200
        assert merchant.page.faults == []


async def _log_in(browser: httpx.AsyncClient, account: Account) -> Visitor:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/log-in")
    await visitor.press(email=account.user.email or "", password=account.password)
    return visitor
