"""Changing an order that is under way: where it goes, how it shall be paid, and its promo code."""

from typing import Final

import msgspec
from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from serai.core import promotions
from serai.core.orders import read
from serai.core.orders.annotate import note_on
from serai.core.orders.errors import Settled
from serai.core.orders.model import Address, Discount, DiscountKind, Order, OrderId, State
from serai.core.orders.quote import shipping_to
from serai.core.orders.reckon import is_priced_here, reckoned
from serai.core.orders.save import save
from serai.core.promotions import PromoRefused, Reason
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.outbox import Event

FORGET_CODE: Final = "delete from order_discounts where store_id = $1 and order_id = $2 and kind = 'promo'"

KEEP_CODE: Final = """
with used as (
  insert into promo_uses (store_id, order_id, promo_id, customer_id, used_at) values ($1, $2, $3, $4, $5)
)
insert into order_discounts (store_id, order_id, kind, label, amount_minor) values ($1, $2, 'promo', $6, $7)
"""

UNPAID: Final = frozenset({State.PENDING})
UNDER_WAY: Final = frozenset({State.PENDING, State.PROCESSING, State.SHIPPED})


class OrderChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is UNSET stays. Without a `promo_code` (None) the order costs what it costs."""

    ship_to: Address | UnsetType = UNSET
    payment_method: str | None | UnsetType = UNSET
    promo_code: str | None | UnsetType = UNSET


async def edit(tx: Tx, store: StoreId, order: OrderId, wanted: OrderChange, *, actor: str) -> Order:
    """Change what the change says and return the order as it now is; repeating what is changes nothing and tells nobody.

    It can be sent elsewhere until it was delivered, and while it is unpaid shipping costs what it costs to there. The
    method and the code are an unpaid order's; another code takes the place of the first, whose use is given back.
    Raises NotFound, Settled, PromoRefused.
    """
    before = await read.lock(tx, store, order)
    after = await _coded(tx, await _sent(tx, _paid_by(before, wanted), wanted), wanted)
    if after == before:
        return before
    after = replace(after, version=before.version + 1, updated_at=tx.now)
    kinds = _told(before, after)
    after = await save(tx, before, after)
    await note_on(tx, after, f"Changed: {', '.join(kinds.values())}", actor=actor)
    for kind in (*kinds, "order.updated"):
        tx.emit(Event(store, kind, after.id, after.version, after))
    return after


def _told(before: Order, after: Order) -> dict[str, str]:
    """The kinds of events that the change is, and what the history calls them."""
    parts = {
        "order.address_changed": ("shipping address", before.ship_to != after.ship_to),
        "order.method_changed": ("payment method", before.payment_method != after.payment_method),
        "order.code_changed": ("promo code", before.promo_code != after.promo_code),
        "order.total_changed": ("total", before.total_minor != after.total_minor),
    }
    return {kind: name for kind, (name, is_changed) in parts.items() if is_changed}


def _paid_by(order: Order, wanted: OrderChange) -> Order:
    if wanted.payment_method is UNSET or wanted.payment_method == order.payment_method:
        return order
    _check(order, UNPAID, "payment_method")
    return replace(order, payment_method=wanted.payment_method)


async def _sent(tx: Tx, order: Order, wanted: OrderChange) -> Order:
    if isinstance(wanted.ship_to, UnsetType) or wanted.ship_to == order.ship_to:
        return order
    _check(order, UNDER_WAY, "ship_to")
    sent = replace(order, ship_to=wanted.ship_to)
    if order.state not in UNPAID or wanted.ship_to.country == order.ship_to.country:
        return sent
    cost = await shipping_to(tx, order.store_id, wanted.ship_to.country)
    return replace(sent, shipping_minor=cost, total_minor=order.total_minor - order.shipping_minor + cost)


async def _coded(tx: Tx, order: Order, wanted: OrderChange) -> Order:
    code, present = wanted.promo_code, order.promo_code
    if isinstance(code, UnsetType) or _key(code) == _key(present):
        return order
    _check(order, UNPAID, "promo_code")
    if not is_priced_here(order):
        raise Settled("promo_code")
    if present is not None:
        await promotions.take_back(tx, order.store_id, order.id)
        await tx.run(FORGET_CODE, order.store_id, order.id)
    others = tuple(each for each in order.discounts if each.kind is not DiscountKind.PROMO)
    if code is None:
        return reckoned(order, discounts=others)
    return reckoned(order, discounts=(await _used(tx, order, code, others), *others))


async def _used(tx: Tx, order: Order, code: str, others: tuple[Discount, ...]) -> Discount:
    """A use of the code, for what the points leave to pay."""
    used = await promotions.redeem(tx, order.store_id, code, customer=order.customer.id, subtotal=order.subtotal_minor)
    minor = min(used.minor, order.subtotal_minor - sum(each.amount_minor for each in others))
    if minor == 0:
        raise PromoRefused(Reason.WORTHLESS)
    made = Discount(DiscountKind.PROMO, used.code, minor)
    await tx.run(KEEP_CODE, order.store_id, order.id, used.promo, order.customer.id, tx.now, made.label, minor)
    return made


def _check(order: Order, allowed: frozenset[State], field: str) -> None:
    if order.state not in allowed:
        raise Settled(field)


def _key(code: str | None) -> str | None:
    return None if code is None else promotions.key(code)
