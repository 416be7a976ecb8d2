"""Countries on this wire: ids are ISO 3166-1's numbers, names are English."""

from functools import cache
from typing import Any, Final

import phonenumbers
import pycountry
from msgspec import Struct


class CountryOut(Struct, frozen=True):
    """`code` is ISO 3166-1 alpha-2."""

    id: int
    name: str
    name_en: str
    code: str
    mobile_code: str
    capital: str | None


_LEAST: Final = 3


def name_of(code: str | None) -> str | None:
    """The country's everyday name."""
    found = _country(code) if code else None
    return None if found is None else getattr(found, "common_name", found.name)


def country_out(code: str) -> CountryOut | None:
    """None for what is no country's code."""
    found = _country(code)
    if found is None:
        return None
    name, dial = name_of(code) or code, phonenumbers.country_code_for_region(found.alpha_2)
    return CountryOut(int(found.numeric), name, name, found.alpha_2, f"+{dial}" if dial else "", None)


@cache
def every() -> tuple[CountryOut, ...]:
    """All of them, by name."""
    found = [country_out(each.alpha_2) for each in pycountry.countries]
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.name_en))


def code_of(number: int) -> str | None:
    """Alpha-2 of an id; None when there is none."""
    found = pycountry.countries.get(numeric=f"{number:0{_LEAST}d}") if 0 < number < 1000 else None
    return None if found is None else str(found.alpha_2)


@cache
def _country(code: str) -> Any:  # the library has no types
    return pycountry.countries.get(alpha_2=code)
