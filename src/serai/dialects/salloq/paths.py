"""Path parameters. What cannot be an id names nothing: NotFound."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from serai.core.catalog import Handle, ProductId
from serai.kit.errors import NotFound
from serai.kit.text import is_storable

LARGEST: Final = 2**53 - 1
"""The largest id there can be: JSON readers keep integers exact up to here."""
_NUMBER = re.compile(r"[1-9][0-9]{0,15}")


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) and int(text) <= LARGEST else None


def _id(what: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = _number(text)
        if number is None:
            raise NotFound(what)
        return number

    return read


def _handle(text: str) -> Handle:
    """A product's id, else its slug (SQ-G11)."""
    if not is_storable(text):
        raise NotFound("product")
    number = _number(text)
    return Handle(None if number is None else ProductId(number), text)


CONVERTERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "order": _id("order"),
    "customer": _id("customer"),
    "subscription": _id("subscription"),
    "promo": _id("promo code"),
    "handle": _handle,
}

_ID: Final = {"type": "integer", "minimum": 1, "maximum": LARGEST, "examples": [1]}
SCHEMAS: Final[Mapping[str, Mapping[str, Any]]] = {
    "order": _ID,
    "customer": _ID,
    "subscription": _ID,
    "promo": _ID,
    "handle": {"type": "string", "minLength": 1, "description": "Id or slug.", "examples": ["leather-bag"]},
}
