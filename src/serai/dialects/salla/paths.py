"""Path parameters. What cannot be an id names nothing: NotFound."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from serai.kit.errors import NotFound
from serai.kit.text import is_storable

LARGEST: Final = 2**53 - 1
"""The largest id there can be: JSON readers keep integers exact up to here."""
_NUMBER = re.compile(r"[1-9][0-9]{0,15}")

# Converter → what it names.
_NOUNS: Final = {
    "product": "product",
    "variant": "variant",
    "option": "option",
    "option_value": "option value",
    "image": "image",
    "category": "category",
    "brand": "brand",
    "tag": "tag",
    "order": "order",
    "line": "order item",
    "status": "order status",
    "customer": "customer",
    "group": "customer group",
    "promo": "coupon",
    "branch": "branch",
    "review": "review",
    "basket": "cart",
    "webhook": "webhook",
    "shipment": "shipment",
    "app": "app",
    "country": "country",
    "tax": "tax",
    "transaction": "transaction",
}


def number(text: str) -> int | None:
    """The id that the text is, None when it is none."""
    return int(text) if _NUMBER.fullmatch(text) and int(text) <= LARGEST else None


def _id(what: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        found = number(text)
        if found is None:
            raise NotFound(what)
        return found

    return read


def _text(text: str) -> str:
    if not is_storable(text) or len(text) > 255:
        raise NotFound("product")
    return text


CONVERTERS: Final[Mapping[str, Callable[[str], Any]]] = {
    **{kind: _id(what) for kind, what in _NOUNS.items()},
    "sku": _text,
    "slug": _text,
}

_ID: Final = {"type": "integer", "minimum": 1, "maximum": LARGEST, "examples": [1]}
SCHEMAS: Final[Mapping[str, Mapping[str, Any]]] = {
    **dict.fromkeys(_NOUNS, _ID),
    "sku": {"type": "string", "minLength": 1, "description": "Percent-encoded.", "examples": ["CND-1"]},
    "slug": {"type": "string", "minLength": 1},
}
