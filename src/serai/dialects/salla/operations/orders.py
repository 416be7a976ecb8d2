"""Orders."""

from msgspec import Struct

from serai.core import orders as core
from serai.core.orders import OrderId
from serai.dialects.salla.auth import app
from serai.dialects.salla.operations import order_writes
from serai.dialects.salla.paging import PageQuery, listed, pagination_of, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, Message, answer, done
from serai.dialects.salla.shapes.histories import EntryOut, HistoryOut, entries_out, entry_out, row_out
from serai.dialects.salla.shapes.order_in import (
    ActionsIn,
    FormatQuery,
    NoteIn,
    OrderChangeIn,
    OrderIn,
    OrderQuery,
    StatusIn,
)
from serai.dialects.salla.shapes.orders import OrderOut, RowOut, light_out, order_out
from serai.dialects.salla.shapes.orders import row_out as order_row_out
from serai.dialects.salla.view import view
from serai.wire.call import Call
from serai.wire.operation import Operations

orders = Operations("Orders", under="/admin/v2")


class DoneOut(Struct, frozen=True):
    operation_id: int
    action_name: str
    status: str


READ, WRITE = "orders.read", "orders.read_write"


@orders.get("/orders", scope=READ)
async def list_orders(call: Call, query: OrderQuery) -> Listed[RowOut]:
    """The store's orders, newest first."""
    who, looks, slice_ = app(call), view(call), slice_of(call, query)
    filter_ = query.to_core(who.time_zone, live=who.live)
    found = await core.page(call.db, [who.store], filter_, slice_, sort=query.sort)
    return listed(call, slice_, found, lambda order: order_row_out(order, looks))


@orders.post("/orders", scope=WRITE)
async def create_order(call: Call, body: OrderIn) -> Answer[OrderOut]:
    """Place an order; paid, when the payment says so."""
    return answer(call, order_out(await order_writes.place(call.tx, app(call), body), view(call)))


@orders.post("/orders/actions", scope=WRITE)
async def change_orders(call: Call, body: ActionsIn) -> Answer[tuple[DoneOut, ...]]:
    """Change the status of several orders, all of them or none."""
    who = app(call)
    for moves in body.to_core(who.store):
        await core.move_all(call.tx, moves, actor=who.actor)
    return answer(call, tuple(DoneOut(i, each.action_name, "completed") for i, each in enumerate(body.operations, 1)))


@orders.get("/orders/{order:order}", scope=READ)
async def get_order(call: Call, order: int, query: FormatQuery) -> Answer[OrderOut]:
    """One order; `format=light` is smaller."""
    found = await core.get(call.db, [app(call).store], OrderId(order))
    return answer(call, (light_out if query.format == "light" else order_out)(found, view(call)))


@orders.put("/orders/{order:order}", scope=WRITE)
async def update_order(call: Call, order: int, body: OrderChangeIn) -> Answer[OrderOut]:
    """Send an order elsewhere, pay it, give it a coupon, change its notes."""
    return answer(call, order_out(await order_writes.change(call.tx, app(call), OrderId(order), body), view(call)))


@orders.get("/orders/{order:order}/histories", scope=READ)
async def list_order_histories(call: Call, order: int, query: PageQuery) -> HistoryOut:
    """What became of an order, newest first. Asked for by `page` alone it is a bare list, as the published clients read it."""
    who, looks, slice_ = app(call), view(call), slice_of(call, query)
    changes = (await core.history(call.db, [who.store], OrderId(order)))[::-1]
    found = await core.get(call.db, [who.store], OrderId(order))
    some = changes[(slice_.number - 1) * slice_.size :][: slice_.size]
    is_bare = who.live or ("page" in call.query and "per_page" not in call.query)
    data = tuple(row_out(found, each, looks) for each in some) if is_bare else entries_out(found, some, looks)
    return HistoryOut(200, True, data, pagination_of(call, slice_, count=len(some), total=len(changes)))


@orders.post("/orders/{order:order}/histories", scope=WRITE)
async def add_order_history(call: Call, order: int, body: NoteIn) -> Answer[EntryOut]:
    """Write a note into an order's history."""
    who = app(call)
    made = await core.annotate(call.tx, who.store, OrderId(order), note=body.note, actor=who.actor)
    found = await core.get(call.tx, [who.store], OrderId(order))
    return answer(call, entry_out(found, made, view(call)))


@orders.post("/orders/{order:order}/status", scope=WRITE, status=201)
async def change_order_status(call: Call, order: int, body: StatusIn) -> Answer[Message]:
    """Move an order along; a cancelled one gives its stock back."""
    who = app(call)
    await core.move(call.tx, who.store, OrderId(order), to=body.to_core(), note=body.note or None, actor=who.actor)
    return done(call, "The order status has been updated successfully")
