"""Orders."""

from serai.core import orders
from serai.core.orders import OrderId
from serai.dialects.salloq.auth import key
from serai.dialects.salloq.paging import listed, slice_of
from serai.dialects.salloq.shapes.answers import Answer, Listed, answer
from serai.dialects.salloq.shapes.orders import OrderIn, OrderOut, OrderQuery, StatusIn, order_out
from serai.wire.call import Call
from serai.wire.operation import Operations

sales = Operations("Orders")


@sales.get("/orders", scope="orders:read")
async def list_orders(call: Call, query: OrderQuery) -> Listed[OrderOut]:
    """Retrieve a list of orders with optional filtering."""
    slice_ = slice_of(call, query)
    found = await orders.page(call.db, [key(call).store], query.to_core(key(call).time_zone), slice_)
    return listed(call, slice_, found, order_out)


@sales.get("/orders/{order:order}", scope="orders:read")
async def get_order(call: Call, order: int) -> Answer[OrderOut]:
    """Retrieve complete order details including items and shipping information."""
    return answer(order_out(await orders.get(call.db, [key(call).store], OrderId(order))))


@sales.post("/orders", scope="orders:write", status=201)
async def create_order(call: Call, body: OrderIn) -> Answer[OrderOut]:
    """Create a new order. Automatically calculates totals and decrements inventory."""
    who = key(call)
    placed = await orders.place(call.tx, who.store, body.to_core(), actor=who.actor)
    return answer(order_out(placed))


@sales.patch("/orders/{order:order}/status", scope="orders:write")
async def update_order_status(call: Call, order: int, body: StatusIn) -> Answer[OrderOut]:
    """Update order status and tracking information."""
    who = key(call)
    to, tracking = body.to_core(), body.tracking_number
    moved = await orders.move(call.tx, who.store, OrderId(order), to=to, tracking_number=tracking, actor=who.actor)
    return answer(order_out(moved))
