"""Single cells to values and back. Each reader returns the value, or raises BadCell with what is wrong."""

import re
from collections.abc import Mapping
from typing import Final

from serai.core.catalog import Status
from serai.kit import checks
from serai.kit.errors import Invalid
from serai.kit.money import MOST, decimals, to_decimal

_NUMBER: Final = re.compile(r"-?(?:[0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})", re.ASCII)
_WHOLE: Final = re.compile(r"-?[0-9]{1,12}(\.0{1,6})?", re.ASCII)
_PLAIN_URL: Final = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*/[!-~]*", re.ASCII)
"""What nearly all are; the others are looked at more closely."""
_SPACES: Final = re.compile(r"[\s\u00a0\u202f']")
_TRUTH: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_FOR_SALE: Final = {"active": True, "draft": False, "archived": False, "unlisted": False}


class BadCell(Exception):
    """The message says what is wrong with the value."""


def amount(text: str, currency: str, *, comma: bool) -> int:
    """An amount in minor units. `comma`: it may be written with a decimal comma, as beside semicolons."""
    plain = text.strip()
    if comma:
        plain = _SPACES.sub("", plain)
        plain = plain.replace(".", "").replace(",", ".") if "," in plain else plain
    if not _NUMBER.fullmatch(plain):
        raise BadCell("Is not a number.")
    whole, _, part = plain.partition(".")
    part, places = part.rstrip("0"), decimals(currency)
    if len(part) > places:
        raise BadCell(f"May have at most {places} decimals in {currency}.")
    minor = int(whole + part.ljust(places, "0"))
    if not 0 <= minor <= MOST:
        raise BadCell("Must not be negative." if minor < 0 else "Is too large.")
    return minor


def amount_text(minor: int | None, currency: str) -> str:
    """With exactly the currency's decimals; blank when there is none."""
    return "" if minor is None else str(to_decimal(minor, currency))


def quantity(text: str) -> int:
    """A whole number, which may be negative: Shopify sells what it does not have."""
    if not _WHOLE.fullmatch(text.strip()):
        raise BadCell("Is not a whole number.")
    return int(text.strip().split(".", 1)[0])


def published(text: str) -> bool | None:
    """None when the cell is blank."""
    return _said(text, _TRUTH, "Must be true or false.")


def for_sale(text: str) -> bool | None:
    """What `Status` says; None when the cell is blank. Archived products are drafts here."""
    return _said(text, _FOR_SALE, "Must be active, draft or archived.")


def status(*said: bool | None) -> Status | None:
    """For sale when nothing that was said is against it; None when nothing was said."""
    known = [word for word in said if word is not None]
    return (Status.ACTIVE if all(known) else Status.DRAFT) if known else None


def status_words(kept: Status) -> tuple[str, str]:
    """What `Published` and `Status` say of it."""
    return ("true", "active") if kept is Status.ACTIVE else ("false", "draft")


def tags(text: str) -> tuple[str, ...]:
    return tuple(tag for part in text.split(",") if (tag := part.strip()))


def url(text: str) -> str:
    bare = text.strip()
    if _PLAIN_URL.fullmatch(bare) and len(bare) <= checks.LONGEST_URL:
        return bare
    try:
        return checks.url(bare, field="")
    except Invalid as error:
        raise BadCell(error.fields[""][0]) from None


def _said(text: str, words: Mapping[str, bool], otherwise: str) -> bool | None:
    word = text.strip().lower()
    if word and word not in words:
        raise BadCell(otherwise)
    return words[word] if word else None
