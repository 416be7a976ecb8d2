"""What an order that was placed comes to when something of it is changed. Pure."""

from collections.abc import Sequence

from msgspec.structs import replace

from serai.core.orders import rules
from serai.core.orders.model import Discount, Line, Order


def reckoned(order: Order, *, lines: Sequence[Line] | None = None, discounts: tuple[Discount, ...] | None = None) -> Order:
    """The order with these lines and discounts, the discounts shared over the lines as placing shares them.

    Raises Invalid for more money than anything may be.
    """
    lines = order.lines if lines is None else lines
    discounts = order.discounts if discounts is None else discounts
    sums = rules.totals(
        [line.subtotal_minor for line in lines],
        discount=sum(each.amount_minor for each in discounts),
        shipping=order.shipping_minor,
        tax_rate=order.tax_rate,
    )
    rules.check_total(sums)
    return replace(
        order,
        lines=tuple(
            replace(line, discount_minor=discount, tax_minor=tax)
            for line, discount, tax in zip(lines, sums.discounts, sums.taxes, strict=True)
        ),
        discounts=discounts,
        subtotal_minor=sums.subtotal,
        discount_minor=sums.discount,
        tax_minor=sums.tax,
        total_minor=sums.total,
    )


def is_priced_here(order: Order) -> bool:
    """Whether its sums follow from its lines and the store's rate. Others were agreed elsewhere, to the line."""
    return reckoned(order) == order
