"""What makes a customer legal. Pure."""

import re
import unicodedata
from datetime import date
from typing import Final

import msgspec

from serai.core.customers.model import Traits
from serai.kit import checks
from serai.kit.checks import Faults
from serai.kit.errors import Invalid

LONGEST_NAME = 200
LONGEST_PHONE = 40
MOST_TAGS = 50
MOST_GROUPS: Final = 100
MOST_IDENTITIES: Final = 50
LONGEST_TRAIT: Final = 255
LONGEST_DATA: Final = 100_000
"""Bytes of custom data as JSON."""
FIRST_BIRTHDAY: Final = date(1880, 1, 1)

_SHORT: Final = ("reference_key", "title", "city", "block_reason", "public_key")
_LANGUAGE: Final = re.compile(r"[a-z]{2}")


def parts(name: str) -> tuple[str, str]:
    """(first, last) split at the last space: joining them again gives the name (X-13)."""
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last, "")


def joined(first: str, last: str) -> str:
    return f"{first} {last}".strip()


def check(*, first: str, last: str, phone: str | None, tags: tuple[str, ...], whole: bool) -> None:
    """Raises Invalid naming every field that is wrong. `whole`: the name came as one text."""
    wrong: dict[str, list[str]] = {}
    if not joined(first, last) or len(joined(first, last)) > LONGEST_NAME:
        wrong["name" if whole else "first_name"] = [f"Must have 1 to {LONGEST_NAME} characters."]
    if phone is not None and (len(phone) > LONGEST_PHONE or any(unicodedata.category(c) == "Cc" for c in phone)):
        wrong["phone"] = [f"Must have at most {LONGEST_PHONE} characters."]
    if len(tags) > MOST_TAGS:
        wrong["tags"] = [f"May have at most {MOST_TAGS}."]
    if wrong:
        raise Invalid(wrong)


def check_traits(traits: Traits, *, today: date) -> None:
    """Raises Invalid naming every field that is wrong."""
    faults = Faults()
    for field in _SHORT:
        text = getattr(traits, field)
        if text is not None and (not text.strip() or len(text) > LONGEST_TRAIT or not text.isprintable()):
            faults.add(field, f"Must have 1 to {LONGEST_TRAIT} printable characters.")
    if traits.birthday is not None and not FIRST_BIRTHDAY <= traits.birthday <= today:
        faults.add("birthday", "Is not a day that somebody could be born on.")
    if traits.country is not None:
        faults.of(lambda: checks.country(traits.country or "", field="country"))
    if traits.language is not None and not _LANGUAGE.fullmatch(traits.language):
        faults.add("language", "Is not an ISO 639-1 language code.")
    if len(traits.identities) > MOST_IDENTITIES:
        faults.add("identities", f"May be at most {MOST_IDENTITIES}.")
    for at, identity in enumerate(traits.identities[:MOST_IDENTITIES]):
        if not 1 <= len(identity.provider) <= LONGEST_TRAIT or len(identity.user or "") > LONGEST_TRAIT:
            faults.add(f"identities.{at}", f"Must have 1 to {LONGEST_TRAIT} characters.")
    if len(traits.group_ids) > MOST_GROUPS:
        faults.add("groups", f"May be at most {MOST_GROUPS}.")
    if traits.custom_data is not None and len(msgspec.json.encode(traits.custom_data)) > LONGEST_DATA:
        faults.add("custom_data", "Is too long.")
    faults.settle()


def checked_group_name(name: str) -> str:
    """Raises Invalid (name)."""
    return checks.words(name, field="name", least=1, most=LONGEST_NAME)
