"""A living shop is upgraded from the previous release, step by step as docs/guides/operations.md says, while it sells.

Whatever was acknowledged is there afterwards, refusals are 503 at most and nobody's connection breaks. A migration that has to
wait behind a long read lets everybody else pass.
"""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from serai.core import stores
from serai.core.audit import audit
from serai.core.stores import StoreId
from serai.kit import migrate
from serai.kit.clock import Clock
from serai.kit.db import Database, connect
from tests.chaos import workers
from tests.chaos.figures import figure
from tests.chaos.releases import command, environment, previous
from tests.chaos.server import serving
from tests.conftest import make_services
from tests.factories import Make
from tests.kit.databases import empty

pytestmark = pytest.mark.chaos

BUYERS = 4
PAUSE = 0.05
"""Seconds between what one of them asks and the next."""
STEP = figure(500, 10)
"""Orders between one step of the upgrade and the next."""
PAST = figure(2000, 12)
"""Orders of before."""
DEADLINE = figure(900, 240)

WAITING = "select count(*) from pg_locks where not granted and mode = 'AccessExclusiveLock'"
ORDERS = "select id from orders where store_id = $1"
TABLES = """
select c.relname::text as name, array_agg(quote_ident(a.attname) order by a.attname) as columns
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
 where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migrations'
 group by 1
"""
BEHIND = "select (select count(*) from stores_with_changes) + (select count(*) from stores_with_events)"
FOUND = "select count(*) from search_documents where store_id = $1"
LISTED = "select count(*) from products where store_id = $1 and removed_at is null and status = 'active'"
UNLISTED = """
select count(*) from shop_countries c where not exists (select 1 from shop_directory d where d.shop_country_id = c.id)
"""


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The previous release's packages."""
    return previous(tmp_path / "previous")


@pytest.fixture
async def url(server_url: str) -> AsyncIterator[str]:
    async with empty(server_url) as made:
        yield made


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    async with connect(url, Clock(), size=5) as made:
        yield made


@pytest.fixture
async def past(url: str, old: Path, tmp_path: Path) -> dict[str, str]:
    """The previous release's schema with stores of every kind in it; how to run its commands."""
    settings = environment(url, tmp_path, old)
    assert (await command(["migrate"], settings))[0] == 0
    code, said = await command(["seed", "--products", "20", "--orders", str(PAST)], settings)
    assert code == 0, said
    return settings


@dataclass
class Balancer:
    """What stands before the servers: it asks those that take part in turn, and lets one go when nobody waits for it."""

    servers: list[httpx.AsyncClient]
    asked: int = 0
    busy: Counter[httpx.AsyncClient] = field(default_factory=Counter)

    async def ask(self, method: str, path: str, **more: object) -> httpx.Response:
        self.asked += 1
        server = self.servers[self.asked % len(self.servers)]
        self.busy[server] += 1
        try:
            return await server.request(method, path, **more)  # type: ignore[arg-type]
        finally:
            self.busy[server] -= 1

    async def leave(self, server: httpx.AsyncClient) -> None:
        self.servers.remove(server)

        async def idle() -> bool:
            return not self.busy[server]

        await workers.until(idle, seconds=DEADLINE)


@dataclass
class Shop:
    """A store, who buys there, and everything that was acknowledged."""

    balancer: Balancer
    store: str
    owner: dict[str, str]
    key: dict[str, str]
    product: int
    order: dict[str, object]
    orders: list[int] = field(default_factory=list)
    name: str = ""
    is_open: bool = True
    answers: Counter[int] = field(default_factory=Counter)

    @property
    def id(self) -> StoreId:
        return StoreId(int(self.store.removeprefix("store_")))

    async def buy(self) -> None:
        """Order after order, until the shop closes."""
        while self.is_open:
            answer = await self._ask("POST", "/salloq/api/orders", json=self.order, headers=self.key)
            if answer is not None:
                self.orders.append(answer.json()["data"]["id"])
            await asyncio.sleep(PAUSE)

    async def keep(self) -> None:
        """The merchant renames the product and looks at it."""
        path = f"/skalia/api/v1/products/prod_{self.product}"
        while self.is_open:
            name = f"Pot no {len(self.orders)}"
            if await self._ask("PATCH", path, json={"name": name}, headers=self.owner) is not None:
                self.name = name
                seen = await self._ask("GET", path, headers=self.owner)
                assert seen is None or seen.json()["item"]["name"] == name
            await asyncio.sleep(PAUSE)

    async def _ask(self, method: str, path: str, **more: object) -> httpx.Response | None:
        """The answer; None when it was to come again."""
        answer = await self.balancer.ask(method, path, **more)
        self.answers[answer.status_code] += 1
        assert answer.status_code in (200, 201, 503), answer.text
        return answer if answer.is_success else None

    async def sells(self, count: int) -> None:
        """Wait until so many more orders were acknowledged."""
        wanted = len(self.orders) + count

        async def enough() -> bool:
            return len(self.orders) >= wanted

        await workers.until(enough, seconds=DEADLINE)


async def _open(server: httpx.AsyncClient) -> Shop:
    person = {"email": "me@example.com", "password": "SecurePassword123!", "displayName": "Me"}
    token = (await server.post("/skalia/api/v1/auth/register", json=person)).json()["access_token"]
    owner = {"Authorization": f"Bearer {token}"}
    body = {"name": "A store", "category": "things", "publicSlug": "a-store", "language": "en"}
    store = (await server.post("/skalia/api/v1/stores", json=body, headers=owner)).json()["item"]["id"]
    made = await server.post(f"/skalia/api/v1/stores/{store}/api-keys", json={"name": "k", "dialect": "salloq"}, headers=owner)
    key = {"X-API-Key": made.json()["item"]["key"]}
    pot = await server.post("/salloq/api/products", json={"name": "A pot", "price": 10, "stock_qty": 1_000_000}, headers=key)
    buyer = {"email": "b@example.com", "password": "long enough", "first_name": "B", "last_name": "C"}
    customer = await server.post("/salloq/api/customers", json=buyer, headers=key)
    product = pot.json()["data"]["id"]
    order: dict[str, object] = {"customer_id": customer.json()["data"]["id"], "items": [{"product_id": product, "qty": 1}]}
    return Shop(Balancer([server]), store, owner, key, product, order)


async def _while_it_trades(shop: Shop, work: Callable[[], Awaitable[None]]) -> None:
    """Do the work; an answer that must not be ends it."""
    async with asyncio.timeout(DEADLINE), asyncio.TaskGroup() as group:
        for person in (shop.keep(), *(shop.buy() for _ in range(BUYERS))):
            group.create_task(person)
        await group.create_task(work())
        shop.is_open = False


async def _migrate_behind_a_long_read(shop: Shop, database: Database, settings: dict[str, str]) -> None:
    """A report reads for as long as it takes to sell on while the migration tries; then it gets through."""
    async with database.snapshot() as report:
        await report.all(ORDERS, shop.id)
        await report.all(LISTED, shop.id)
        migrating = asyncio.create_task(command(["migrate"], settings))

        async def waits() -> bool:
            return bool(await database.value(WAITING))

        await workers.until(waits, seconds=DEADLINE, every=0.01)
        await shop.sells(STEP)
        assert not migrating.done()
    code, said = await migrating
    assert (code, said.split()) == (0, [word for name in NEW for word in ("applied", name)])


NEW = [name for name in migrate.known() if name >= "0016"]


async def test_a_shop_sells_on_while_it_is_upgraded(
    past: dict[str, str], old: Path, url: str, tmp_path: Path, database: Database
) -> None:
    new = environment(url, tmp_path)
    async with AsyncExitStack() as stays, AsyncExitStack() as goes:
        before = await goes.enter_async_context(serving(url, tmp_path, PYTHONPATH=str(old)))
        worker = workers.start(url, tmp_path, PYTHONPATH=str(old))
        goes.callback(worker.wait)
        goes.callback(worker.kill)
        first = await stays.enter_async_context(before.client())
        shop = await _open(first)

        async def upgrade() -> None:
            await shop.sells(STEP)
            assert await command(["migrate", "--check"], new) == (1, "".join(f"pending {name}\n" for name in NEW))
            worker.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(worker.wait, DEADLINE) in (0, -signal.SIGTERM)  # that one: it was still starting
            await _migrate_behind_a_long_read(shop, database, new)
            assert await command(["migrate", "--check"], new) == (0, "nothing to do\n")
            await shop.sells(STEP)  # the previous release on the new schema

            after = await stays.enter_async_context(serving(url, tmp_path))
            second = await stays.enter_async_context(after.client())
            shop.balancer.servers.append(second)
            await shop.sells(STEP)  # both, in turn
            await shop.balancer.leave(first)
            await goes.aclose()
            stays.enter_context(workers.working(url, tmp_path))
            await shop.sells(STEP)

        await _while_it_trades(shop, upgrade)
        await _nothing_was_lost(shop, database)
        await _new_platforms_see_it(shop, database)
        assert [finding async for finding in audit(database)] == []
        code, said = await command(["doctor", "--deep"], new)
        assert code == 0, said


async def _nothing_was_lost(shop: Shop, database: Database) -> None:
    kept = {row["id"] for row in await database.all(ORDERS, shop.id)}
    assert kept >= set(shop.orders)
    left = await shop.balancer.ask("GET", f"/salloq/api/products/{shop.product}", headers=shop.key)
    assert (left.json()["data"]["name"], left.json()["data"]["stock_qty"]) == (shop.name, 1_000_000 - len(kept))


async def _new_platforms_see_it(shop: Shop, database: Database) -> None:
    """Orders and products of before, in the words of platforms that the previous release did not speak."""

    async def caught_up() -> bool:
        return not await database.value(BEHIND)

    await workers.until(caught_up, seconds=DEADLINE)
    make = Make(make_services(database))
    for row in await database.all("select id from stores"):
        store = StoreId(row["id"])
        assert await database.value(FOUND, store) == await database.value(LISTED, store)
    assert await database.value(UNLISTED) == 0
    store = await stores.get(database, shop.id)
    token = {"Authorization": f"Bearer {await make.salla_token(store)}"}
    orders = await shop.balancer.ask("GET", "/salla/admin/v2/orders", headers=token)
    assert orders.json()["pagination"]["total"] == len(await database.all(ORDERS, shop.id))
    key = {"X-Access-Token": await make.key(store, dialect="scayle")}
    order = await shop.balancer.ask("GET", f"/scayle/api/admin/v1/shops/sh/countries/MA/orders/{shop.orders[0]}", headers=key)
    assert order.json()["id"] == shop.orders[0], order.text


async def test_every_row_means_what_it_meant(past: dict[str, str], url: str, tmp_path: Path, database: Database) -> None:
    """Orders, products, stock, customers, codes, points, subscriptions: no column of any of them is another one afterwards."""
    columns = {row["name"]: row["columns"] for row in await database.all(TABLES)}
    before = {name: await _digest(database, name, columns[name]) for name in columns}
    assert all(before[name][0] for name in ("orders", "order_lines", "stock", "customers", "categories", "promo_codes")), before

    code, said = await command(["migrate"], environment(url, tmp_path))

    assert code == 0, said
    after = {name: await _digest(database, name, columns[name]) for name in columns}
    assert [name for name in columns if after[name] != before[name]] == ["shops"]
    assert await database.value("select count(*) from shops where key <> 'sh' or name is null") == 0
    assert [finding async for finding in audit(database)] == []
    assert await database.value(UNLISTED) == 0


async def _digest(database: Database, table: str, columns: Iterable[str]) -> tuple[int, str]:
    row = await database.one(
        f"select count(*) as n, md5(coalesce(string_agg(r, '' order by r), '')) as digest"
        f"  from (select row({', '.join(columns)})::text as r from {table}) t"
    )
    assert row is not None
    return row["n"], row["digest"]
