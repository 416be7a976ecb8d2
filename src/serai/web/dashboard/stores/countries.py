"""The countries that a store's shops sell in, each with the id that programs know it by."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from msgspec import Struct

from serai.core import stores
from serai.core.stores import CountryChange, NewCountry, ShopCountry
from serai.kit.errors import Invalid, NotFound
from serai.web.dashboard.stores import shops
from serai.web.dashboard.stores.section import SECTION, SETTINGS
from serai.web.dashboard.visit import Merchant
from serai.web.names import countries, currency_choices
from serai.web.visit import Answer, Done, Page

ONE: Final = f"{SETTINGS}/countries/{{country:int}}"
NEW: Final = f"{shops.ONE}/countries/new"


class CountryForm(Struct):
    """`locales` between commas or spaces; without a currency the store's."""

    country: str
    locale: str
    url: str
    locales: str = ""
    currency: str | None = None


class ChangeForm(Struct):
    locale: str
    url: str
    locales: str = ""
    currency: str | None = None
    is_active: bool = False


@SECTION.page(f"{SETTINGS}/countries")
async def page(visit: Merchant) -> Answer:
    all_of_it = await stores.shop_countries(visit.db, visit.store_id)
    asked = visit.asked("country")
    chosen = next((each for each in all_of_it if str(each.id) == asked), all_of_it[0] if all_of_it else None)
    values = {"found": all_of_it, "chosen": chosen, "names": countries(visit.look.language)}
    return Page("countries.html", {**values, "origin": visit.origin})


@SECTION.page(NEW)
async def new_page(visit: Merchant) -> Answer:
    shop = await stores.find_shop(visit.db, visit.store_id, shops.key(visit))
    return Page("country.html", {**_choices(visit), "shop": shop, "country": None})


@SECTION.form(NEW, CountryForm, again=new_page)
async def add(visit: Merchant, form: CountryForm) -> Answer:
    new = NewCountry(
        country=form.country, locale=form.locale, url=form.url, locales=_locales(form.locales), currency=form.currency
    )
    with _locales_in_one_field():
        made = await visit.write(lambda tx: stores.create_country(tx, visit.store_id, shops.key(visit), new))
    return Done(f"{visit.here}/settings/countries?country={made.id}", "country_added")


@SECTION.page(ONE)
async def country_page(visit: Merchant) -> Answer:
    country = await _country(visit)
    shop = await stores.find_shop(visit.db, visit.store_id, country.shop_key)
    return Page("country.html", {**_choices(visit), "shop": shop, "country": country})


@SECTION.form(ONE, ChangeForm, again=country_page)
async def save(visit: Merchant, form: ChangeForm) -> Answer:
    before = await _country(visit)
    change = CountryChange(
        locale=form.locale,
        url=form.url,
        locales=_locales(form.locales),
        currency=form.currency,
        is_active=form.is_active,
    )
    with _locales_in_one_field():
        await visit.write(lambda tx: stores.change_country(tx, visit.store_id, before.shop_key, str(before.id), change))
    return Done(f"{visit.here}/settings/countries?country={before.id}", "saved")


async def _country(visit: Merchant) -> ShopCountry:
    """Raises NotFound, for another store's too."""
    number = visit.number("country")
    for each in await stores.shop_countries(visit.db, visit.store_id):
        if each.id == number:
            return each
    raise NotFound("shop country")


def _choices(visit: Merchant) -> dict[str, object]:
    return {"names": countries(visit.look.language), "currencies": currency_choices(visit.look.language)}


@contextmanager
def _locales_in_one_field() -> Iterator[None]:
    try:
        yield
    except Invalid as error:
        raise Invalid({path.split(".")[0]: said for path, said in error.fields.items()}) from None


def _locales(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())
