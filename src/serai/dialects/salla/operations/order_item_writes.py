"""What an item of a placed order takes: its variant, its price."""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from serai.core import catalog, orders
from serai.core.inventory import VariantId
from serai.core.orders import LineChange, LineId, Order, OrderId, OutOfStock
from serai.dialects.salla.auth import App
from serai.dialects.salla.money import Amount, to_minor
from serai.dialects.salla.operations.order_writes import chosen, line_of
from serai.dialects.salla.shapes.order_in import ItemChangeIn, NewItemIn
from serai.dialects.salla.shapes.product_in import known
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound


async def add(tx: Tx, who: App, body: NewItemIn) -> Order:
    """Raises Invalid (order_id, identifier, options, price, quantity), Settled."""
    wanted = replace(await line_of(tx, who, body), unit_minor=_minor(body.price, who.currency))
    with _on_hand(), known("order_id"):
        return await orders.add_line(tx, who.store, OrderId(body.order_id), wanted, actor=who.actor)


async def change(tx: Tx, who: App, line: LineId, body: ItemChangeIn) -> Order:
    """Raises NotFound, Invalid (options, price, quantity), Settled."""
    price = _minor(body.price, who.currency)
    wanted = LineChange(
        quantity=body.quantity,
        unit_minor=UNSET if price is None else price,
        variant=await _other(tx, who, line, body),
    )
    with _on_hand():
        return await orders.edit_line(tx, who.store, line, wanted, actor=who.actor)


async def _other(tx: Tx, who: App, line: LineId, body: ItemChangeIn) -> VariantId | UnsetType:
    if not body.options:
        return UNSET
    _, own = await orders.lock_line(tx, who.store, line)
    try:
        product = await catalog.get_full(tx, who.store, own.product_id)
    except NotFound:
        raise Invalid.one("options", "The product is gone.") from None
    return chosen(product, body.options) or UNSET


def _minor(price: Amount | UnsetType, currency: str) -> int | None:
    return None if isinstance(price, UnsetType) else to_minor(price, currency, field="price")


@contextmanager
def _on_hand() -> Iterator[None]:
    """There is one item, and so one quantity."""
    try:
        yield
    except OutOfStock as error:
        raise Invalid.one("quantity", f"{error.shorts[0].available} more can be had.") from error
