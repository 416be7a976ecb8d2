"""Orders."""

from serai.core import orders
from serai.core.orders import OrderId
from serai.dialects.devskin.auth import key
from serai.dialects.devskin.paging import listed, slice_of
from serai.dialects.devskin.shapes.answers import Answer, Listed, answer
from serai.dialects.devskin.shapes.orders import OneOrder, OrderQuery, OrderRow, order_out, order_row
from serai.wire.call import Call
from serai.wire.operation import Operations

sales = Operations("Orders")


@sales.get("/orders")
async def list_orders(call: Call, query: OrderQuery) -> Answer[Listed[OrderRow]]:
    """List the store's orders, newest first."""
    slice_ = slice_of(call, query)
    found = await orders.page(call.db, key(call).stores, query.to_core(key(call).store.time_zone), slice_)
    return listed(call, slice_, found, order_row)


@sales.get("/orders/{id:order}")
async def get_order(call: Call, id: OrderId) -> Answer[OneOrder]:  # noqa: A002 - the documentation's word
    """Get one order with its items and shipping address."""
    return answer(OneOrder(order_out(await orders.get(call.db, key(call).stores, id))))
