"""Decisions about orders. Pure."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from serai.core.orders.errors import IllegalMove
from serai.core.orders.model import MOVES, State
from serai.kit.errors import Invalid
from serai.kit.money import MOST, allocate, portion

MOST_LINES = 500
MOST_QUANTITY = 1_000_000


class Zone(msgspec.Struct, frozen=True):
    """What shipping to these countries costs."""

    countries: tuple[str, ...]
    rate_minor: int


class Totals(msgspec.Struct, frozen=True):
    """`total = subtotal − discount + shipping + tax`; `discounts` and `taxes` are the lines' shares, in their order."""

    subtotal: int
    discount: int
    shipping: int
    tax: int
    discounts: tuple[int, ...]
    taxes: tuple[int, ...]

    @property
    def total(self) -> int:
        return self.subtotal - self.discount + self.shipping + self.tax


def totals(subtotals: Sequence[int], *, discount: int, shipping: int, tax_rate: Decimal) -> Totals:
    """Add an order up from its lines' subtotals. The discount is shared over them; tax is rounded half up per line."""
    discounts = allocate(discount, subtotals)
    taxes = [portion(s - d, tax_rate) for s, d in zip(subtotals, discounts, strict=True)]
    return Totals(sum(subtotals), discount, shipping, sum(taxes), tuple(discounts), tuple(taxes))


def check_total(sums: Totals) -> None:
    """Raises Invalid for more money than anything may be."""
    if max(sums.subtotal, sums.total) > MOST:
        raise Invalid.one("items", "The order's total is too large.")


def shipping_to(country: str | None, zones: Sequence[Zone]) -> int:
    """The first zone that has the country; 0 when none has."""
    return next((zone.rate_minor for zone in zones if country in zone.countries), 0)


def check_move(current: State, to: State) -> None:
    """Raises IllegalMove. Staying is not a move: the caller answers that first."""
    if to not in MOVES[current]:
        raise IllegalMove(current, to)
