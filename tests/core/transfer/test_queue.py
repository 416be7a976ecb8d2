"""Imports that were asked for, and the workers that carry them out, die, and take over."""

import asyncio

import pytest

from serai.core import transfer
from serai.core.stores import StoreId
from serai.core.transfer import Import, ImportId, State, claims, run_pending
from serai.core.transfer import run as running
from serai.kit.clock import FrozenClock
from serai.kit.db import Database, Tx
from serai.kit.errors import Invalid, NotFound
from tests.conftest import make_services
from tests.core.transfer.files import file, load, many
from tests.factories import Make

WAITING = "select count(*) from stores_with_imports"
CONTENT = "select content is not null from imports where store_id = $1 and id = $2"
PRODUCTS = "select count(*) from products where store_id = $1"


async def ask(database: Database, store: StoreId, content: bytes, *, dry_run: bool = False) -> ImportId:
    async with database.begin() as tx:
        return (await transfer.request_import(tx, store, content, dry_run=dry_run, file_name="products.csv")).id


async def report(database: Database, store: StoreId, which: ImportId) -> Import:
    return await transfer.get_import(database, store, which)


async def test_an_import_is_carried_out_and_reported(make: Make, database: Database) -> None:
    store = await make.store()
    which = await ask(database, store.id, file(*many(2), "bad,Bad,,,,,x,9,,", "less,Less,,,,,-1,9,,"))
    asked = await report(database, store.id, which)

    done = await run_pending(database)

    after = await report(database, store.id, which)
    assert (done, asked.state, asked.total_lines) == (1, State.QUEUED, None)
    assert (after.state, after.lines, after.total_lines, after.failure) == (State.DONE, 4, 4, None)
    assert (after.created, after.updated, after.unchanged, after.failed, after.errors, after.warnings) == (3, 0, 0, 1, 1, 1)
    assert (after.started_at, after.finished_at) == (database.clock.now(), database.clock.now())
    (error,) = await transfer.faults_of(database, store.id, which, warnings=False, most=100)
    assert (error.line, error.column, error.message, error.value) == (4, "Variant Inventory Qty", "Is not a whole number.", "x")
    assert await database.value(CONTENT, store.id, which) is False
    assert await database.value(WAITING) == 0


async def test_the_errors_file_has_all(make: Make, database: Database) -> None:
    store = await make.store()
    which = await ask(database, store.id, file(*(f'p{n},"P ""{n}""",,,,,x,9,,' for n in range(1_200)), "w,W,,,,,-1,9,,"))
    await run_pending(database)

    pieces = [piece async for piece in transfer.faults_file(database, store.id, which)]

    lines = b"".join(pieces).decode().splitlines()
    assert lines[:2] == ["line,column,message,value", "2,Variant Inventory Qty,Is not a whole number.,x"]
    assert lines[-1] == "1202,Variant Inventory Qty,Warning: Is negative; 0 was taken.,-1"
    assert len(lines) == 1_202


async def test_a_dry_run_is_reported_and_leaves_nothing(make: Make, database: Database) -> None:
    store = await make.store()
    which = await ask(database, store.id, file(*many(3), "bad,Bad,,,,,x,9,,"), dry_run=True)

    await run_pending(database)

    after = await report(database, store.id, which)
    assert (after.state, after.dry_run, after.created, after.failed, after.errors) == (State.DONE, True, 3, 1, 1)
    assert await database.value(PRODUCTS, store.id) == 0


async def test_the_plan_limit_fails_the_import_and_says_so(make: Make, database: Database) -> None:
    store = await make.store(await make.account(plan="trial"))
    which = await ask(database, store.id, file(*many(30)))

    await run_pending(database)

    after = await report(database, store.id, which)
    assert (after.state, after.created) == (State.FAILED, 25)
    assert after.failure == "The plan 'trial' allows at most 25 products."


@pytest.mark.parametrize("content", [b"", b"Name\r\nx\r\n"])
async def test_what_is_no_product_file_is_refused_at_once(make: Make, database: Database, content: bytes) -> None:
    store = await make.store()

    with pytest.raises(Invalid) as refused:
        await ask(database, store.id, content)

    assert set(refused.value.fields) == {"file"}
    assert await database.value(WAITING) == 0


async def test_imports_of_a_store_are_done_in_order_and_of_all_stores(make: Make, database: Database) -> None:
    one, two = await make.store(), await make.store()
    first = await ask(database, one.id, file("pot,Old,,,,,1,9,,"))
    await ask(database, one.id, file("pot,New,,,,,1,9,,"))
    await ask(database, two.id, file("pot,Other,,,,,1,9,,"))

    done = [await run_pending(database, most=1), await database.value(WAITING), await run_pending(database)]

    assert done == [1, 2, 2]
    assert await database.value("select name from products where store_id = $1", one.id) == "New"
    assert (await report(database, one.id, first)).state is State.DONE
    assert await database.value(WAITING) == 0


async def test_another_stores_import_is_not_found(make: Make, database: Database) -> None:
    store, other = await make.store(), await make.store()
    which = await ask(database, store.id, file(*many(1)))

    with pytest.raises(NotFound):
        await transfer.get_import(database, other.id, which)


class Killed(BaseException):
    """The process ends here, whatever it was doing."""


async def _die_after(batches: int, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that is gone once it has committed that many batches, without a word to anybody."""
    left = iter(range(batches))
    note, leave = running._note, running.leave_store

    async def noting(tx: Tx, mine: claims.Claim, step: transfer.Step) -> None:
        if next(left, None) is None:
            raise Killed
        await note(tx, mine, step)

    async def silent(*_: object) -> None:
        return

    monkeypatch.setattr(running, "_note", noting)
    monkeypatch.setattr(running, "leave_store", silent)
    with pytest.raises(Killed):
        await run_pending(database)
    monkeypatch.setattr(running, "_note", note)
    monkeypatch.setattr(running, "leave_store", leave)


async def test_a_killed_import_goes_on_where_it_stopped(
    make: Make, database: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await make.store()
    which = await ask(database, store.id, file("bad,Bad,,,,,x,9,,", *many(1_600)))
    await _die_after(2, database, monkeypatch)
    between = await report(database, store.id, which)
    too_early = await run_pending(database)

    clock.advance(claims.LEASE.total_seconds())
    done = await run_pending(database)

    after = await report(database, store.id, which)
    assert (between.state, between.lines, between.created, too_early, done) == (State.RUNNING, 1_000, 999, 0, 1)
    assert (after.state, after.lines, after.created, after.unchanged, after.failed) == (State.DONE, 1_601, 1_600, 0, 1)
    assert after.errors == 1
    assert await database.value(PRODUCTS, store.id) == 1_600
    assert await database.value("select max(version) from products where store_id = $1", store.id) == 1


async def test_a_killed_dry_run_begins_again(
    make: Make, database: Database, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await make.store()
    which = await ask(database, store.id, file("bad,Bad,,,,,x,9,,", *many(1_100), "b,B,,,,SKU-1,1,9,,"), dry_run=True)
    await _die_after(1, database, monkeypatch)

    clock.advance(claims.LEASE.total_seconds())
    await run_pending(database)

    after = await report(database, store.id, which)
    assert (after.lines, after.created, after.failed, after.errors) == (1_102, 1_100, 2, 2)


async def test_a_worker_that_was_taken_for_dead_writes_no_more(make: Make, database: Database, clock: FrozenClock) -> None:
    store = await make.store()
    which = await ask(database, store.id, file(*many(5)))
    assert await claims.take_store(database) == store.id
    slow = await claims.claim(database, store.id)
    clock.advance(claims.LEASE.total_seconds())
    quick = await claims.claim(database, store.id)
    assert slow is not None
    assert quick is not None

    await running._carry_out(database, slow)
    before = await report(database, store.id, which)
    await running._carry_out(database, quick)

    after = await report(database, store.id, which)
    assert (before.state, before.created) == (State.RUNNING, 0)
    assert (after.state, after.created) == (State.DONE, 5)


async def test_a_file_that_takes_every_worker_along_ends_somewhere(make: Make, database: Database, clock: FrozenClock) -> None:
    store = await make.store()
    which = await ask(database, store.id, file(*many(1)))
    for _ in range(running.MOST_ATTEMPTS):
        await claims.claim(database, store.id)
        clock.advance(claims.LEASE.total_seconds())

    await run_pending(database)

    after = await report(database, store.id, which)
    assert (after.state, after.failure, after.created) == (State.FAILED, "Broke off 20 times.", 0)


async def test_an_import_asked_for_while_a_worker_leaves_is_not_forgotten(make: Make, database: Database) -> None:
    store = await make.store()
    await ask(database, store.id, file(*many(1)))
    assert await claims.take_store(database) == store.id

    await claims.leave_store(database, store.id)

    assert await run_pending(database) == 1


async def test_many_workers_do_each_import_once(committed: Database) -> None:
    make = Make(make_services(committed))
    stores = [await make.store() for _ in range(3)]
    asked = [(store.id, await ask(committed, store.id, file(*many(20, first=n * 20)))) for n in range(3) for store in stores]

    done = await asyncio.gather(*(run_pending(committed) for _ in range(4)))

    assert sum(done) == len(asked)
    assert {(await report(committed, *one)).state for one in asked} == {State.DONE}
    assert [await committed.value(PRODUCTS, store.id) for store in stores] == [60, 60, 60]
    assert await committed.value(WAITING) == 0


async def test_two_imports_of_the_same_products_at_once_make_each_once(committed: Database) -> None:
    make = Make(make_services(committed))
    store = await make.store()

    one, two = await asyncio.gather(*(load(committed, store.id, file(*many(300))) for _ in range(2)))

    assert one.created + two.created == 300
    assert await committed.value(PRODUCTS, store.id) == 300
    assert await committed.value("select products from store_totals where store_id = $1", store.id) == 300
