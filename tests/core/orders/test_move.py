"""Moving orders along: what it means for stock, money and history."""

import pytest

from serai.core import orders
from serai.core.orders import IllegalMove, State
from serai.core.orders.model import MOVES
from serai.kit.db import Database
from serai.kit.errors import Invalid, NotFound
from tests.factories import Make

STOCK = "select sum(on_hand) as on_hand, sum(reserved) as reserved from stock where store_id = $1"
LEDGER = "select sum(on_hand_change), sum(reserved_change) from stock_movements where store_id = $1"
MONEY = "select kind, amount_minor from payments where store_id = $1 order by id"
EVENTS = "select kind from events where store_id = $1 and kind like 'order.%' order by id"

# (on_hand, reserved) of 10 pieces after an order of 3 came to each state.
STOCK_AT = {
    State.PENDING: (10, 3),
    State.PROCESSING: (10, 3),
    State.SHIPPED: (7, 0),
    State.DELIVERED: (7, 0),
    State.CANCELLED: (10, 0),
    State.REFUNDED: (10, 0),
}


async def _move(database: Database, order: orders.Order, to: State) -> orders.Order:
    async with database.begin() as tx:
        return await orders.move(tx, order.store_id, order.id, to=to, actor="test")


@pytest.mark.parametrize("state", list(State))
async def test_stock_follows_the_order(make: Make, database: Database, state: State) -> None:
    store = await make.store()
    product = await make.product(store, stock=10)

    await make.order(store, product, quantity=3, state=state)

    assert tuple(await database.one(STOCK, store.id)) == STOCK_AT[state]
    assert tuple(await database.one(LEDGER, store.id)) == STOCK_AT[state]


@pytest.mark.parametrize("current", list(State))
@pytest.mark.parametrize("to", list(State))
async def test_the_state_machine_allows_what_it_says_and_nothing_else(
    make: Make, database: Database, current: State, to: State
) -> None:
    store = await make.store()
    order = await make.order(store, await make.product(store), state=current)

    if to is current:
        assert await _move(database, order, to) == order
    elif to in MOVES[current]:
        assert (await _move(database, order, to)).state is to
    else:
        with pytest.raises(IllegalMove) as caught:
            await _move(database, order, to)
        assert (caught.value.current, caught.value.to) == (current, to)
        assert await orders.get(database, [store.id], order.id) == order


async def test_repeating_a_state_tells_nobody(make: Make, database: Database) -> None:
    store = await make.store()
    order = await make.order(store, state=State.CANCELLED)

    await _move(database, order, State.CANCELLED)

    assert [r["kind"] for r in await database.all(EVENTS, store.id)] == ["order.created", "order.cancelled", "order.updated"]
    assert len(await orders.history(database, [store.id], order.id)) == 2


async def test_paying_captures_and_cancelling_gives_the_money_back(make: Make, database: Database) -> None:
    store = await make.store()
    order = await make.order(store, await make.product(store, price=500), quantity=2, state=State.PROCESSING)

    cancelled = await _move(database, order, State.CANCELLED)

    assert cancelled.payment_status == "refunded"
    assert [tuple(row) for row in await database.all(MONEY, store.id)] == [("capture", 1000), ("refund", 1000)]


async def test_an_unpaid_order_that_is_cancelled_moves_no_money(make: Make, database: Database) -> None:
    store = await make.store()

    cancelled = await make.order(store, state=State.CANCELLED)

    assert cancelled.payment_status == "pending"
    assert await database.all(MONEY, store.id) == []


async def test_a_refund_after_shipping_leaves_the_stock_where_it_is(make: Make, database: Database) -> None:
    store = await make.store()
    order = await make.order(store, await make.product(store, stock=10), quantity=3, state=State.DELIVERED)

    await _move(database, order, State.REFUNDED)

    assert tuple(await database.one(STOCK, store.id)) == (7, 0)


async def test_notes_and_tracking_are_kept_when_nothing_is_said(make: Make, database: Database) -> None:
    store = await make.store()
    order = await make.order(store, state=State.PROCESSING)

    async with database.begin() as tx:
        shipped = await orders.move(
            tx, store.id, order.id, to=State.SHIPPED, tracking_number="TRK1", notes="by DHL", actor="usr_1"
        )
    delivered = await _move(database, shipped, State.DELIVERED)

    assert (delivered.tracking_number, delivered.notes, delivered.version) == ("TRK1", "by DHL", 4)
    history = await orders.history(database, [store.id], order.id)
    assert (history[2].state, history[2].note, history[2].actor) == (State.SHIPPED, "by DHL", "usr_1")


async def test_what_is_too_long_is_named_and_nothing_changes(make: Make, database: Database) -> None:
    store = await make.store()
    order = await make.order(store)

    with pytest.raises(Invalid) as caught:
        async with database.begin() as tx:
            await orders.move(tx, store.id, order.id, notes="x" * 5001, tracking_number="x" * 201, actor="test")

    assert set(caught.value.fields) == {"notes", "tracking_number"}
    assert await orders.get(database, [store.id], order.id) == order


async def test_another_stores_order_is_unknown(make: Make, database: Database) -> None:
    order = await make.order(await make.store())
    other = await make.store()

    with pytest.raises(NotFound):
        async with database.begin() as tx:
            await orders.move(tx, other.id, order.id, to=State.CANCELLED, actor="test")
