"""What stands in paths: `123` or `key=M-1` for whatever has a reference key, numbers, keys and names for the rest.

Nothing is refused here: what cannot be an id names nobody, and the core finds nobody.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from serai.kit.errors import NotFound
from serai.kit.identifiers import Identifier
from serai.kit.text import is_storable

LARGEST: Final = 2**53 - 1
"""The largest id there can be: JSON readers keep integers exact up to here."""
NOBODY: Final = 0
"""An id that no object has."""
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,15}")
_LONGEST: Final = 500
_KEY: Final = "key="


def number(text: str) -> int:
    """An id; NOBODY for what cannot be one."""
    return int(text) if _NUMBER.fullmatch(text) and int(text) <= LARGEST else NOBODY


def identifier(text: str) -> Identifier:
    """`123` or `key=<reference key>`."""
    if text.startswith(_KEY) and is_storable(text) and len(text) <= _LONGEST:
        return Identifier(None, text.removeprefix(_KEY), text)
    return Identifier(number(text) or None, None, text)


def name(text: str) -> str:
    """A key, a code or a name."""
    if not is_storable(text) or len(text) > _LONGEST:
        raise NotFound("resource")
    return text


_IDENTIFIED: Final = (
    *("product", "variant", "master", "image", "warehouse", "merchant", "carrier", "customer", "address", "order"),
    *("reservation", "producer", "company", "composite"),
)
"""Resources with a reference key."""
_NUMBERED: Final = (
    *("customer_id", "address_id", "order_id", "item", "invoice", "document", "membership", "voucher", "criterion"),
    *("shop_category", "master_category", "property", "product_set", "brand", "campaign", "reduction", "webhook"),
    *("price_rounding", "package_group", "redirect", "product_id", "variant_id", "image_id", "attribute_id", "number"),
)
"""Resources that are named by their id alone, and ids of the others where nothing else is taken."""
_NAMED: Final = (
    "text",
    "shop",
    "country",
    "key",
    "code",
    "group",
    "value",
    "entity",
    "price",
    "sorting",
    "data_key",
    "handle",
    "property_key",
    "attribute_group",
    "attribute_value",
)

CONVERTERS: Final[Mapping[str, Callable[[str], Any]]] = {
    **dict.fromkeys(_IDENTIFIED, identifier),
    **dict.fromkeys(_NUMBERED, number),
    **dict.fromkeys(_NAMED, name),
}

_ID: Final = {"type": "integer", "minimum": 1, "maximum": LARGEST, "examples": [123]}
_EITHER: Final = {"type": "string", "minLength": 1, "description": "Id, or `key=` and the reference key.", "examples": ["123"]}
_OF_COUNTRY: Final = {
    "type": "string",
    "minLength": 1,
    "description": "ISO 3166-1 alpha-2 code, or the shop country's id where several have the same code.",
    "examples": ["DE"],
}
_OF_SHOP: Final = {"type": "string", "minLength": 2, "maxLength": 2, "examples": ["oa"]}
SCHEMAS: Final[Mapping[str, Mapping[str, Any]]] = {
    **dict.fromkeys(_IDENTIFIED, _EITHER),
    **dict.fromkeys(_NUMBERED, _ID),
    "country": _OF_COUNTRY,
    "shop": _OF_SHOP,
}
