"""Webhooks when things break: workers killed hard, receivers that hang, databases that go away, orders rolled back."""

import asyncio
import signal
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import quantiles

import pytest

from serai.core import orders
from serai.core.stores import Store
from serai.kit.db import Database
from tests.chaos.figures import figure
from tests.chaos.workers import Inbox, Process, emit, endpoint, inbox, start, until, until_all, working
from tests.factories import Make

pytestmark = pytest.mark.chaos

LEFT = "select count(*) from webhook_deliveries where store_id = $1 and status <> 'delivered'"
SENT = "select count(*) from webhook_deliveries where store_id = $1 and status = 'delivered'"
ATTEMPTS = "select count(*) from webhook_attempts where store_id = $1"
CUT = "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


async def _shops(database: Database, make: Make, stack: AsyncExitStack, count: int) -> tuple[list[Store], list[Inbox]]:
    """Stores, each with a receiver of its own."""
    stores = [await make.store() for _ in range(count)]
    boxes = [await stack.enter_async_context(inbox()) for _ in stores]
    for store, box in zip(stores, boxes, strict=True):
        await endpoint(database, store, box.listener.url)
    return stores, boxes


async def _all_settled(database: Database, stores: Sequence[Store]) -> bool:
    return not any([await database.value(LEFT, store.id) for store in stores])


async def _more_than(boxes: Sequence[Inbox], count: int) -> bool:
    return sum(len(box.times) for box in boxes) > count


async def _tried(database: Database, store: Store) -> bool:
    return bool(await database.value(ATTEMPTS, store.id))


async def test_killed_hard_again_and_again_nothing_is_lost(
    database: Database, make: Make, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events, kills = figure(10_000, 500), figure(20, 3)
    async with AsyncExitStack() as stack:
        stores, boxes = await _shops(database, make, stack, 5)
        numbers = [[f"{store.id}-{i}" for i in range(events // 5)] for store in stores]

        part = events // 5 // (kills + 1)
        workers: list[Process] = []
        try:
            for kill in range(kills + 1):
                parts = [n[kill * part : (kill + 1) * part if kill < kills else None] for n in numbers]
                await asyncio.gather(*(emit(database, s, p) for s, p in zip(stores, parts, strict=True)))
                workers = [start(url, tmp_path) for _ in range(2)]
                if kill < kills:  # in the middle of it: both of them, some of this part out and most of it not
                    before = sum(len(box.times) for box in boxes)
                    await until(lambda: _more_than(boxes, before + part // 2), seconds=120)  # noqa: B023
                    for worker in workers:
                        worker.send_signal(signal.SIGKILL)
                        worker.wait(10)
            await until_all(boxes, [set(n) for n in numbers], seconds=figure(900, 120))
            await until(lambda: _all_settled(database, stores), seconds=120)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait(10)

    assert [box.numbers for box in boxes] == [set(n) for n in numbers]
    assert all(len(box.times) == len(n) for box, n in zip(boxes, numbers, strict=True)), "a duplicate came under another id"
    assert all(len(bodies) == 1 for box in boxes for bodies in box.bodies.values())
    assert sum([await database.value(SENT, store.id) for store in stores]) == events
    twice = sum(sum(box.times.values()) for box in boxes) - events
    with capsys.disabled():
        sys.stderr.write(f"\n{events} events, {kills} kills: {events} delivered, {twice} twice\n")


async def test_one_that_hangs_does_not_slow_twenty_others(
    database: Database, make: Make, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queued, rounds = figure(5_000, 300), figure(60, 12)
    async with AsyncExitStack() as stack:
        stores, boxes = await _shops(database, make, stack, 20)
        hanging = await stack.enter_async_context(inbox(seconds=60))
        await endpoint(database, stores[0], hanging.listener.url)  # beside one that works, in the same store
        await emit(database, stores[0], [f"queued-{i}" for i in range(queued)])
        stack.enter_context(working(url, tmp_path))
        await until_all([hanging], [{"queued-0"}], seconds=120)
        await until_all(boxes[:1], [{f"queued-{i}" for i in range(queued)}], seconds=120)

        written: dict[str, float] = {}
        for i in range(rounds):
            for store in stores:
                await emit(database, store, [f"{store.id}-{i}"])
                written[f"{store.id}-{i}"] = time.monotonic()
            await asyncio.sleep(0.5)
        wanted = [{f"{store.id}-{i}" for i in range(rounds)} for store in stores]
        await until_all(boxes, wanted, seconds=120)

    delays = [box.came_at[n] - written[n] for box, ns in zip(boxes, wanted, strict=True) for n in ns]
    p50, p95 = quantiles(delays, n=20)[9], quantiles(delays, n=20)[18]
    with capsys.disabled():
        sys.stderr.write(
            f"\n{queued} queued at one that hangs; 20 others: p50 {p50:.2f} s, p95 {p95:.2f} s, worst {max(delays):.2f} s\n"
        )
    assert p95 < figure(2, 20)  # a short run shares its machine with other tests


async def test_a_rolled_back_order_tells_nobody(database: Database, make: Make, url: str, tmp_path: Path) -> None:
    each = figure(500, 50)
    store = await make.store()
    product, customer = await make.product(store, stock=10_000), await make.customer(store)
    draft = orders.Draft(customer=customer.id, lines=(orders.Wanted(product.id, 1),), ship_to=orders.Address(country="MA"))
    placed: list[str] = []
    rolled_back: list[str] = []
    gate = asyncio.Semaphore(10)

    async def one(number: int) -> None:
        async with gate:
            try:
                async with database.begin() as tx:
                    order = await orders.place(tx, store.id, draft, actor="test")
                    1 // (number % 2)
                placed.append(order.number)
            except ZeroDivisionError:
                rolled_back.append(order.number)

    async with inbox() as box:
        await endpoint(database, store, box.listener.url)
        with working(url, tmp_path):
            await asyncio.gather(*(one(n) for n in range(2 * each)))
            await until_all([box], [set(placed)], seconds=120)
            await asyncio.sleep(1.5)  # for what should not come

    assert len(placed) == len(set(placed)) == each
    assert len(rolled_back) == each
    assert box.numbers == set(placed)
    assert len(box.times) == each


async def test_a_database_that_goes_away_is_waited_for(database: Database, make: Make, url: str, tmp_path: Path) -> None:
    events = figure(1_000, 100)
    async with AsyncExitStack() as stack:
        (store,), (box,) = await _shops(database, make, stack, 1)
        worker = stack.enter_context(working(url, tmp_path))
        for i in range(10):
            await emit(database, store, [f"{i}-{n}" for n in range(events // 10)])
            await database.all(CUT)
            await asyncio.sleep(0.3)
        await until_all([box], [{f"{i}-{n}" for i in range(10) for n in range(events // 10)}], seconds=120)

        assert worker.poll() is None
    assert len(box.times) == events


async def test_told_to_stop_it_finishes_what_is_under_way(database: Database, make: Make, url: str, tmp_path: Path) -> None:
    store = await make.store()
    async with inbox(seconds=1) as box:
        await endpoint(database, store, box.listener.url)
        with working(url, tmp_path) as worker:
            await emit(database, store, ["one"])
            await until_all([box], [{"one"}], seconds=120)
            worker.terminate()
            code = await asyncio.to_thread(worker.wait, 60)

    assert code == 0
    assert await database.value(SENT, store.id) == 1
    assert await database.value(ATTEMPTS, store.id) == 1


async def test_without_leave_this_machine_is_not_called(database: Database, make: Make, url: str, tmp_path: Path) -> None:
    store = await make.store()
    async with inbox() as box:
        await endpoint(database, store, box.listener.url)
        await emit(database, store, ["one"])
        with working(url, tmp_path, SERAI_WEBHOOK_ALLOW=""):
            await until(lambda: _tried(database, store), seconds=120)

    assert box.listener.connections == 0
    said = await database.value("select error from webhook_attempts where store_id = $1", store.id)
    assert said == "Does not lead to the public internet."
