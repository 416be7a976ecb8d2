"""The one merchant that a store has: itself."""

from typing import Final

import msgspec


class MerchantOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    reference_key: str
    name: str
    priority: int
    order_delegation_url: str | None = None
    cancellation_url: str | None = None


DEFAULT: Final = MerchantOut(id=1, reference_key="default", name="default", priority=1)
"""There from the start, and the only one: what a store sells is its own."""
