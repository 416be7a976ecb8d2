"""Pieces held for a while, and who may have them when."""

from datetime import timedelta

import pytest

from serai.core import catalog, inventory, orders, stores
from serai.core.inventory import Claim, Lack, NotEnough, Piece, Reservation
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.errors import Invalid, NotFound
from tests.conftest import NOW
from tests.factories import Make

SUMS = """
select (select sum(on_hand) from stock where store_id = $1), (select sum(reserved) from stock where store_id = $1),
       (select sum(on_hand_change) from stock_movements where store_id = $1),
       (select sum(reserved_change) from stock_movements where store_id = $1),
       (select coalesce(sum(quantity), 0) from reservations where store_id = $1)
"""
HOUR = timedelta(hours=1)


async def _reserve(
    database: Database, store: stores.Store, product: catalog.Product, quantity: int, owner: str, until: timedelta = HOUR
) -> tuple[Reservation, ...]:
    piece = Piece(product.default.id, quantity)
    async with database.begin() as tx:
        return await inventory.reserve(tx, store.id, [piece], owner=owner, until=tx.now + until)


async def _sums(database: Database, store: stores.Store) -> tuple[int, int, int]:
    """(on hand, reserved, held by reservations), after comparing the first two with their ledger."""
    on_hand, reserved, moved, moved_reserved, held = await database.one(SUMS, store.id)
    assert (on_hand, reserved) == (moved, moved_reserved)
    return on_hand, reserved, held


async def test_what_is_held_nobody_else_has(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=5)

    made = await _reserve(database, store, product, 3, "basket 1")

    assert [(r.owner, r.quantity, r.expires_at) for r in made] == [("basket 1", 3, NOW + HOUR)]
    assert await _sums(database, store) == (5, 3, 3)
    with pytest.raises(NotEnough) as caught:
        await _reserve(database, store, product, 3, "basket 2")
    assert caught.value.lacks == (Lack(0, product.default.id, 3, 2),)
    with pytest.raises(orders.OutOfStock):
        await make.order(store, product, quantity=3)
    assert await _sums(database, store) == (5, 3, 3)


async def test_what_ran_out_is_given_back_on_demand(make: Make, database: Database, clock: FrozenClock) -> None:
    """Nobody has swept: the order and the reservation that need the pieces do it themselves."""
    store = await make.store()
    one, two = await make.product(store, stock=5), await make.product(store, stock=5)
    for product in (one, two):
        await _reserve(database, store, product, 5, "basket 1")

    clock.advance(HOUR.total_seconds())
    await make.order(store, one, quantity=5)
    await _reserve(database, store, two, 5, "basket 2")

    assert await _sums(database, store) == (10, 10, 5)


async def test_the_worker_gives_back_what_ran_out(make: Make, database: Database, clock: FrozenClock) -> None:
    store, other = await make.store(), await make.store()
    product, foreign = await make.product(store, stock=5), await make.product(other, stock=5)
    await _reserve(database, store, product, 3, "basket 1")
    await _reserve(database, store, product, 2, "basket 2", 2 * HOUR)
    await _reserve(database, other, foreign, 1, "basket 1")

    early = await inventory.expire_due(database)
    clock.advance(HOUR.total_seconds())
    worked = [await inventory.expire_due(database) for _ in range(3)]

    assert (early, worked) == (0, [1, 1, 0])
    assert await _sums(database, store) == (5, 2, 2)
    assert await _sums(database, other) == (5, 0, 0)
    clock.advance(HOUR.total_seconds())
    assert await inventory.expire_due(database) == 1
    assert await _sums(database, store) == (5, 0, 0)


async def test_an_own_reservation_never_blocks_its_owner(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=5)
    await _reserve(database, store, product, 5, "basket 1")

    order = await make.order(store, product, quantity=5, reservation_owner="basket 1")

    assert order.lines[0].quantity == 5
    assert await _sums(database, store) == (5, 5, 0)


async def test_a_refused_order_leaves_its_reservation(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=5)
    await _reserve(database, store, product, 3, "basket 1")

    with pytest.raises(orders.OutOfStock) as caught:
        await make.order(store, product, quantity=6, reservation_owner="basket 1")

    assert caught.value.shorts[0].available == 5
    assert await _sums(database, store) == (5, 3, 3)


async def test_holding_replaces_what_was_held(make: Make, database: Database) -> None:
    store = await make.store()
    one, two = await make.product(store, stock=5), await make.product(store, stock=5)
    await _reserve(database, store, one, 4, "basket 1")

    async with database.begin() as tx:
        pieces = [Piece(one.default.id, 5), Piece(two.default.id, 1)]
        await inventory.hold(tx, store.id, pieces, owner="basket 1", until=tx.now + HOUR)

    held = await inventory.held_by(database, store.id, "basket 1")
    assert [(r.variant, r.quantity) for r in held] == [(one.default.id, 5), (two.default.id, 1)]
    assert await _sums(database, store) == (10, 6, 6)


async def test_releasing_and_extending(make: Make, database: Database, clock: FrozenClock) -> None:
    store = await make.store()
    product = await make.product(store, stock=5)
    await _reserve(database, store, product, 2, "basket 1")
    await _reserve(database, store, product, 1, "basket 2")

    async with database.begin() as tx:
        extended = await inventory.extend(tx, store.id, "basket 1", until=tx.now + 2 * HOUR)
        released = await inventory.release_owner(tx, store.id, "basket 2")
        nothing = await inventory.release_owner(tx, store.id, "basket 3")
    clock.advance(HOUR.total_seconds())
    await inventory.expire_due(database)

    assert (extended, released, nothing) == (1, 1, 0)
    assert await _sums(database, store) == (5, 2, 2)
    clock.advance(HOUR.total_seconds())
    assert await inventory.expire_due(database) == 1
    assert await _sums(database, store) == (5, 0, 0)


async def test_what_ran_out_is_not_extended(make: Make, database: Database, clock: FrozenClock) -> None:
    store = await make.store()
    await _reserve(database, store, await make.product(store), 2, "basket 1")

    clock.advance(HOUR.total_seconds())
    async with database.begin() as tx:
        assert await inventory.extend(tx, store.id, "basket 1", until=tx.now + HOUR) == 0


async def test_pieces_come_from_several_shelves(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=3)
    async with database.begin() as tx:
        second = await inventory.create_warehouse(tx, store.id, inventory.NewWarehouse(name="Second"))
        await inventory.set_level_at(tx, store.id, product.default.id, second.id, 4)

    made = await _reserve(database, store, product, 5, "basket 1")

    assert [(r.quantity, r.warehouse == second.id) for r in made] == [(3, False), (2, True)]
    wanted = Piece(product.default.id, 3, second.id)
    async with database.begin() as tx:
        with pytest.raises(NotEnough):
            await inventory.reserve(tx, store.id, [wanted], owner="basket 2", until=tx.now + HOUR)


async def test_one_piece_too_many_holds_nothing(make: Make, database: Database) -> None:
    store = await make.store()
    one, two = await make.product(store, stock=5), await make.product(store, stock=1)

    pieces = [Piece(one.default.id, 5), Piece(two.default.id, 1), Piece(two.default.id, 1)]
    async with database.begin() as tx:
        with pytest.raises(NotEnough) as caught:
            await inventory.reserve(tx, store.id, pieces, owner="basket 1", until=tx.now + HOUR)

    assert caught.value.lacks == (Lack(2, two.default.id, 1, 0),)
    assert await _sums(database, store) == (6, 0, 0)


async def test_each_claim_is_met_for_itself(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=2)
    shelf = (await inventory.stocks_of(database, store.id, product.default.id))[0]

    def claim(key: str, quantity: int) -> Claim:
        warehouse, until = shelf.warehouse, NOW + HOUR
        return Claim(
            reference_key=key,
            variant=product.default.id,
            warehouse=warehouse,
            quantity=quantity,
            owner=f"key:{key}",
            until=until,
        )

    async with database.begin() as tx:
        met = await inventory.reserve_each(tx, store.id, [claim("a", 1), claim("b", 2), claim("a", 1), claim("c", 1)])

    first, lack, double, last = met
    assert isinstance(first, Reservation)
    assert isinstance(last, Reservation)
    assert (first.reference_key, last.reference_key, double) == ("a", "c", None)
    assert lack == Lack(1, product.default.id, 2, 1)
    assert await _sums(database, store) == (2, 2, 2)
    async with database.begin() as tx:
        await inventory.unreserve(tx, store.id, first.id)
        await inventory.unreserve(tx, store.id, "c")
        with pytest.raises(NotFound):
            await inventory.unreserve(tx, store.id, "c")
    assert await _sums(database, store) == (2, 0, 0)


async def test_what_is_not_counted_is_never_short_and_never_held(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=1, track_inventory=False)

    assert await _reserve(database, store, product, 50, "basket 1") == ()
    assert await _sums(database, store) == (1, 0, 0)


async def test_what_is_sold_without_stock_takes_what_is_there(make: Make, database: Database) -> None:
    """The rest touches no shelf: neither the reservation's nor the order's nor the shipment's."""
    store = await make.store()
    product = await make.product(store, stock=3)
    shelf = (await inventory.stocks_of(database, store.id, product.default.id))[0]
    async with database.begin() as tx:
        await inventory.set_without_stock(tx, store.id, product.default.id, shelf.warehouse, to=True)

    held = await _reserve(database, store, product, 5, "basket 1")
    order = await make.order(store, product, quantity=10, reservation_owner="basket 1")

    assert [r.quantity for r in held] == [3]
    assert await _sums(database, store) == (3, 3, 0)
    async with database.begin() as tx:
        await orders.move(tx, store.id, order.id, to=orders.State.PROCESSING, actor="test")
        await orders.move(tx, store.id, order.id, to=orders.State.SHIPPED, actor="test")
    assert await _sums(database, store) == (0, 0, 0)


@pytest.mark.parametrize(("quantity", "until"), [(0, HOUR), (-1, HOUR), (2**31, HOUR), (1, timedelta(0)), (1, -HOUR)])
async def test_impossible_reservations_are_refused(make: Make, database: Database, quantity: int, until: timedelta) -> None:
    store = await make.store()
    product = await make.product(store)

    with pytest.raises(Invalid):
        await _reserve(database, store, product, quantity, "basket 1", until)


async def test_another_store_has_nothing_of_it(make: Make, database: Database) -> None:
    store, other = await make.store(), await make.store()
    product = await make.product(store)
    (made,) = await _reserve(database, store, product, 1, "basket 1")

    with pytest.raises(NotEnough):
        await _reserve(database, other, product, 1, "basket 1")
    async with database.begin() as tx:
        assert await inventory.release_owner(tx, other.id, "basket 1") == 0
        with pytest.raises(NotFound):
            await inventory.unreserve(tx, other.id, made.id)
    assert await _sums(database, store) == (10, 1, 1)


async def test_an_order_asks_no_more_while_nothing_ran_out(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store)
    customer = await make.customer(store)
    line = orders.Wanted(product.id, 1)
    await _reserve(database, store, product, 1, "basket 1")
    draft = orders.Draft(customer=customer.id, lines=(line,), ship_to=orders.Address())
    asked: list[str] = []

    async with database.begin() as tx:
        ask = tx.all

        async def counting(sql: str, *values: object) -> object:
            asked.append(sql)
            return await ask(sql, *values)

        tx.all = counting  # type: ignore[method-assign,assignment]  # a tally of statements
        await orders.place(tx, store.id, draft, actor="test")

    assert len(asked) == 1


async def test_a_shelf_knows_when_the_first_runs_out(make: Make, database: Database, clock: FrozenClock) -> None:
    store = await make.store()
    product = await make.product(store, stock=5)
    known = "select (held_until - $2::timestamptz) / 3600 from stock where store_id = $1"

    async def hours() -> timedelta | None:
        return await database.value(known, store.id, NOW)

    seen = [await hours()]
    for owner, until in (("basket 1", 3 * HOUR), ("basket 2", HOUR), ("basket 3", 2 * HOUR)):
        await _reserve(database, store, product, 1, owner, until)
    seen.append(await hours())
    clock.advance(HOUR.total_seconds())
    await inventory.expire_due(database)
    seen.append(await hours())
    async with database.begin() as tx:
        await inventory.release_owner(tx, store.id, "basket 3")
    seen.append(await hours())
    async with database.begin() as tx:
        await inventory.release_owner(tx, store.id, "basket 1")
    seen.append(await hours())

    assert seen == [None, *(timedelta(seconds=n) for n in (1, 2, 3)), None]


async def test_what_was_extended_or_taken_back_is_looked_for_once(make: Make, database: Database, clock: FrozenClock) -> None:
    """`held_until` is then too early; the next one that looks puts it right."""
    store = await make.store()
    product = await make.product(store, stock=5)
    await _reserve(database, store, product, 1, "basket 1")
    async with database.begin() as tx:
        await inventory.extend(tx, store.id, "basket 1", until=NOW + 3 * HOUR)

    clock.advance(HOUR.total_seconds())
    await make.order(store, product)

    assert await database.value("select held_until from stock where store_id = $1", store.id) == NOW + 3 * HOUR
    assert await _sums(database, store) == (5, 2, 1)
