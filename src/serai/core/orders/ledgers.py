"""What a move means for stock, promo codes and points.

Locks are taken in the order in which placing takes them: stock, code, points.
"""

from serai.core import inventory, loyalty, promotions
from serai.core.orders import whole
from serai.core.orders.model import Order, State
from serai.core.orders.pieces import Whole, kept_minor
from serai.kit.db import Tx


async def follow(tx: Tx, order: Order, to: State) -> None:
    """Let the ledgers go the way of the order, whose row is locked. `order` is as it was before; nothing happens twice."""
    if to is State.SHIPPED:
        await inventory.consume(tx, order.store_id, order.id)
    elif to is State.DELIVERED:
        await _earn(tx, order)
    elif to in (State.CANCELLED, State.REFUNDED):
        await _undo(tx, order, to)


async def took_back(tx: Tx, before: Whole, after: Whole) -> None:
    """Pieces of a delivered order came back, and with them the points that they earned."""
    order, of_minor = after.order, kept_minor(before)
    if order.state is State.DELIVERED and of_minor > 0:
        await loyalty.reverse(
            tx, order.store_id, order=order.id, customer=order.customer.id, kept_minor=kept_minor(after), of_minor=of_minor
        )


async def _earn(tx: Tx, order: Order) -> None:
    minor = order.subtotal_minor - order.discount_minor
    if order.refunded_minor:
        minor = kept_minor(await whole.lock_whole(tx, order.store_id, order.id))
    if order.paid_at is not None and minor > 0:
        await loyalty.earn(tx, order.store_id, order=order.id, customer=order.customer.id, minor=minor, currency=order.currency)


async def _undo(tx: Tx, order: Order, to: State) -> None:
    """A cancelled order never was; of a refunded one the code stays used, but all that it was paid with comes back."""
    if order.shipped_at is None:
        await inventory.release(tx, order.store_id, order.id)
    if to is State.CANCELLED and order.promo_code is not None:
        await promotions.give_back(tx, order.store_id, order.id)
    if order.redeemed_points:
        await loyalty.give_back(tx, order.store_id, order=order.id, customer=order.customer.id)
    if order.state is State.DELIVERED:
        await loyalty.reverse(tx, order.store_id, order=order.id, customer=order.customer.id)
