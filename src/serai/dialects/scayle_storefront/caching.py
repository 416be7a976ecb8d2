"""How long an answer may be kept. Source: scayle-storefront.md 1.6."""

from typing import Final

from serai.dialects.scayle_storefront.auth import KEYED
from serai.wire.call import Call

SECONDS: Final = 5
"""For what everybody sees alike: prices and stock may be this old, with an ETag to ask again."""


def caching(call: Call) -> str:
    """Never for baskets and wishlists, nor for what a customer's token decides."""
    if call.operation.scope == KEYED or "x-customer-token" in call.headers or "x-access-token" in call.headers:
        return "no-store"
    return f"public, max-age={SECONDS}"
