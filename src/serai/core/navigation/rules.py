"""Decisions about a shop's arrangement. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import count
from typing import Final

from msgspec import UnsetType

from serai.core.navigation.model import CategoryChange, CountryChange, NewCategory, NewSet
from serai.kit import text
from serai.kit.checks import Faults

LONGEST_NAME: Final = 255
MOST_IDS: Final = 10_000
"""Product ids in one list of a set."""
MOST_CONDITIONS: Final = 4
MOST_SETS: Final = 100
MOST_PROPERTIES: Final = 1000
DEEPEST: Final = 20
LOCALE: Final = re.compile(r"[a-z]{2,4}_[A-Z]{2}")
_NOT_WORD: Final = re.compile(r"[\W_]+")


def slug_of(name: str) -> str:
    """A path segment made of a name, in its own letters when it has no Latin ones."""
    return text.slug(name) or _NOT_WORD.sub("-", text.fold(name)).strip("-")[:80].strip("-") or "category"


def slugs_of(names: Mapping[str, str], taken: Collection[str]) -> dict[str, str]:
    """A slug for each locale, none of which is taken by a sibling."""
    return {locale: free(slug_of(name), taken) for locale, name in names.items()}


def free(slug: str, taken: Collection[str]) -> str:
    """The slug, with a number behind it when it is taken."""
    return next(each for n in count(1) if (each := slug if n == 1 else f"{slug}-{n}") not in taken)


def in_locale(texts: Mapping[str, str], locale: str) -> str:
    """The text in this locale, else in one of the same language, else any; empty when there is none."""
    language = locale.partition("_")[0]
    same = (value for key, value in sorted(texts.items()) if key.partition("_")[0] == language)
    return texts.get(locale) or next(same, None) or next(iter(texts.values()), "")


def path_of(rootline: Iterable[Mapping[str, str]], locale: str) -> str:
    """`/women/shirts` of the slugs from the root."""
    return "".join(f"/{in_locale(slugs, locale)}" for slugs in rootline)


def check_category(new: NewCategory | CategoryChange) -> None:
    """Raises Invalid naming every field that is wrong."""
    faults = Faults()
    if not isinstance(new.names, UnsetType):
        check_names(new.names, faults)
    if not isinstance(new.sets, UnsetType):
        _check_sets(new.sets, faults)
    if not isinstance(new.supported_filters, UnsetType) and any(not 1 <= len(f) <= LONGEST_NAME for f in new.supported_filters):
        faults.add("supported_filters", f"Each must have 1 to {LONGEST_NAME} characters.")
    if isinstance(new, NewCategory):
        _check_properties(new.properties, faults)
    faults.settle()


def check_country(change: CountryChange) -> None:
    """The same for what is said of one country."""
    faults = Faults()
    if not isinstance(change.properties, UnsetType):
        _check_properties(change.properties, faults)
    for field in ("smart_sorting_key", "custom_sorting_key"):
        key = getattr(change, field)
        if isinstance(key, str) and not 1 <= len(key) <= LONGEST_NAME:
            faults.add(field, f"Must have 1 to {LONGEST_NAME} characters.")
    faults.settle()


def check_names(names: Mapping[str, str], faults: Faults) -> None:
    """At least one, each in a locale and not empty."""
    if not names:
        faults.add("names", "Must have a name in at least one language.")
    for locale, name in names.items():
        if not LOCALE.fullmatch(locale):
            faults.add(f"names.{locale[:20]}", "Is not a locale such as en_GB.")
        elif not 1 <= len(name.strip()) <= LONGEST_NAME:
            faults.add(f"names.{locale}", f"Must have 1 to {LONGEST_NAME} characters.")


def _check_properties(properties: Mapping[str, str], faults: Faults) -> None:
    if len(properties) > MOST_PROPERTIES:
        faults.add("properties", f"May be at most {MOST_PROPERTIES}.")
    for key, value in properties.items():
        if not 1 <= len(key) <= LONGEST_NAME or len(value) > 10_000:
            faults.add(f"properties.{key[:50]}", "Must have a key of at most 255 and a value of at most 10000 characters.")


def _check_sets(sets: Sequence[NewSet], faults: Faults) -> None:
    if len(sets) > MOST_SETS:
        faults.add("sets", f"May be at most {MOST_SETS}.")
    for i, each in enumerate(sets):
        if max(len(each.include), len(each.exclude)) > MOST_IDS:
            faults.add(f"sets.{i}", f"May have at most {MOST_IDS} product ids in a list.")
        if len(each.criteria) > MOST_CONDITIONS:
            faults.add(f"sets.{i}.criteria", f"May be at most {MOST_CONDITIONS}.")
        for j, criterion in enumerate(each.criteria):
            if not criterion.name or not (criterion.include or criterion.exclude):
                faults.add(f"sets.{i}.criteria.{j}", "Must have a name and values to include or exclude.")
        if any(not 0 < product < 2**63 for product in (*each.include, *each.exclude)):
            faults.add(f"sets.{i}", "Has an id that no product can have.")
