"""Countries, currencies and time zones by the names that a reader knows them by."""

import gettext
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final
from zoneinfo import available_timezones

import pycountry

from serai.core.accounts import Language
from serai.kit.money import currencies, name_of
from serai.kit.text import fold

_PLACES: Final = frozenset(
    {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"},
)

# What the catalogue lacks, or has wrongly.
_MENDED: Final[Mapping[Language, Mapping[str, str]]] = {
    Language.EN: {},
    Language.FR: {"TR": "Turquie"},
    Language.AR: {
        "IR": "إيران",
        "KP": "كوريا الشمالية",
        "KR": "كوريا الجنوبية",
        "LA": "لاوس",
        "MD": "مولدوفا",
        "SY": "سوريا",
        "TR": "تركيا",
        "TZ": "تنزانيا",
    },
}


@cache
def countries(language: Language) -> Mapping[str, str]:
    """ISO 3166-1 alpha-2 → name, in the order of the names."""
    names = _catalogue("iso3166-1", language)
    said = {each.alpha_2: names.gettext(getattr(each, "common_name", each.name)) for each in pycountry.countries}
    return dict(sorted({**said, **_MENDED[language]}.items(), key=lambda pair: fold(pair[1])))


def country(code: str | None, language: Language) -> str:
    """Its name; what is no code stays what it is."""
    return countries(language).get(code or "", code or "")


@cache
def currency_choices(language: Language) -> Sequence[tuple[str, str]]:
    """Pairs of ISO 4217 code and text, by code."""
    names = _catalogue("iso4217", language)
    return [(code, f"{code} – {names.gettext(name_of(code) or code)}") for code in currencies()]


@cache
def time_zones() -> Sequence[tuple[str, str]]:
    """Pairs of IANA name and text."""
    names = sorted(name for name in available_timezones() if name.partition("/")[0] in _PLACES)
    return [(name, name.replace("_", " ")) for name in ["UTC", *names]]


@cache
def _catalogue(domain: str, language: Language) -> gettext.NullTranslations:
    return gettext.translation(domain, pycountry.LOCALES_DIR, languages=[language.value], fallback=True)
