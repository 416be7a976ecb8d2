"""How keys look and what they may be allowed, by dialect."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct

from serai.core.apps.model import KeyDialect
from serai.kit.crypto import random_text
from serai.kit.errors import Invalid

_SHOWN = 4


class Kind(Struct, frozen=True):
    """`head` and then `length` random letters and digits; the scopes it may have, and those it gets unasked."""

    head: str
    length: int
    scopes: tuple[str, ...]
    default: tuple[str, ...]


KINDS: Final[Mapping[KeyDialect, Kind]] = {
    KeyDialect.SALLOQ: Kind(
        "ak_live_",
        32,
        (
            "products:read",
            "products:write",
            "orders:read",
            "orders:write",
            "customers:read",
            "customers:write",
            "subscriptions:read",
            "subscriptions:write",
            "loyalty:read",
            "*",
        ),
        ("*",),
    ),
    KeyDialect.DEVSKIN: Kind("dsk_live_", 40, ("read",), ("read",)),
    KeyDialect.SCAYLE: Kind("", 40, ("storefront", "admin:read", "admin:write"), ("storefront", "admin:read", "admin:write")),
}


def new_text(dialect: KeyDialect) -> tuple[str, str]:
    """(a new key, how much of it may be shown again)"""
    kind = KINDS[dialect]
    text = kind.head + random_text(kind.length)
    return text, text[: len(kind.head) + _SHOWN]


def checked_scopes(dialect: KeyDialect, scopes: Sequence[str] | None) -> tuple[str, ...]:
    """The scopes in the order of the dialect's list; None or none: its default. Raises Invalid (scopes)."""
    kind = KINDS[dialect]
    unknown = sorted(set(scopes or ()) - set(kind.scopes))
    if unknown:
        raise Invalid.one("scopes", f"Unknown for {dialect}: {', '.join(s[:40] for s in unknown[:10])}.")
    return tuple(scope for scope in kind.scopes if scope in scopes) if scopes else kind.default
