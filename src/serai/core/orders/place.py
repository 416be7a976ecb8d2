"""Placing an order: one locking select, decisions in Python, one writing statement.

A promo code and points are taken in between, after the stock: every order locks in that order.
"""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from serai.core import loyalty
from serai.core.orders import discounts, offer, rules, write
from serai.core.orders.model import Buyer, Draft, Line, Order, OrderId, Share, State, Wanted
from serai.core.orders.offer import Taken, Terms
from serai.core.orders.rules import MOST_LINES, MOST_QUANTITY, Totals
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid
from serai.kit.money import MOST


async def place(tx: Tx, store: StoreId, draft: Draft, *, actor: str) -> Order:
    """Place an order: pending, unpaid, its pieces reserved. All or nothing; returns the whole order.

    Tax is the store's rate on each line after its share of the discount, or what was agreed on for each piece; shipping
    is the zone of the country's. What `reservation_owner` holds of the products goes into the order.
    Raises Invalid, NotFound for the customer, OutOfStock with every line that cannot be had, PromoRefused, PointsRefused.
    """
    shares = _check(draft)
    buyer, terms, choices = await offer.lock(tx, store, draft)
    taken, allocations = offer.choose(draft.lines, choices)
    subtotals = [line.subtotal_minor for line in taken]
    reduction = await discounts.reduce(tx, store, draft, subtotal=sum(subtotals), currency=terms.currency)
    sums = rules.totals(
        subtotals,
        discount=reduction.minor,
        shipping=_shipping(draft, terms),
        tax_rate=terms.tax_rate,
        agreed=[line.agreed_tax_minor for line in taken],
        shares=shares,
    )
    rules.check_total(sums)
    order = _order(tx, store, draft, buyer, terms, _lines(taken, sums), sums)
    order = msgspec.structs.replace(order, discounts=reduction.discounts) if reduction.discounts else order
    return await write.write(tx, order, draft, reduction, allocations, terms, actor=actor)


def _shipping(draft: Draft, terms: Terms) -> int:
    agreed = draft.shipping_minor
    return rules.shipping_to(draft.ship_to.country, terms.zones) if agreed is None else agreed


def _check(draft: Draft) -> list[Share]:
    """The shares that its lines have: all of them, or none."""
    wrong: dict[str, list[str]] = {}
    if not 1 <= len(draft.lines) <= MOST_LINES:
        wrong["items"] = [f"Must have 1 to {MOST_LINES} lines."]
    for i, line in enumerate(draft.lines[:MOST_LINES]):
        if not 1 <= line.quantity <= MOST_QUANTITY:
            wrong[f"items.{i}.quantity"] = [f"Must be a whole number from 1 to {MOST_QUANTITY}."]
        if line.unit_minor is not None or line.unit_tax_minor is not None:
            wrong |= _check_price(line, f"items.{i}")
    shares = [line.share for line in draft.lines if line.share is not None]
    if shares and (len(shares) < len(draft.lines) or (draft.promo_code is None and any(s.discount_minor for s in shares))):
        wrong["items"] = ["Must all have a share of the promo code's discount, or none."]
    if not 0 <= (draft.shipping_minor or 0) <= MOST:
        wrong["shipping"] = [f"Must be a whole number from 0 to {MOST}."]
    if not 0 <= draft.redeem_points <= loyalty.MOST_POINTS:
        wrong["redeem_points"] = [f"Must be a whole number from 0 to {loyalty.MOST_POINTS}."]
    if wrong:
        raise Invalid(wrong)
    return shares


def _check_price(line: Wanted, at: str) -> dict[str, list[str]]:
    """What is wrong with an agreed price: it is checked as such, its sums with the order's total."""
    price, tax = line.unit_minor, line.unit_tax_minor
    wrong = {}
    if price is not None and not 0 <= price <= MOST:
        wrong[f"{at}.unit_minor"] = [f"Must be a whole number from 0 to {MOST}."]
    if tax is not None and (price is None or not 0 <= tax <= MOST):
        wrong[f"{at}.unit_tax_minor"] = [f"Must come with a price, from 0 to {MOST}."]
    return wrong


def _lines(taken: Sequence[Taken], sums: Totals) -> tuple[Line, ...]:
    shares = zip(taken, sums.discounts, sums.taxes, strict=True)
    return tuple([each.line(discount=discount, tax=tax) for each, discount, tax in shares])


def _order(tx: Tx, store: StoreId, draft: Draft, buyer: Buyer, terms: Terms, lines: tuple[Line, ...], sums: Totals) -> Order:
    return Order(
        store_id=store,
        store_name=terms.store_name,
        id=OrderId(0),
        version=1,
        number="",
        customer=buyer,
        state=State.PENDING,
        payment_status="pending",
        payment_method=draft.payment_method,
        currency=terms.currency,
        subtotal_minor=sums.subtotal,
        discount_minor=sums.discount,
        shipping_minor=sums.shipping,
        tax_minor=sums.tax,
        total_minor=sums.total,
        tax_rate=Decimal(terms.tax_rate),
        tracking_number=None,
        notes=draft.notes,
        ship_to=draft.ship_to,
        is_subscription=draft.is_subscription,
        lines=lines,
        placed_at=tx.now,
        paid_at=None,
        shipped_at=None,
        updated_at=tx.now,
    )
