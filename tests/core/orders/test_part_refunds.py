"""Pieces that are cancelled or come back: what their buyer spent, the points that they earned, and the audit after it."""

from collections.abc import Sequence
from itertools import count

import pytest

from serai.core import catalog, customers, loyalty, orders, stores
from serai.core.audit import audit
from serai.core.orders import Return, State
from serai.core.orders.fulfil import Parcel
from serai.core.orders.pieces import PieceId, by_id
from serai.core.orders.whole import lock_whole
from serai.kit.db import Database
from tests.conftest import make_services
from tests.factories import Make

_keys = count(1)
MOVEMENTS = "select reason, points, lifetime_points from loyalty_movements where customer_id = $1 order by id"


class Desk:
    """One customer's orders of three pieces at 100.00 each with 20 % tax, in a store that gives a point for every 1.00."""

    def __init__(self, make: Make, store: stores.Store, customer: customers.Customer, product: catalog.Product) -> None:
        self.make, self.database = make, make.database
        self.store, self.customer, self.product = store, customer, product

    @classmethod
    async def open(cls, make: Make, **more: object) -> "Desk":
        store = await make.store(tax_rate="0.2")
        return cls(make, store, await make.customer(store), await make.product(store, price=10_000, **more))  # type: ignore[arg-type]

    async def order(self, state: State = State.PROCESSING, **more: object) -> orders.Order:
        return await self.make.order(self.store, self.product, customer=self.customer, quantity=3, state=state, **more)  # type: ignore[arg-type]

    async def pieces(self, order: orders.Order) -> Sequence[PieceId]:
        async with self.database.begin() as tx:
            return list(by_id(await lock_whole(tx, self.store.id, order.id)))

    async def cancel(self, order: orders.Order, *pieces: PieceId) -> None:
        async with self.database.begin() as tx:
            await orders.cancel_pieces(tx, self.store.id, order.id, pieces, actor="test")

    async def ship(self, order: orders.Order, *pieces: PieceId) -> None:
        parcel = Parcel(key=f"parcel {next(_keys)}", pieces=[(piece, f"back {piece}") for piece in pieces])
        async with self.database.begin() as tx:
            await orders.ship(tx, self.store.id, order.id, parcel, actor="test")

    async def take_back(self, *pieces: PieceId) -> None:
        back = [Return(return_key=f"back {piece}") for piece in pieces]
        async with self.database.begin() as tx:
            await orders.return_pieces(tx, self.store.id, back, actor="test")

    async def move(self, order: orders.Order, to: State) -> None:
        async with self.database.begin() as tx:
            await orders.move(tx, self.store.id, order.id, to=to, actor="test")

    async def delivered(self) -> tuple[orders.Order, Sequence[PieceId]]:
        order = await self.order()
        pieces = await self.pieces(order)
        await self.ship(order, *pieces)
        await self.move(order, State.DELIVERED)
        return order, pieces

    async def spent(self) -> tuple[int, int]:
        spending = (await customers.get(self.database, [self.store.id], self.customer.id)).spending
        return spending.orders, spending.total_minor

    async def points(self) -> tuple[int, int]:
        account = await loyalty.account(self.database, self.store.id, self.customer.id)
        return account.balance, account.lifetime


@pytest.fixture
async def desk(make: Make) -> Desk:
    return await Desk.open(make)


async def test_what_went_back_was_not_spent(desk: Desk) -> None:
    order = await desk.order()
    first, *_ = await desk.pieces(order)
    assert await desk.spent() == (1, 36_000)

    await desk.cancel(order, first)

    assert await desk.spent() == (1, 24_000)


async def test_pieces_that_were_cancelled_earn_nothing(desk: Desk) -> None:
    order = await desk.order()
    first, *others = await desk.pieces(order)
    await desk.cancel(order, first)
    await desk.ship(order, *others)

    await desk.move(order, State.DELIVERED)

    assert await desk.points() == (200, 200)


async def test_pieces_that_came_back_before_delivery_earn_nothing(desk: Desk) -> None:
    order = await desk.order()
    pieces = await desk.pieces(order)
    await desk.ship(order, *pieces)
    await desk.take_back(pieces[0])

    await desk.move(order, State.DELIVERED)

    assert await desk.points() == (200, 200)


async def test_points_go_back_with_their_pieces(desk: Desk) -> None:
    _, pieces = await desk.delivered()
    seen = [await desk.points()]

    for piece in pieces:
        await desk.take_back(piece)
        seen.append(await desk.points())

    assert seen == [(300, 300), (200, 200), (100, 100), (0, 0)]
    rows = [tuple(row) for row in await desk.database.all(MOVEMENTS, desk.customer.id)]
    assert rows == [("earned", 300, 300), ("reversed", -300, -300)]


async def test_the_rest_is_taken_back_with_the_order(desk: Desk) -> None:
    order, pieces = await desk.delivered()
    await desk.take_back(pieces[0])

    await desk.move(order, State.REFUNDED)

    assert await desk.points() == (0, 0)


async def test_nobody_owes_points_for_pieces(desk: Desk) -> None:
    """300 earned, 250 spent: of the 200 of two pieces 50 are there to be taken back."""
    _, pieces = await desk.delivered()
    async with desk.database.begin() as tx:
        await loyalty.adjust(tx, desk.store.id, customer=desk.customer.id, points=-250)

    await desk.take_back(*pieces[:2])

    assert await desk.points() == (0, 100)


@pytest.mark.parametrize("stocked", [True, False], ids=["counted", "not counted"])
async def test_a_store_that_cancelled_and_took_back_pieces_is_sound(committed: Database, stocked: bool) -> None:
    desk = await Desk.open(Make(make_services(committed)), track_inventory=stocked)
    _, pieces = await desk.delivered()
    await desk.take_back(pieces[0])
    waiting = await desk.order()
    first, second, _ = await desk.pieces(waiting)
    await desk.cancel(waiting, first)
    await desk.ship(waiting, second)
    async with desk.database.begin() as tx:
        await customers.remove(tx, desk.store.id, (await desk.make.customer(desk.store)).id)

    assert [f"{finding.check}: {finding.text}" async for finding in audit(committed)] == []
