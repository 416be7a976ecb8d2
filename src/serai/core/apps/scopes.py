"""What an app may do: which scopes there are, how else they are written, and what one includes. Pure.

Source: docs/dialects/salla.md, "Scopes".
"""

from collections.abc import Iterable, Sequence
from typing import Final

from serai.kit.errors import Invalid

OFFLINE: Final = "offline_access"
"""What a refresh token is given for."""

_NOUNS: Final = (
    "settings",
    "customers",
    "orders",
    "products",
    "categories",
    "brands",
    "branches",
    "carts",
    "webhooks",
    "payments",
    "taxes",
    "specialoffers",
    "marketing",
    "metadata",
    "reviews",
    "transactions",
    "shipping",
    "countries",
    "exports",
    "subscriptions",
)
KNOWN: Final = (OFFLINE, *(f"{noun}.{what}" for noun in _NOUNS for what in ("read", "read_write")), "store.read")
"""Every scope, in the order in which they are shown."""
_PLACES: Final = {scope: place for place, scope in enumerate(KNOWN)}


def canonical(scope: str) -> str:
    """One spelling: `shippings.read` → `shipping.read`, `orders.write` → `orders.read_write`."""
    noun, dot, what = scope.partition(".")
    return f"{'shipping' if noun == 'shippings' else noun}{dot}{'read_write' if what == 'write' else what}"


def ordered(scopes: Iterable[str]) -> tuple[str, ...]:
    """Each known one once, in the order of KNOWN; a `read` beside its `read_write` goes without saying."""
    found = {canonical(scope) for scope in scopes} & _PLACES.keys()
    return tuple(sorted((s for s in found if not (s.endswith(".read") and f"{s}_write" in found)), key=_PLACES.__getitem__))


def checked(scopes: Sequence[str]) -> tuple[str, ...]:
    """The scopes of a registration. Raises Invalid (scopes) for one that does not exist."""
    unknown = sorted({scope for scope in scopes if canonical(scope) not in _PLACES})
    if unknown:
        raise Invalid.one("scopes", f"Unknown: {', '.join(scope[:40] for scope in unknown[:10])}.")
    return ordered(scopes)


def expanded(scopes: Iterable[str]) -> frozenset[str]:
    """With what each includes: `orders.read_write` is also `orders.read`."""
    given = frozenset(scopes)
    return given | {scope.removesuffix("_write") for scope in given if scope.endswith(".read_write")}


def within(asked: Iterable[str], allowed: Iterable[str]) -> tuple[str, ...]:
    """What of the asked is allowed. A `read_write` of which only `read` is allowed becomes that."""
    return ordered(expanded(map(canonical, asked)) & expanded(allowed))


def parse(text: str) -> tuple[str, ...]:
    """The words of a request's `scope`: between spaces (RFC 6749), or commas as one of the published clients sends them."""
    return tuple(text.replace(",", " ").split())
