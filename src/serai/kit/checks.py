"""Checks of single values. Each returns the value as it is kept, or raises Invalid on `field`."""

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

import idna
import phonenumbers
import pycountry
from email_validator import EmailNotValidError, validate_email

from serai.kit.errors import Invalid
from serai.kit.money import is_currency
from serai.kit.text import fold

P = ParamSpec("P")
T = TypeVar("T")

LONGEST_URL = 2048
# What people write and ISO 3166 does not have.
_EVERYDAY = {
    "brunei": "BN",
    "cape verde": "CV",
    "czech republic": "CZ",
    "great britain": "GB",
    "ivory coast": "CI",
    "palestine": "PS",
    "russia": "RU",
    "swaziland": "SZ",
    "the netherlands": "NL",
    "turkey": "TR",
    "uae": "AE",
    "uk": "GB",
}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SPACE_OR_CONTROL = re.compile(r"[\s\x00-\x1f\x7f]")


class Faults:
    """Gathers what is wrong, so that a caller hears all of it at once."""

    def __init__(self) -> None:
        self._fields: dict[str, list[str]] = {}

    def add(self, field: str, message: str) -> None:
        self._fields.setdefault(field, []).append(message)

    def of(self, check: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What the check returns; None when it raised Invalid, which is kept."""
        try:
            return check(*args, **kwargs)
        except Invalid as error:
            for field, messages in error.fields.items():
                self._fields.setdefault(field, []).extend(messages)
            return None

    def settle(self) -> None:
        """Raises Invalid when anything was wrong."""
        if self._fields:
            raise Invalid(self._fields)


def words(text: str, *, field: str, least: int, most: int) -> str:
    """Text without spaces around it, `least` to `most` characters long."""
    bare = text.strip()
    if not least <= len(bare) <= most:
        raise Invalid.one(field, "This field is required." if not bare else f"Must have {least} to {most} characters.")
    return bare


def slug(text: str, *, field: str, least: int, most: int) -> str:
    """Lower-case ASCII letters and digits, in words joined by single hyphens."""
    if not _SLUG.fullmatch(text):
        raise Invalid.one(field, "May have lower-case letters, digits and single hyphens between them only.")
    return words(text, field=field, least=least, most=most)


def email(text: str, *, field: str) -> str:
    """A deliverable-looking address (RFC 5321, 6531) with its domain normalised. Nothing is looked up."""
    try:
        return validate_email(text.strip(), check_deliverability=False, test_environment=True).normalized
    except EmailNotValidError:
        raise Invalid.one(field, "Is not a valid e-mail address.") from None


def email_key(text: str) -> str:
    """What two spellings of one address share: case is folded, accents are not, for they belong to other mailboxes."""
    return unicodedata.normalize("NFC", text.strip()).lower()


def phone(text: str, *, field: str) -> str:
    """An international number, as E.164: `+212 612-345678` → `+212612345678`."""
    try:
        number = phonenumbers.parse(text, None)
    except phonenumbers.NumberParseException:
        raise Invalid.one(field, "Is not a phone number with its country code, such as +212612345678.") from None
    if not phonenumbers.is_possible_number(number):
        raise Invalid.one(field, "Is not a possible phone number.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def url(text: str, *, field: str) -> str:
    """An absolute http or https URL."""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or len(text) > LONGEST_URL or _SPACE_OR_CONTROL.search(text):
        raise Invalid.one(field, "Is not an absolute http or https URL.")
    return text


def country(code: str, *, field: str) -> str:
    """ISO 3166-1 alpha-2 in capitals."""
    if len(code) != 2 or not code.isupper() or pycountry.countries.get(alpha_2=code) is None:
        raise Invalid.one(field, "Is not an ISO 3166-1 alpha-2 country code.")
    return code


def any_country(text: str, *, field: str) -> str:
    """ISO 3166-1 alpha-2 for a code of two or three letters or an English name, whatever its case and accents."""
    found = _countries().get(fold(text)) if len(text) <= 100 else None
    if found is None:
        raise Invalid.one(field, "Is not a country: its ISO 3166-1 code or English name is expected.")
    return found


@cache
def _countries() -> dict[str, str]:
    """Every folded spelling → alpha-2."""
    found = dict(_EVERYDAY)
    for each in pycountry.countries:
        for spelling in ("alpha_2", "alpha_3", "name", "official_name", "common_name"):
            if hasattr(each, spelling):
                found[fold(getattr(each, spelling))] = each.alpha_2
    return found


def currency(code: str, *, field: str) -> str:
    """ISO 4217 in capitals."""
    if not code.isupper() or not is_currency(code):
        raise Invalid.one(field, "Is not an ISO 4217 currency code.")
    return code


def hostname(text: str, *, field: str) -> str:
    """A full domain name as A-labels (IDNA 2008, UTS 46): `Büro.example` → `xn--bro-hoa.example`. No address, no port."""
    try:
        name = idna.encode(text.strip().rstrip("."), uts46=True, std3_rules=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError):
        name = ""
    if "." not in name or len(name) > 253 or name.rsplit(".", 1)[1].isdigit():
        raise Invalid.one(field, "Is not a valid domain name.")
    return name
