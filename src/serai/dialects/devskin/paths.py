"""Path parameters. What cannot be an id names nothing: NotFound."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from serai.core.orders import OrderId
from serai.kit.errors import NotFound

LARGEST: Final = 2**53 - 1
"""The largest id there can be: JSON readers keep integers exact up to here."""
_NUMBER = re.compile(r"[1-9][0-9]{0,15}")


def _order(text: str) -> OrderId:
    if not _NUMBER.fullmatch(text) or int(text) > LARGEST:
        raise NotFound("order")
    return OrderId(int(text))


CONVERTERS: Final[Mapping[str, Callable[[str], Any]]] = {"order": _order}
SCHEMAS: Final[Mapping[str, Mapping[str, Any]]] = {
    "order": {"type": "integer", "minimum": 1, "maximum": LARGEST, "examples": [1234]}
}
