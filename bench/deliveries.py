"""Webhooks without the network: how fast deliveries are claimed, written and noted down, and what queueing adds to an order."""

import time
from collections.abc import Mapping
from importlib import import_module
from statistics import median
from typing import Final

from msgspec import Struct

from serai.core import accounts, catalog, customers, orders, stores, webhooks
from serai.core.accounts import Language
from serai.core.webhooks import Courier, Format
from serai.kit.crypto import Passwords, Vault
from serai.kit.db import Database
from serai.kit.outbox import Event
from serai.kit.outgoing import Answer, Outgoing
from serai.worker import WIRES

ENDPOINTS: Final = 20
EVENTS: Final = 500
"""Per endpoint, each in a store of its own."""
ORDERS: Final = 400
_WRITE: Final = import_module("serai.core.orders.write")
_VAULT: Final = Vault("a secret for the bench")

# The order's statement as it would be if nobody were told.
QUEUEING = """, queued as (
  insert into stores_with_events (store_id, event_id)
  select $1, id from told
)"""


class Deliveries(Struct, frozen=True):
    """Events made into deliveries, and deliveries claimed, rendered, signed and noted down, a second, by one worker."""

    fan_out_per_second: float
    per_second: float


class Enqueue(Struct, frozen=True):
    """Medians of placing an order, and what writing its event to the queue adds to one."""

    with_endpoint_ms: float
    without_endpoint_ms: float
    added_ms: float


class _Nowhere(Outgoing):
    """Every call succeeds at once."""

    async def post(
        self,
        url: str,  # noqa: ARG002
        body: bytes,  # noqa: ARG002
        headers: Mapping[str, str],  # noqa: ARG002
        *,
        seconds: float = 0,  # noqa: ARG002
        connect: float = 0,  # noqa: ARG002
    ) -> Answer:
        return Answer(200, {}, b"")


async def deliveries(database: Database) -> Deliveries:
    """One worker, everything queued before it starts."""
    own = [await _store(database, f"told-{number}") for number in range(ENDPOINTS)]
    for store in own:
        await _endpoint(database, store)
        await _emit(database, store)
    began = time.perf_counter()
    while await webhooks.fan_out(database, WIRES):
        continue
    made = time.perf_counter()
    await Courier(database, _VAULT, _Nowhere(), WIRES).settle()
    sent = time.perf_counter()
    count = ENDPOINTS * EVENTS
    return Deliveries(count / (made - began), count / (sent - made))


async def enqueue(database: Database) -> Enqueue:
    """The three in turns, so that whatever else the machine does falls on all of them."""
    told, quiet = await _store(database, "enqueue-told"), await _store(database, "enqueue-quiet")
    await _endpoint(database, told)
    drafts = {store: await _draft(database, store) for store in (told, quiet)}
    whole, bare = _WRITE.WRITE, _WRITE.WRITE.replace(QUEUEING, "")
    if whole == bare:
        raise RuntimeError("the order's statement has no queueing to leave out")
    found: dict[str, list[float]] = {"told": [], "quiet": [], "bare": []}
    for _ in range(ORDERS):
        found["told"].append(await _place(database, told, drafts[told]))
        found["quiet"].append(await _place(database, quiet, drafts[quiet]))
        _WRITE.WRITE = bare
        found["bare"].append(await _place(database, quiet, drafts[quiet]))
        _WRITE.WRITE = whole
    middle = {name: median(times) * 1000 for name, times in found.items()}
    return Enqueue(middle["told"], middle["quiet"], middle["told"] - middle["bare"])


async def _place(database: Database, store: stores.StoreId, draft: orders.Draft) -> float:
    began = time.perf_counter()
    async with database.begin() as tx:
        await orders.place(tx, store, draft, actor="bench")
    return time.perf_counter() - began


async def _store(database: Database, slug: str) -> stores.StoreId:
    signed = await accounts.register(
        database,
        Passwords(time_cost=1, memory_kib=8),
        email=f"{slug}@example.com",
        password="a password",  # noqa: S106 - of a database that is thrown away
        display_name=slug,
    )
    async with database.begin() as tx:
        made = await stores.create(
            tx, signed.user.id, name="Bench", category="bench", public_slug=f"bench-{slug}", language=Language.EN
        )
    return made.id


async def _endpoint(database: Database, store: stores.StoreId) -> None:
    async with database.begin() as tx:
        await webhooks.create(
            tx, _VAULT, store, url="https://shop.example/", events=["order.created"], format_=Format.SKALIA, secret=None
        )


async def _emit(database: Database, store: stores.StoreId) -> None:
    payload = {"number": "ORD-2026-000001", "state": "pending", "currency": "MAD", "total_minor": 134900}
    async with database.begin() as tx:
        for number in range(EVENTS):
            tx.emit(Event(store, "order.created", number + 1, 1, payload))


async def _draft(database: Database, store: stores.StoreId) -> orders.Draft:
    async with database.begin() as tx:
        customer = await customers.create(tx, store, customers.NewCustomer(email="jane@example.com", name="Jane Smith"))
        product = await catalog.create(tx, store, catalog.NewProduct(name="Item", price_minor=100, sellable=1_000_000))
    return orders.Draft(customer=customer.id, lines=(orders.Wanted(product.id, 1),), ship_to=orders.Address(country="MA"))
