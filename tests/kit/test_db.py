"""What becomes of the driver's errors, and of transactions that lose against each other. Real connections throughout."""

import asyncio
from decimal import Decimal

import asyncpg
import pytest

from serai.kit import outbox
from serai.kit.clock import Clock
from serai.kit.db import ARRAYS, ATTEMPTS, Again, Clash, Database, Quiet, Tx, connect
from serai.kit.errors import NotFound, Unavailable
from tests.conftest import NOW

TABLE = (
    "create table boxes (id integer constraint boxes_pkey primary key, held integer not null, "
    "other integer constraint boxes_other_fkey references boxes deferrable initially deferred, "
    "constraint boxes_held_check check (held >= 0))"
)


@pytest.fixture
async def boxes(database: Database) -> Database:
    await database.script(TABLE)
    await database.run("insert into boxes values (1, 10), (2, 20)")
    return database


@pytest.fixture
async def shared(committed: Database) -> Database:
    await committed.script(TABLE)
    await committed.run("insert into boxes values (1, 10), (2, 20)")
    return committed


# ── rows ──


async def test_rows_come_as_asked(boxes: Database) -> None:
    assert [dict(row) for row in await boxes.all("select id, held from boxes order by id")] == [
        {"id": 1, "held": 10},
        {"id": 2, "held": 20},
    ]
    assert (await boxes.one("select held from boxes where id = $1", 2) or {})["held"] == 20
    assert await boxes.one("select held from boxes where id = 3") is None
    assert await boxes.value("select held from boxes where id = $1", 1) == 10
    assert await boxes.value("select held from boxes where id = 3") is None


async def test_a_change_tells_how_many_rows_it_touched(boxes: Database) -> None:
    assert await boxes.run("update boxes set held = held + 1") == 2
    assert await boxes.run("delete from boxes where id = 9") == 0
    assert await boxes.run("insert into boxes values (3, 0)") == 1
    assert await boxes.run("select pg_advisory_xact_lock(1)") == 1
    assert await boxes.run("create table more (id integer)") == 0


async def test_the_arrays_are_those_of_the_server(connection: asyncpg.Connection) -> None:
    known = await connection.fetch("select oid::integer, typname as name, typelem::integer as elemtype from pg_type")

    ours = {(array["oid"], array["name"], array["elemtype"]) for array in ARRAYS}
    assert ours <= {tuple(row) for row in known}


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("boolean", [True, None]),
        ("integer", [1, -2]),
        ("bigint", [2**53]),
        ("date", [NOW.date()]),
        ("timestamptz", [NOW]),
        ("numeric", [Decimal("0.1")]),
        ("jsonb", ['{"a": 1}']),
    ],
)
async def test_a_new_connection_asks_nothing_of_its_own(database_url: str, kind: str, values: list[object]) -> None:
    connection = await asyncpg.connect(database_url, connection_class=Quiet)
    sent: list[str] = []
    connection.add_query_logger(lambda record: sent.append(record.query))

    answer = await connection.fetchval(f"select $1::{kind}[]", values)
    await connection.close()  # by then the logger has heard of everything

    assert (answer, sent) == (values, [f"select $1::{kind}[]"])


async def test_long_statements_are_planned_once_too(committed: Database) -> None:
    long = f"select $1::integer -- {'x' * 40_000}"
    async with committed.pinned() as one:
        assert [await one.value(long, n) for n in range(3)] == [0, 1, 2]
        kept = "select generic_plans + custom_plans from pg_prepared_statements where statement = $1"
        assert await one.value(kept, long) == 3


# ── a constraint says no ──


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("insert into boxes values (1, 1)", "boxes_pkey"),
        ("insert into boxes values (3, -1)", "boxes_held_check"),
        ("insert into boxes values (3, null)", ""),
    ],
)
async def test_a_clash_has_the_constraints_name(boxes: Database, statement: str, constraint: str) -> None:
    with pytest.raises(Clash) as caught:
        await boxes.run(statement)
    assert caught.value.constraint == constraint


async def test_a_clash_at_the_commit_has_it_too(shared: Database) -> None:
    async def work(tx: Tx) -> None:
        await tx.run("insert into boxes values (3, 1, 99)")

    with pytest.raises(Clash) as caught:
        await shared.write(work)
    assert caught.value.constraint == "boxes_other_fkey"
    assert await shared.value("select count(*) from boxes") == 2


# ── all or nothing ──


async def test_a_block_that_raises_leaves_nothing(shared: Database) -> None:
    async def work(tx: Tx) -> None:
        await tx.run("update boxes set held = 0")
        raise NotFound("box")

    with pytest.raises(NotFound):
        await shared.write(work)
    assert await shared.value("select sum(held) from boxes") == 30


async def test_what_fails_within_a_transaction_leaves_what_was_done_around_it(shared: Database) -> None:
    async def put(tx: Tx, id_: int, *, fails: bool = False) -> None:
        async with tx.at(tx.now).begin() as inner:
            await inner.run("insert into boxes values ($1, 1)", id_)
            if fails:
                raise NotFound("box")

    async def work(tx: Tx) -> None:
        await put(tx, 3)
        async with tx.at(tx.now).begin() as middle:
            await put(middle, 4)
            with pytest.raises(NotFound):
                await put(middle, 5, fails=True)
            with pytest.raises(Clash):
                await put(middle, 3)
            await put(middle, 6)
        with pytest.raises(NotFound):
            await lose(tx)

    async def lose(tx: Tx) -> None:
        async with tx.at(tx.now).begin() as lost:
            await put(lost, 7)
            with pytest.raises(NotFound):
                await put(lost, 8, fails=True)
            raise NotFound("box")

    await shared.write(work)

    assert [row["id"] for row in await shared.all("select id from boxes order by id")] == [1, 2, 3, 4, 6]


async def test_events_are_written_with_the_change_or_not_at_all(database: Database) -> None:
    store = await _store(database)
    event = outbox.Event(store, "box.moved", 5, 2, {"held": 3})

    async def work(tx: Tx) -> None:
        tx.emit(event)

    async def work_in_vain(tx: Tx) -> None:
        tx.emit(event)
        raise NotFound("box")

    await database.write(work)
    with pytest.raises(NotFound):
        await database.write(work_in_vain)

    rows = await database.all(
        "select kind, object_id, object_version, payload, created_at from events where store_id = $1", store
    )
    assert [tuple(row) for row in rows] == [("box.moved", 5, 2, '{"held": 3}', NOW)]


@pytest.mark.parametrize("held", [False, True], ids=["of the pool", "on one connection"])
async def test_events_that_cannot_be_written_take_the_change_with_them(shared: Database, *, held: bool) -> None:
    async def work(tx: Tx) -> None:
        await tx.run("update boxes set held = 0")
        tx.emit(outbox.Event(404, "box.moved", 5, 2, {"held": 3}))

    async with shared.pinned() as one:
        database = one if held else shared
        with pytest.raises(Clash):
            await database.write(work)
        assert await database.value("select sum(held) from boxes") == 30
        async with database.begin() as tx:
            await tx.run("update boxes set held = 1")
        assert await shared.value("select sum(held) from boxes") == 2


async def _store(database: Database) -> int:
    owner = await database.value(
        "insert into users (display_name, created_at, updated_at) values ('a', now(), now()) returning id"
    )
    return int(
        await database.value(
            "insert into stores (owner_id, name, category, public_slug, language, created_at, updated_at) "
            "values ($1, 'a', 'a', 'a', 'en', now(), now()) returning id",
            owner,
        )
    )


# ── against each other ──


async def test_two_that_lock_each_other_out_both_succeed(shared: Database) -> None:
    both_hold_one = asyncio.Barrier(2)
    attempts = {1: 0, 2: 0}

    async def move(first: int, second: int) -> None:
        async def work(tx: Tx) -> None:
            attempts[first] += 1
            await tx.run("update boxes set held = held + 1 where id = $1", first)
            if attempts[first] == 1:
                await both_hold_one.wait()
            await tx.run("update boxes set held = held + 1 where id = $1", second)

        await shared.write(work)

    await asyncio.gather(move(1, 2), move(2, 1))

    assert sorted(attempts.values()) == [1, 2], "exactly one of the two lost once"
    assert [row["held"] for row in await shared.all("select held from boxes order by id")] == [12, 22]


async def test_a_serialization_failure_is_tried_again(shared: Database) -> None:
    tries = 0

    async def work(tx: Tx) -> None:
        nonlocal tries
        tries += 1
        await tx.run("set transaction isolation level repeatable read")
        held = await tx.value("select held from boxes where id = 1")
        if tries == 1:
            await shared.run("update boxes set held = held + 5 where id = 1")
        await tx.run("update boxes set held = $1 where id = 1", held + 1)

    await shared.write(work)

    assert tries == 2
    assert await shared.value("select held from boxes where id = 1") == 16


async def test_who_always_loses_is_told_to_come_back(shared: Database) -> None:
    tries = 0

    async def work(tx: Tx) -> None:
        nonlocal tries
        tries += 1
        await tx.run("update boxes set held = 0")
        raise Again

    with pytest.raises(Unavailable):
        await shared.write(work)
    assert tries == ATTEMPTS
    assert await shared.value("select sum(held) from boxes") == 30


# ── the server goes away ──


async def test_without_a_server_the_database_is_unavailable() -> None:
    async with connect("postgresql://nobody@127.0.0.1:1/nothing", Clock()) as database:
        with pytest.raises(Unavailable):
            await database.value("select 1")
        with pytest.raises(Unavailable):
            async with database.begin():
                raise AssertionError("never comes here")


async def test_a_connection_that_is_cut_is_replaced(committed: Database) -> None:
    async def work(tx: Tx) -> None:
        backend = await tx.value("select pg_backend_pid()")
        assert await committed.value("select pg_terminate_backend($1, 5000)", backend)
        await tx.value("select 1")

    with pytest.raises(Unavailable):
        await committed.write(work)
    assert await committed.value("select 1") == 1


async def test_a_pool_that_is_used_up_is_unavailable(server_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("serai.kit.db.PATIENCE", 0.05)
    async with connect(server_url, Clock(), size=1) as database:
        async with database.begin():
            with pytest.raises(Unavailable):
                await database.value("select 1")
        assert await database.value("select 1") == 1


# ── our own mistakes stay what they are ──


@pytest.mark.parametrize(
    ("statement", "values", "error"),
    [
        ("select $1::bigint", (2**63,), asyncpg.DataError),
        ("select $1::bigint", ("seven",), asyncpg.DataError),
        ("select $1::bigint", (), asyncpg.InterfaceError),
        ("select nothing", (), asyncpg.UndefinedColumnError),
    ],
)
async def test_a_wrong_call_does_not_look_like_a_missing_server(
    database: Database, statement: str, values: tuple[object, ...], error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        await database.value(statement, *values)
    assert caught.value.__cause__ is not caught.value


# ── no state stays behind ──


async def test_a_local_setting_ends_with_its_transaction(server_url: str) -> None:
    async with connect(server_url, Clock(), size=1) as database:
        async with database.begin() as tx:
            await tx.script("set local lock_timeout = '7s'")
            assert await tx.value("show lock_timeout") == "7s"

        assert await database.value("show lock_timeout") == "0"
        assert await database.value("show timezone") == "UTC"
