"""What a basket comes to. Pure.

A line's `with_tax` + its reductions = its original price; `with_tax` − `without_tax` = tax; the cost is the sum of lines.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from serai.core import promotions
from serai.core.baskets.model import Applied, Group, Item, Json, Status, Wish
from serai.core.inventory import VariantId
from serai.core.pricing import Category, Facts, Price, Reduction, price_of, relative
from serai.core.promotions import Promo, Reason
from serai.core.stores import ShopCountry
from serai.kit.money import allocate, portion


class Row(Struct, frozen=True, kw_only=True):
    """A line as it is kept, with what decides about it. `pieces` could be sold to this basket, over all of its lines."""

    key: str
    variant: VariantId
    product: int
    quantity: int
    group: Group | None
    custom_data: Json
    display_data: Json
    price_key: str | None
    promotions: tuple[Wish, ...]
    is_there: bool
    is_sold: bool
    is_endless: bool
    pieces: int
    most: int | None
    facts: Facts


class Terms(Struct, frozen=True, kw_only=True):
    """How lines are priced: where, when, in which campaign, with which promotions."""

    country: ShopCountry
    at: datetime
    campaign: str | None
    unchecked: bool
    promos: Mapping[int, Promo]


def items_of(rows: Sequence[Row], terms: Terms) -> tuple[Item, ...]:
    """The lines in their order. Pieces go to the first lines of a variant first."""
    left: dict[VariantId, int] = {}
    items: list[Item] = []
    for row in rows:
        free = left.get(row.variant, row.pieces)
        items.append(_item(row, free, terms))
        left[row.variant] = max(0, free - row.quantity)
    return _reduced(items, rows, terms)


def cost_of(items: Sequence[Item], currency: str) -> Price:
    """The sum of the lines that can be had; reductions by category, each relative to what was left before it."""
    totals = [item.total for item in items if item.total is not None and item.status is Status.AVAILABLE]
    with_tax, without = sum(t.with_tax for t in totals), sum(t.without_tax for t in totals)
    rates = {total.rate for total in totals}
    original = sum(total.original for total in totals)
    rate = rates.pop() if len(rates) == 1 else relative(with_tax - without, without)
    steps: list[Reduction] = []
    before = original
    for category in Category:
        off = sum(r.absolute_minor for t in totals for r in t.reductions if r.category is category)
        if off:
            steps.append(Reduction(category, "relative", relative(off, before), off))
            before -= off
    return Price(
        currency=currency, with_tax=with_tax, without_tax=without, rate=rate, original=original, reductions=tuple(steps)
    )


def times(unit: Price, quantity: int) -> Price:
    """The price of so many pieces."""
    return replace(
        unit,
        with_tax=unit.with_tax * quantity,
        without_tax=unit.without_tax * quantity,
        original=unit.original * quantity,
        before_sale=None if unit.before_sale is None else unit.before_sale * quantity,
        recommended=None if unit.recommended is None else unit.recommended * quantity,
        reductions=tuple(replace(r, absolute_minor=r.absolute_minor * quantity) for r in unit.reductions),
    )


def _item(row: Row, free: int, terms: Terms) -> Item:
    unit = price_of(row.facts, terms.country, at=terms.at, campaign_key=terms.campaign, promotion_key=row.price_key)
    limits = [] if row.is_endless or terms.unchecked else [free]
    limits += [] if row.most is None else [row.most]
    available = min(limits, default=None)
    can_be_had = row.is_sold and unit is not None and available != 0
    status = Status.AVAILABLE if can_be_had else Status.UNAVAILABLE
    return Item(
        key=row.key,
        variant=row.variant,
        product=row.product,
        quantity=row.quantity,
        available=available if can_be_had else 0,
        status=status if row.is_there else Status.DELETED,
        group=row.group,
        custom_data=row.custom_data,
        display_data=row.display_data,
        price_key=row.price_key,
        promotions=(),
        unit=unit,
        total=None if unit is None else times(unit, row.quantity),
    )


# ── promotions ──


def _reduced(items: Sequence[Item], rows: Sequence[Row], terms: Terms) -> tuple[Item, ...]:
    """With the one promotion that counts: an order has one code, so the first in the basket that takes something off."""
    subtotal = sum(i.total.without_tax for i in items if i.total is not None and i.status is Status.AVAILABLE)
    counting, off = _counting(items, rows, terms, subtotal)
    return tuple(
        _with_promotions(item, row, terms, subtotal, counting, off.get(item.key, 0))
        for item, row in zip(items, rows, strict=True)
    )


def _counting(items: Sequence[Item], rows: Sequence[Row], terms: Terms, subtotal: int) -> tuple[str | None, Mapping[str, int]]:
    """The promotion's id, and what it takes off each line."""
    for wish in dict.fromkeys(wish for row in rows for wish in row.promotions):
        promo, refused = judge(wish, terms, subtotal)
        if promo is None or refused is not None:
            continue
        having = [
            item
            for item, row in zip(items, rows, strict=True)
            if wish.id in {each.id for each in row.promotions} and _may_be_lower(item, promo)
        ]
        off = _shares(promo, having)
        if any(off.values()):
            return wish.id, off
    return None, {}


def _may_be_lower(item: Item, promo: Promo) -> bool:
    if item.total is None or item.status is not Status.AVAILABLE:
        return False
    return promo.is_valid_on_campaigns or all(step.category is not Category.CAMPAIGN for step in item.total.reductions)


def judge(wish: Wish, terms: Terms, subtotal: int) -> tuple[Promo | None, Reason | None]:
    """The promotion that is meant, and why it cannot be had; `subtotal` without tax."""
    promo = terms.promos.get(int(wish.id)) if wish.id.isascii() and wish.id.isdigit() else None
    if promo is None or wish.code is None or promotions.key(wish.code) != promotions.key(promo.code):
        return None, Reason.UNKNOWN
    if promotions.is_usable(promo, at=terms.at, subtotal=subtotal):
        return promo, None
    return promo, promotions.refusal(promo, at=terms.at, subtotal=subtotal, used_by_customer=0)


def _shares(promo: Promo, items: Sequence[Item]) -> dict[str, int]:
    """What comes off each line, with tax, by its key."""
    totals = [item.total.with_tax for item in items if item.total is not None]
    percent, amount = promo.worth.percent, promo.worth.amount_minor
    if percent is not None:
        shares = [portion(total, percent / 100) for total in totals]
    else:
        shares = allocate(min(amount or 0, sum(totals)), totals)
    return {item.key: share for item, share in zip(items, shares, strict=True)}


def _with_promotions(item: Item, row: Row, terms: Terms, subtotal: int, counting: str | None, off: int) -> Item:
    applied: list[Applied] = []
    for wish in row.promotions:
        promo, refusal = judge(wish, terms, subtotal)
        counts = refusal is None and wish.id == counting
        reason = Reason.WORTHLESS if refusal is None and counting is None else refusal
        applied.append(Applied(wish=wish, promo=promo, counts=counts, refusal=reason))
    total = item.total
    if total is not None and off and counting is not None:
        total = _less(total, off, promotion=counting)
    return replace(item, promotions=tuple(applied), total=total)


def _less(total: Price, off: int, *, promotion: str) -> Price:
    """The total with so much off; the tax in it shrinks in proportion."""
    net_part, _ = allocate(off, [total.without_tax, total.vat])
    step = Reduction(Category.PROMOTION, "relative", relative(off, total.with_tax), off, promotion)
    return replace(
        total,
        with_tax=total.with_tax - off,
        without_tax=total.without_tax - net_part,
        reductions=(*total.reductions, step),
    )
