"""What shops and their countries may be called. Pure."""

import re
from functools import partial
from typing import Any, Final

import msgspec

from serai.core.stores.shop_model import NewCountry
from serai.kit import checks
from serai.kit.errors import Invalid

_LOCALE: Final = re.compile(r"[a-z]{2}_[A-Z]{2}")
_KEY: Final = re.compile(r"[A-Za-z0-9]{2}")
LONGEST_NAME: Final = 200
LONGEST_KEY: Final = 200
MOST_LOCALES: Final = 50
MOST_DATA: Final = 100_000
"""Characters of an object's custom data, as JSON."""


def checked_key(key: str) -> str:
    """Raises Invalid (key)."""
    if not _KEY.fullmatch(key):
        raise Invalid.one("key", "Must be exactly two letters or digits.")
    return key


def checked_name(name: str) -> str:
    """Raises Invalid (name)."""
    return checks.words(name, field="name", least=1, most=LONGEST_NAME)


def checked_data(data: dict[str, Any] | None) -> dict[str, Any] | None:
    """Raises Invalid (custom_data) when there is too much of it."""
    if data and len(msgspec.json.encode(data)) > MOST_DATA:
        raise Invalid.one("custom_data", f"May have at most {MOST_DATA} characters as JSON.")
    return data or None


def checked_reference(key: str | None, field: str) -> str | None:
    """Raises Invalid."""
    return None if key is None else checks.words(key, field=field, least=1, most=LONGEST_KEY)


def checked_country(new: NewCountry) -> NewCountry:
    """As it is kept: codes in their usual case, locales without the default one. Raises Invalid naming every bad field."""
    faults = checks.Faults()
    country = faults.of(lambda: checks.country(new.country.upper(), field="country"))
    locale = faults.of(lambda: _locale(new.locale, "locale"))
    locales = [faults.of(partial(_locale, text, f"locales.{at}")) for at, text in enumerate(new.locales[:MOST_LOCALES])]
    if len(new.locales) > MOST_LOCALES:
        faults.add("locales", f"May be at most {MOST_LOCALES}.")
    url = faults.of(lambda: checks.url(new.url, field="url"))
    currency = new.currency
    if currency is not None:
        currency = faults.of(lambda: checks.currency(str(currency), field="currency"))
    group = faults.of(lambda: checked_reference(new.price_group_key, "price_group_key"))
    sorting = faults.of(lambda: checked_reference(new.smart_sorting_key, "smart_sorting_key"))
    data = faults.of(lambda: checked_data(new.custom_data))
    faults.settle()
    others = tuple(dict.fromkeys(each for each in locales if each and each != locale))
    return NewCountry(
        country=country or "",
        locale=locale or "",
        url=url or "",
        locales=others,
        currency=currency,
        is_active=new.is_active,
        price_group_key=group,
        smart_sorting_key=sorting,
        custom_data=data,
    )


def _locale(text: str, field: str) -> str:
    kept = text.replace("-", "_")
    if not _LOCALE.fullmatch(kept):
        raise Invalid.one(field, "Is not a locale such as de_DE.")
    return kept
