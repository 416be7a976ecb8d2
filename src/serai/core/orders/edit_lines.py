"""Lines that come, change and go while an order is unpaid: stock, tax, promo code and total go with them."""

from collections.abc import Sequence
from typing import Final

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from serai.core import inventory, promotions
from serai.core.inventory import VariantId
from serai.core.loyalty import PointsReason, PointsRefused
from serai.core.orders import offer, read, rules
from serai.core.orders.annotate import note_on
from serai.core.orders.errors import Settled
from serai.core.orders.model import Discount, DiscountKind, Draft, Line, LineId, Order, OrderId, State, Wanted
from serai.core.orders.reckon import is_priced_here, reckoned
from serai.core.orders.save import save
from serai.core.promotions import PromoRefused, Reason
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound
from serai.kit.money import MOST
from serai.kit.outbox import Event

OF_LINE: Final = "select order_id from order_lines where store_id = $1 and id = $2"

HAS_PIECES: Final = "select exists (select 1 from order_pieces where store_id = $1 and order_id = $2)"


class LineChange(Struct, frozen=True, kw_only=True):
    """What is UNSET stays. Another variant of the same product costs what it costs today, unless a price is said."""

    quantity: int | UnsetType = UNSET
    unit_minor: int | UnsetType = UNSET
    variant: VariantId | UnsetType = UNSET


async def add_line(tx: Tx, store: StoreId, order: OrderId, wanted: Wanted, *, actor: str) -> Order:
    """Add a line behind the others, at today's price or the one that was agreed, and return the order as it now is.

    Raises NotFound, Invalid (quantity, price, items), Settled (items) for an order that is paid, was priced elsewhere or
    went ways of its own piece by piece; OutOfStock; PromoRefused where its code is not for what it comes to.
    """
    before = await _lock(tx, store, order)
    if len(before.lines) >= rules.MOST_LINES:
        raise Invalid.one("items", f"May be at most {rules.MOST_LINES}.")
    _check(wanted.quantity, wanted.unit_minor)
    line = await _take(tx, before, wanted)
    return await _put(tx, before, [*before.lines, line], actor=actor)


async def edit_line(tx: Tx, store: StoreId, line: LineId, change: LineChange, *, actor: str) -> Order:
    """Change a line and return its order as it now is; repeating what is changes nothing. Raises what `add_line` does."""
    before, own = await lock_line(tx, store, line)
    after = await _changed(tx, before, own, change)
    return await _put(tx, before, [after if each.id == own.id else each for each in before.lines], actor=actor)


async def remove_line(tx: Tx, store: StoreId, line: LineId, *, actor: str) -> Order:
    """Take a line away and return its order as it now is. Raises what `add_line` does, Invalid (items) for the last one."""
    before, own = await lock_line(tx, store, line)
    if len(before.lines) == 1:
        raise Invalid.one("items", "Is the last one: an order without any is cancelled instead.")
    await inventory.withdraw(tx, store, before.id, own.variant_id, own.quantity)
    return await _put(tx, before, [each for each in before.lines if each.id != own.id], actor=actor)


async def _lock(tx: Tx, store: StoreId, order: OrderId) -> Order:
    found = await read.lock(tx, store, order)
    if found.state is not State.PENDING or not is_priced_here(found) or await tx.value(HAS_PIECES, store, order):
        raise Settled("items")
    return found


async def lock_line(tx: Tx, store: StoreId, line: LineId) -> tuple[Order, Line]:
    """An unpaid order by one of its lines, locked until the transaction ends, and the line. Raises NotFound, Settled."""
    order = await tx.value(OF_LINE, store, line)
    if order is None:
        raise NotFound("order item")
    found = await _lock(tx, store, OrderId(order))
    own = next((each for each in found.lines if each.id == line), None)
    if own is None:  # somebody else took it away meanwhile
        raise NotFound("order item")
    return found, own


def _check(quantity: int, unit_minor: int | None) -> None:
    if not 1 <= quantity <= rules.MOST_QUANTITY:
        raise Invalid.one("quantity", f"Must be a whole number from 1 to {rules.MOST_QUANTITY}.")
    if unit_minor is not None and not 0 <= unit_minor <= MOST:
        raise Invalid.one("price", f"Must be from 0 to {MOST} minor units.")


async def _take(tx: Tx, order: Order, wanted: Wanted) -> Line:
    """The pieces, promised to the order, as a line that is not written yet.

    With them the shelves of all that the order has are locked, in the order in which everybody locks them.
    """
    others = tuple(Wanted(line.product_id, 1) for line in order.lines)
    draft = Draft(customer=order.customer.id, lines=(wanted, *others), ship_to=order.ship_to)
    _, _, choices = await offer.lock(tx, order.store_id, draft)
    (taken,), parts = offer.choose((wanted,), choices)
    await inventory.promise(tx, order.store_id, order.id, parts)
    return taken.line(discount=0, tax=0)


async def _changed(tx: Tx, order: Order, own: Line, change: LineChange) -> Line:
    """The line as it shall be, its pieces promised or withdrawn."""
    quantity = own.quantity if isinstance(change.quantity, UnsetType) else change.quantity
    price = None if isinstance(change.unit_minor, UnsetType) else change.unit_minor
    _check(quantity, price)
    if change.variant not in (UNSET, own.variant_id):
        other = await _take(tx, order, Wanted(own.product_id, quantity, change.variant, price))
        await inventory.withdraw(tx, order.store_id, order.id, own.variant_id, own.quantity)
        return replace(other, id=own.id, product_name=own.product_name)
    if quantity > own.quantity:
        await _take(tx, order, Wanted(own.product_id, quantity - own.quantity, own.variant_id))
    await inventory.withdraw(tx, order.store_id, order.id, own.variant_id, max(own.quantity - quantity, 0))
    unit = own.unit_minor if price is None else price
    return replace(own, quantity=quantity, unit_minor=unit, subtotal_minor=unit * quantity)


async def _put(tx: Tx, before: Order, lines: Sequence[Line], *, actor: str) -> Order:
    """Write the order with these lines, and tell of it."""
    if list(lines) == list(before.lines):
        return before
    discounts = await _discounts(tx, before, sum(line.subtotal_minor for line in lines))
    after = replace(reckoned(before, lines=lines, discounts=discounts), version=before.version + 1, updated_at=tx.now)
    after = await save(tx, before, after)
    is_dearer_or_cheaper = after.total_minor != before.total_minor
    await note_on(tx, after, "Changed: items, total" if is_dearer_or_cheaper else "Changed: items", actor=actor)
    kinds = ("order.items_changed", *(("order.total_changed",) if is_dearer_or_cheaper else ()), "order.updated")
    for kind in kinds:
        tx.emit(Event(after.store_id, kind, after.id, after.version, after))
    return after


async def _discounts(tx: Tx, order: Order, subtotal: int) -> tuple[Discount, ...]:
    """What they are when the lines come to this: points stay what was paid with them, the code is worth what it now is."""
    points = sum(each.amount_minor for each in order.discounts if each.kind is DiscountKind.POINTS)
    if points > subtotal:
        raise PointsRefused(PointsReason.WORTHLESS, order.redeemed_points)
    if order.promo_code is None:
        return order.discounts
    worth = min(await promotions.worth_of(tx, order.store_id, order.id, subtotal=subtotal), subtotal - points)
    if worth == 0:
        raise PromoRefused(Reason.WORTHLESS)
    return tuple(replace(d, amount_minor=worth) if d.kind is DiscountKind.PROMO else d for d in order.discounts)
