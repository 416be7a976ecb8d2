"""The feed: nobody who goes on from the last event seen misses one, however slow its transaction was."""

import asyncio
from collections.abc import Sequence

import pytest

from serai.core import webhooks
from serai.core.stores import Store
from serai.core.webhooks import EventId, Format
from serai.kit.db import Database
from serai.kit.errors import NotFound
from serai.kit.outbox import Event
from tests.conftest import make_services
from tests.factories import Make


async def read(database: Database, stores: Sequence[Store], after: int | None = None, limit: int = 100) -> list[int]:
    ids = [store.id for store in stores]
    of = EventId(after) if after is not None else None
    return [id_ for id_, _ in await webhooks.events_after(database, ids, Format.SKALIA, after=of, limit=limit)]


async def read_all(database: Database, stores: Sequence[Store], count: int) -> list[int]:
    """The same as soon as there are so many. Transactions of other databases of the server can hold events back for a while."""
    async with asyncio.timeout(60):
        seen: list[int] = []
        while len(seen) < count:
            seen = await read(database, stores)
    return seen


async def emit(
    database: Database, store: Store, *, hold: asyncio.Event | None = None, begun: asyncio.Event | None = None
) -> None:
    """One event; with `hold`, its transaction has taken its ids and stays open until that is set."""
    async with database.begin() as tx:
        tx.emit(Event(store.id, "order.created", 1, 1, {}))
        await tx.flush()
        if begun is not None:
            begun.set()
        if hold is not None:
            await hold.wait()


async def test_a_slow_transaction_s_event_is_not_skipped(committed: Database) -> None:
    make = Make(make_services(committed))
    store = await make.store()
    hold, begun = asyncio.Event(), asyncio.Event()
    slow = asyncio.create_task(emit(committed, store, hold=hold, begun=begun))
    await begun.wait()
    await emit(committed, store)  # younger, and done before

    seen = await read(committed, [store])
    assert seen == []  # not told yet: the slow one would come before it
    hold.set()
    await slow
    seen = await read_all(committed, [store], 2)

    assert len(seen) == 2
    assert await read(committed, [store], after=seen[-1]) == []
    assert await read(committed, [store], after=seen[0]) == seen[1:]


async def test_walking_while_forty_write_sees_every_event_once(committed: Database) -> None:
    store = await Make(make_services(committed)).store()

    async def writer(number: int) -> None:
        for i in range(10):
            async with committed.begin() as tx:
                tx.emit(Event(store.id, "order.created", number, i, {}))
                await tx.flush()
                await asyncio.sleep(0.001 * ((number * 7 + i) % 5))

    writing = asyncio.gather(*(writer(n) for n in range(40)))
    seen: list[int] = []
    async with asyncio.timeout(120):
        while not writing.done() or len(seen) < 400:
            seen += await read(committed, [store], after=seen[-1] if seen else None, limit=7)
    await writing
    seen += await read(committed, [store], after=seen[-1])

    assert len(seen) == len(set(seen)) == 400


async def test_several_stores_in_one_order_and_foreign_events_unknown(committed: Database) -> None:
    make = Make(make_services(committed))
    one, two, foreign = await make.store(), await make.store(), await make.store()
    for store in (one, two, one, foreign):
        await emit(committed, store)

    seen = await read_all(committed, [one, two], 3)
    (other,) = await read_all(committed, [foreign], 1)

    assert len(seen) == 3
    assert [await read(committed, [one, two], after=id_, limit=1) for id_ in seen] == [[seen[1]], [seen[2]], []]
    with pytest.raises(NotFound):
        await read(committed, [one], after=other)
