"""Path parameters. What cannot be an id names nothing: Missing."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from serai.kit.errors import NotFound
from serai.kit.text import is_storable

LARGEST: Final = 2**53 - 1
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,15}")
_LONGEST: Final = 500


@dataclass(eq=False)
class Missing(NotFound):
    """Nothing of the kind under what the path said."""

    sent: str | int


@contextmanager
def named(sent: str | int) -> Iterator[None]:
    """What is not found inside is what the path named so."""
    try:
        yield
    except NotFound as error:
        raise Missing(error.what, sent) from error


def number(text: str) -> int | None:
    """The id that the text is, if it is one."""
    return int(text) if _NUMBER.fullmatch(text) and int(text) <= LARGEST else None


def _id(what: str) -> Callable[[str], int]:
    def read(text: str) -> int:
        found = number(text)
        if found is None:
            raise Missing(what, text)
        return found

    return read


def _text(what: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not is_storable(text) or len(text) > _LONGEST:
            raise Missing(what, text)
        return text

    return read


CONVERTERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "product": _id("product"),
    "variant": _id("variant"),
    "campaign": _id("campaign"),
    "tree": _id("navigation tree"),
    "attribute": _text("attribute"),
    "group": _text("filter"),
    "brand": _text("brand"),
    "navigation": _text("navigation tree"),
    "basket": _text("basket"),
    "wishlist": _text("wishlist"),
    "item": _text("basket item"),
    "wish": _text("wishlist item"),
    "path": _text("category"),
}

_ID: Final = {"type": "integer", "minimum": 1, "maximum": LARGEST, "examples": [1]}


def _schema(example: str, about: str = "") -> dict[str, Any]:
    said = {"description": about} if about else {}
    return {"type": "string", "minLength": 1, "maxLength": _LONGEST, **said, "examples": [example]}


SCHEMAS: Final[Mapping[str, Mapping[str, Any]]] = {
    "product": _ID,
    "variant": _ID,
    "campaign": _ID,
    "tree": _ID,
    "attribute": _schema("color", "Key of an attribute group."),
    "group": _schema("prices", "Slug of a filter."),
    "brand": _schema("1", "Id or slug."),
    "navigation": _schema("header", "Reference key."),
    "basket": _schema("b-42", "Chosen by the client."),
    "wishlist": _schema("w-42", "Chosen by the client."),
    "item": _schema("0f3ac1d2"),
    "wish": _schema("7be01c44"),
    "path": _schema("women/shirts", "Id, or the path of slugs."),
}
