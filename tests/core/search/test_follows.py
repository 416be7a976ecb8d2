"""The search follows what is committed: within a second while a worker runs, and to the same end whoever is first."""

import asyncio
import time

from serai import worker
from serai.core import catalog, search, stores, webhooks
from serai.core.catalog import Handle, ProductChange
from serai.core.search.refresh import LOCK
from serai.core.webhooks import Courier
from serai.kit.db import Database
from serai.kit.outgoing import Outgoing
from tests.chaos.figures import figure
from tests.conftest import make_services
from tests.core.search.conftest import World
from tests.factories import Make

PROMISED = figure(1, 15)
"""Seconds; a short run shares its machine with other tests."""
PATIENCE = 60.0


async def _world(database: Database) -> World:
    make = Make(make_services(database))
    store = await make.store()
    return World(make, store, await stores.home(database, store.id))


async def _until_found(world: World, term: str) -> float:
    """Seconds until the listing has it."""
    database, started = world.make.database, time.monotonic()
    filter_ = search.Filter(term=term, is_fuzzy=False)
    while time.monotonic() - started < PATIENCE:
        at = database.clock.now()
        found = await search.find(
            database, world.country, filter_, order=search.Order.RELEVANCE, descending=True, size=1, offset=0, at=at
        )
        if found.total:
            break
        await asyncio.sleep(0.02)
    return time.monotonic() - started


async def test_a_change_is_found_within_a_second(committed: Database) -> None:
    world = await _world(committed)
    stop = asyncio.Event()
    outgoing = Outgoing()
    courier = Courier(committed, world.make.services.vault, outgoing, worker.WIRES)
    running = asyncio.create_task(worker.run(committed, stop, courier))
    took = []
    for n in range(5):
        product = await world.make.product(world.store, name=f"Lamp number{n}")
        took.append(await _until_found(world, f"number{n}"))
    async with committed.begin() as tx:
        await catalog.edit(tx, world.store.id, Handle(product.id), ProductChange(name="Torch"))
    took.append(await _until_found(world, "torch"))
    stop.set()
    await running
    await outgoing.close()

    assert sorted(took)[len(took) // 2] < PROMISED, took
    assert max(took) < PATIENCE


async def test_many_workers_and_writers_end_with_the_truth(committed: Database) -> None:
    world = await _world(committed)
    products = [await world.make.product(world.store, name=f"Lamp {n}", price=100) for n in range(4)]
    done = asyncio.Event()

    async def write(n: int) -> None:
        for price in range(101, 111):
            async with committed.begin() as tx:
                await catalog.edit(tx, world.store.id, Handle(products[n].id), ProductChange(price_minor=price))

    followers = [asyncio.create_task(_follow(committed, done)) for _ in range(3)]
    await asyncio.gather(*(write(n) for n in range(len(products))))
    done.set()
    await asyncio.gather(*followers)

    rows = await committed.all("select min_minor, is_open from search_documents where store_id = $1", world.store.id)
    assert [(row["min_minor"], row["is_open"]) for row in rows] == [(110, True)] * len(products)
    counts = "select products from search_counts where store_id = $1 and category_id = 0 and kind = 'product'"
    assert await committed.value(counts, world.store.id) == len(products)


async def test_products_made_at_once_are_numbered_without_gaps_and_wait_for_nobody(committed: Database) -> None:
    world = await _world(committed)
    done = asyncio.Event()

    async def write(n: int) -> None:
        for m in range(5):
            await world.make.product(world.store, name=f"Lamp {n} {m}")

    followers = [asyncio.create_task(_follow(committed, done)) for _ in range(3)]
    async with committed.begin() as tx:
        await tx.value(LOCK, world.store.id)  # no worker gets on meanwhile
        await asyncio.gather(*(write(n) for n in range(4)))
    done.set()
    await asyncio.gather(*followers)

    rows = await committed.all("select number from search_documents where store_id = $1 order by number", world.store.id)
    assert [row["number"] for row in rows] == list(range(20))


async def test_what_did_not_change_is_not_written_again(world: World) -> None:
    lamps = [await world.product(f"Lamp {n}") for n in range(3)]
    await world.make.searched()
    places = "select product_id, ctid::text as place from search_documents where store_id = $1"
    before = {row["product_id"]: row["place"] for row in await world.make.database.all(places, world.store.id)}

    async with world.make.database.begin() as tx:
        await catalog.edit(tx, world.store.id, Handle(lamps[1].id), ProductChange(price_minor=1234))
        await search.rebuild(tx, world.store.id)
    await world.make.searched()

    after = {row["product_id"]: row["place"] for row in await world.make.database.all(places, world.store.id)}
    assert {id_ for id_ in before if before[id_] != after[id_]} == {lamps[1].id}


async def _follow(database: Database, done: asyncio.Event) -> None:
    while not done.is_set() or await _behind(database):
        await webhooks.fan_out(database, {}, hear=search.hear)
        await search.catch_up(database)


async def _behind(database: Database) -> bool:
    waiting = "select exists (select 1 from stores_with_events) or exists (select 1 from stores_with_changes)"
    return bool(await database.value(waiting))
