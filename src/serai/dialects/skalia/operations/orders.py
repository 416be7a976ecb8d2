"""Orders."""

from serai.core import orders as core
from serai.core.orders import OrderId
from serai.dialects.skalia import ids
from serai.dialects.skalia.auth import account, own_stores, store_of_order
from serai.dialects.skalia.paging import Item, Items, Listed, listed, slice_of
from serai.dialects.skalia.shapes.orders import (
    ChangeOut,
    OrderChangeIn,
    OrderChangesIn,
    OrderOut,
    OrdersQuery,
    change_out,
    order_out,
)
from serai.wire.call import Call
from serai.wire.operation import Operations

orders = Operations("Orders")


@orders.get("/orders")
async def list_orders(call: Call, query: OrdersQuery) -> Listed[OrderOut]:
    """List the orders of all the caller's stores, newest first."""
    stores = own_stores(call, query.store_id)
    zone = account(call).owned[stores[0]].time_zone if stores else "UTC"
    page = await core.page(call.db, stores, query.to_core(zone), slice_of(call, query))
    return listed(call, query, page, order_out)


@orders.get("/orders/{id:order}")
async def get_order(call: Call, id: OrderId) -> Item[OrderOut]:  # noqa: A002 - the documentation's word
    """Get an order."""
    return Item(order_out(await core.get(call.db, account(call).stores, id)))


@orders.get("/orders/{id:order}/history")
async def get_history(call: Call, id: OrderId) -> Items[ChangeOut]:  # noqa: A002
    """Every state the order came to, oldest first."""
    return Items([change_out(change) for change in await core.history(call.db, account(call).stores, id)])


@orders.patch("/orders/batch")
async def change_orders(call: Call, body: OrderChangesIn) -> Items[OrderOut]:
    """Change up to 100 orders, all or none."""
    moves = [change.to_core(await store_of_order(call, ids.order(change.id))) for change in body.items]
    return Items([order_out(order) for order in await core.move_all(call.tx, moves, actor=account(call).actor)])


@orders.patch("/orders/{id:order}")
async def change_order(call: Call, id: OrderId, body: OrderChangeIn) -> Item[OrderOut]:  # noqa: A002
    """Move an order along its states, and set its tracking number and notes."""
    store = await store_of_order(call, id)
    order = await core.move(
        call.tx,
        store,
        id,
        to=body.status,
        tracking_number=body.tracking_number,
        notes=body.notes,
        actor=account(call).actor,
    )
    return Item(order_out(order))
