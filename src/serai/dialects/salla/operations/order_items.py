"""The items of orders."""

from serai.core import orders
from serai.core.orders import LineId, OrderId
from serai.dialects.salla.auth import app
from serai.dialects.salla.operations import order_item_writes as writes
from serai.dialects.salla.shapes.answers import Answer, Message, answer, removed
from serai.dialects.salla.shapes.items import ItemOut, items_out, items_with_option_lists
from serai.dialects.salla.shapes.order_in import ItemChangeIn, ItemsQuery, NewItemIn
from serai.wire.call import Call
from serai.wire.operation import Operations

items = Operations("Orders", under="/admin/v2")

READ, WRITE = "orders.read", "orders.read_write"


@items.get("/orders/items", scope=READ)
async def list_items_of_order(call: Call, query: ItemsQuery) -> Answer[tuple[ItemOut, ...]]:
    """An order's items, with the chosen options as lists."""
    found = await orders.get(call.db, [app(call).store], OrderId(query.order_id))
    return answer(call, items_with_option_lists(found))


@items.post("/orders/items", scope=WRITE)
async def create_order_item(call: Call, body: NewItemIn) -> Answer[tuple[ItemOut, ...]]:
    """Add an item to an order that is not paid yet; all its items."""
    return answer(call, items_with_option_lists(await writes.add(call.tx, app(call), body)))


@items.put("/orders/items/{line:line}", scope=WRITE)
async def update_order_item(call: Call, line: int, body: ItemChangeIn) -> Answer[tuple[ItemOut, ...]]:
    """Change how many, at what price, or which variant, while the order is not paid; all its items."""
    return answer(call, items_with_option_lists(await writes.change(call.tx, app(call), LineId(line), body)))


@items.delete("/orders/items/{line:line}", scope=WRITE, status=202)
async def delete_order_item(call: Call, line: int) -> Answer[Message]:
    """Take an item from an order that is not paid yet."""
    who = app(call)
    await orders.remove_line(call.tx, who.store, LineId(line), actor=who.actor)
    return removed(call)


@items.get("/orders/{order:order}/items", scope=READ)
async def list_order_items(call: Call, order: int) -> Answer[tuple[ItemOut, ...]]:
    """An order's items."""
    return answer(call, items_out(await orders.get(call.db, [app(call).store], OrderId(order))))
