"""Ids on this wire: what it is, an underscore, and the number. Whatever is no such id names nothing: NotFound."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from serai.core.accounts import StoreId, UserId
from serai.core.apps import KeyId
from serai.core.content import PageId
from serai.core.orders import OrderId
from serai.kit.errors import NotFound

T = TypeVar("T", bound=int)

LARGEST: Final = 2**53
PREFIXES: Final = {
    "user": "usr",
    "store": "store",
    "product": "prod",
    "variant": "var",
    "order": "order",
    "customer": "cust",
    "page": "page",
    "request": "req",
    "key": "key",
    "webhook": "wh",
    "delivery": "dlv",
    "event": "evt",
    "import": "imp",
    "app": "app",
}
_NUMBER = re.compile(r"[1-9][0-9]{0,15}")
_CLIENT = re.compile(r"[A-Za-z0-9]{1,64}")
_ORDER_NUMBER = re.compile(r"ORD[0-9]{1,20}")


def write(what: str, number: int) -> str:
    """("store", 7) → `store_7`"""
    return f"{PREFIXES[what]}_{number}"


def read(what: str, text: str) -> int:
    """("store", "store_7") → 7. Raises NotFound for another prefix or no number."""
    prefix, _, number = text.partition("_")
    if prefix != PREFIXES[what] or not _NUMBER.fullmatch(number) or int(number) > LARGEST:
        raise NotFound(what)
    return int(number)


def store(text: str) -> StoreId:
    return StoreId(read("store", text))


def user(text: str) -> UserId:
    return UserId(read("user", text))


def order(text: str) -> OrderId:
    return OrderId(read("order", text))


def page(text: str) -> PageId:
    return PageId(read("page", text))


def key(text: str) -> KeyId:
    return KeyId(read("key", text))


def _converter(what: str) -> Callable[[str], int]:
    return lambda text: read(what, text)


def order_number(text: str) -> str:
    """`ORD987654321`, a card payment. Raises NotFound."""
    if not _ORDER_NUMBER.fullmatch(text):
        raise NotFound("order")
    return text


def client(text: str) -> str:
    """An OAuth client's id. Raises NotFound."""
    if not _CLIENT.fullmatch(text):
        raise NotFound("app")
    return text


CONVERTERS: Final[Mapping[str, Callable[[str], int | str]]] = {
    **{what: _converter(what) for what in PREFIXES},
    "order_number": order_number,
    "client": client,
    "text": str,
}
"""For path templates: `{id:store}`."""

SCHEMAS: Final[Mapping[str, Mapping[str, Any]]] = {
    what: {"type": "string", "pattern": f"^{prefix}_[1-9][0-9]{{0,14}}$", "examples": [f"{prefix}_1001"]}
    for what, prefix in PREFIXES.items()
} | {
    "order_number": {"type": "string", "pattern": "^ORD[0-9]{1,20}$", "examples": ["ORD987654321"]},
    "client": {"type": "string", "pattern": "^[A-Za-z0-9]{1,64}$", "examples": ["Zk3vQ0w8Yb5rT1nC7mXe2LsAa9GdHfJp"]},
}
