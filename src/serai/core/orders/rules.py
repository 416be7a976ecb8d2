"""Decisions about orders. Pure."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from serai.core.orders.errors import IllegalMove
from serai.core.orders.model import MOVES, Share, State
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


def totals(
    subtotals: Sequence[int],
    *,
    discount: int,
    shipping: int,
    tax_rate: Decimal,
    agreed: Sequence[int | None] = (),
    shares: Sequence[Share] = (),
) -> Totals:
    """Add an order up from its lines' subtotals. The discount is shared over them; tax is rounded half up per line.

    `agreed` are taxes that came with the lines' prices (None: the rate's); a discount takes its share off them too.
    `shares` are parts of the discount that were agreed line by line, with the taxes that they leave; the rest is shared.
    """
    first = [share.discount_minor for share in shares] or [0] * len(subtotals)
    left = [s - d for s, d in zip(subtotals, first, strict=True)] if shares else subtotals
    known = [share.tax_minor for share in shares] or agreed or [None] * len(subtotals)
    discounts, taxes = [], []
    for net, before, more, tax in zip(left, first, allocate(discount - sum(first), left), known, strict=True):
        discounts.append(before + more)
        taxes.append(portion(net - more, tax_rate) if tax is None else _left(tax, net, more))
    return Totals(sum(subtotals), discount, shipping, sum(taxes), tuple(discounts), tuple(taxes))


def _left(tax: int, subtotal: int, discount: int) -> int:
    """What is left of a line's tax when a discount is taken off its subtotal."""
    return tax if not discount else (2 * tax * (subtotal - discount) + subtotal) // (2 * subtotal)


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
