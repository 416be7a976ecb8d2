"""The demo stores: loaded once, safe to repeat, and the samples' figures as printed."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from serai.cli import seeds
from serai.cli.seeds import devskin, ids, keys, people, realistic, salla, salloq, scayle, skalia
from serai.core import apps, catalog, content, customers, orders, stores
from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.orders import OrderId, State
from serai.core.stores import StoreId
from serai.kit.clock import FrozenClock
from serai.kit.crypto import Vault, digest
from serai.kit.db import Database
from serai.kit.pages import Slice
from tests.factories import Make

ALL = [skalia.SLUG, salloq.SLUG, devskin.SLUG, salla.SLUG, scayle.SLUG, realistic.SLUG]
VAULT = Vault("a secret for tests")
FEW = {"products": 12, "orders": 15}
EVERYTHING = """
select 'users' as t, count(*), max(updated_at)::text from users union all
select 'plans', count(*), max(next_billing_at)::text from plan_subscriptions union all
select 'sessions', count(*), null from sessions union all
select 'stores', count(*), max(updated_at)::text from stores union all
select 'keys', count(*), null from api_keys union all
select 'products', count(*), max(updated_at)::text from products union all
select 'variants', count(*), null from variants union all
select 'movements', count(*), null from stock_movements union all
select 'customers', count(*), max(updated_at)::text from customers union all
select 'orders', count(*), max(updated_at)::text from orders union all
select 'events', count(*), max(created_at)::text from events
"""
KEPT_AND_COUNTED = """
select (select coalesce(sum(placed), 0) from order_numbers where store_id = $1),
       (select count(*) from orders where store_id = $1),
       (select products from store_totals where store_id = $1), (select count(*) from products where store_id = $1)
"""


async def slug_to_id(database: Database, slug: str) -> StoreId:
    return StoreId(await database.value("select id from stores where public_slug = $1", slug))


@pytest.fixture
async def loaded(database: Database) -> Database:
    assert await seeds.once(database, VAULT, **FEW) == ALL
    return database


async def test_a_second_run_changes_nothing(loaded: Database) -> None:
    before = await loaded.all(EVERYTHING)

    assert await seeds.once(loaded, VAULT, **FEW) == []

    assert await loaded.all(EVERYTHING) == before


async def test_a_run_after_one_that_failed_loads_the_rest(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(*_: object) -> None:
        raise RuntimeError("the power went out")

    with monkeypatch.context() as patch:
        patch.setattr(devskin, "_regular", breaks)
        with pytest.raises(RuntimeError):
            await seeds.once(database, VAULT, **FEW)
    assert await database.value("select count(*) from orders where store_id = 15") == 0

    assert await seeds.once(database, VAULT, **FEW) == [devskin.SLUG, salla.SLUG, scayle.SLUG, realistic.SLUG]


async def test_what_is_made_afterwards_keeps_clear_of_printed_numbers(loaded: Database) -> None:
    async with loaded.begin() as tx:
        store = await slug_to_id(loaded, realistic.SLUG)
        made = await catalog.create(tx, store, catalog.NewProduct(name="A lamp", price_minor=100))

    assert 10_000 < made.id < 11_000
    assert 10_000 < made.default.id < 11_000


async def test_a_plan_that_ran_out_is_paid_again(loaded: Database, clock: FrozenClock) -> None:
    clock.advance(90 * 86_400)

    await seeds.once(loaded, VAULT, **FEW)

    row = await loaded.one("select plan, started_at, next_billing_at from plan_subscriptions where user_id = 1234567890")
    assert row is not None
    assert tuple(row) == ("pro", people.SINCE, datetime(2026, 8, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("now", "due"),
    [("2026-04-08", "2026-05-01"), ("2026-01-15", "2026-02-01"), ("2026-04-20", "2026-06-01"), ("2026-12-20", "2027-02-01")],
)
def test_the_next_billing_is_a_first_of_the_month_two_weeks_away(now: str, due: str) -> None:
    assert people.next_billing(datetime.fromisoformat(f"{now}T10:00:00Z")) == datetime.fromisoformat(f"{due}T00:00:00Z")


async def test_skalias_store_is_as_printed(loaded: Database) -> None:
    store = await stores.get(loaded, StoreId(1234567890))

    assert (store.name, store.custom_domain, store.status) == ("My Awesome Store", "shop.example.com", stores.Status.LIVE)
    assert store.created_at == datetime(2026, 1, 1, tzinfo=UTC)
    assert store.published_at == store.updated_at == datetime(2026, 1, 15, 10, tzinfo=UTC)
    assert [page.id for page in await content.read_pages(loaded, store.id)] == [1234567890, 987654321]
    assert (await stores.read_settings(loaded, store.id)).zones[0].rate_minor == 5000


async def test_skalias_product_customer_and_order_are_as_printed(loaded: Database) -> None:
    store = [StoreId(1234567890)]
    product = await catalog.get(loaded, store, ProductId(1234567890))
    customer = await customers.get(loaded, store, CustomerId(1234567890))
    order = await orders.get(loaded, store, OrderId(1234567890))

    assert product.sellable == 50
    assert [(v.id, v.name, v.sellable) for v in product.named] == [(1, "Black", 30), (2, "Silver", 20)]
    assert product.updated_at == datetime(2026, 4, 8, 10, tzinfo=UTC)
    assert (customer.spending.orders, customer.spending.total_minor, customer.spending.average_minor) == (5, 674500, 134900)
    assert customer.spending.last_order_at == datetime(2026, 4, 8, 10, tzinfo=UTC)
    assert (order.number, order.total_minor, order.state) == ("ORD-2026-001234", 134900, State.PROCESSING)
    assert order.updated_at - order.placed_at == timedelta(hours=1)


async def test_salloqs_order_is_as_printed(loaded: Database) -> None:
    store = [await slug_to_id(loaded, salloq.SLUG)]
    order = await orders.get(loaded, store, OrderId(307))
    product = await catalog.get(loaded, store, ProductId(163))

    assert (order.subtotal_minor, order.tax_minor, order.shipping_minor, order.total_minor) == (14500, 1218, 800, 16518)
    assert (order.state, order.tracking_number, order.customer.id) == (State.SHIPPED, "1Z999AA1234567890", 2186)
    assert product.sellable == 25


async def test_devskins_order_and_customer_are_as_printed(loaded: Database) -> None:
    store = [StoreId(15)]
    order = await orders.get(loaded, store, OrderId(1234))
    customer = await customers.get(loaded, store, CustomerId(501))
    product = await catalog.get(loaded, store, ProductId(42))

    assert (order.number, order.subtotal_minor, order.total_minor) == ("ORD-2026-001234", 18990, 19990)
    assert (customer.spending.orders, customer.spending.total_minor) == (12, 245080)
    assert (product.sellable, product.default.price_minor) == (150, 9495)


async def test_sallas_order_is_as_printed(loaded: Database) -> None:
    store = [StoreId(123)]
    order = await orders.get(loaded, store, OrderId(456789))
    product = await catalog.get(loaded, store, ProductId(123456))

    assert (order.subtotal_minor, order.tax_minor, order.shipping_minor, order.total_minor) == (19998, 3000, 7001, 29999)
    assert [line.id for line in order.lines] == [111]
    assert product.sellable == 10


async def test_sallas_app_has_its_demo_tokens(loaded: Database) -> None:
    grant = await apps.authenticate_token(loaded, digest(keys.SALLA_ACCESS), at=loaded.clock.now())

    assert grant is not None
    assert (grant.store, grant.client_id) == (123, keys.SALLA_CLIENT)
    lengths = {len(text) for text in (keys.SALLA_ACCESS, keys.SALLA_REFRESH)}
    assert (len(keys.SALLA_CLIENT), len(keys.SALLA_SECRET), lengths) == (32, 48, {52})


async def test_scayles_shop_is_as_printed(loaded: Database) -> None:
    country = await stores.shop_country(loaded, scayle.SHOP_ID)
    product = await catalog.get(loaded, [country.store_id], ProductId(501))

    assert (country.shop_key, country.shop_name, country.locale) == ("oa", "Oakleaf DE", "en_GB")
    assert [(v.id, v.sku, v.sellable) for v in product.named] == [(7001, "TEE-01-green-M", 14)]
    assert product.updated_at == datetime(2026, 1, 20, 10, 15, tzinfo=UTC)


async def test_a_number_that_is_taken_stays_with_whom_it_has(database: Database, make: Make) -> None:
    before = await make.store()
    async with database.begin() as tx:
        async with ids.numbered(tx, products=163):
            await catalog.create(tx, before.id, catalog.NewProduct(name="An older lamp", price_minor=100))
        async with ids.numbered(tx, products=163):
            made = await catalog.create(tx, before.id, catalog.NewProduct(name="A lamp", price_minor=100))

    assert made.id != 163


async def test_a_database_from_before_gets_the_stores_under_other_numbers(database: Database, make: Make) -> None:
    async with database.begin() as tx, ids.numbered(tx, shop_countries=scayle.SHOP_ID, warehouses=3):
        before = await make.store()
    async with database.begin() as tx, ids.numbered(tx, categories=12, brands=71, variants=7000):
        await make.product(before, vendor="Oakleaf", categories=(catalog.CategoryRef(name="Shirts"),))

    assert await seeds.once(database, VAULT, **FEW) == ALL

    home = await stores.home(database, await slug_to_id(database, scayle.SLUG))
    assert (home.shop_key, home.id > ids.PRINTED) == ("oa", True)


async def test_prepared_numbers_do_not_count_as_orders(loaded: Database) -> None:
    found = await orders.page(loaded, [StoreId(1234567890)], orders.Filter(), Slice(1, 20))

    assert (found.total, len(found.items)) == (5, 5)


@pytest.mark.parametrize("slug", ALL)
async def test_kept_totals_are_the_counts(loaded: Database, slug: str) -> None:
    row = await loaded.one(KEPT_AND_COUNTED, await slug_to_id(loaded, slug))

    assert row is not None
    assert (row[0], row[2]) == (row[1], row[3])


async def test_the_realistic_store_has_as_much_as_asked_and_no_future(loaded: Database, clock: FrozenClock) -> None:
    store = [await slug_to_id(loaded, realistic.SLUG)]
    products = await catalog.page(loaded, store, catalog.Filter(), Slice(1, 100))
    placed = await orders.page(loaded, store, orders.Filter(), Slice(1, 100))

    assert (len(products.items), len(placed.items)) == (12, 15)
    assert max(order.updated_at for order in placed.items) <= clock.now()
    assert min(order.placed_at for order in placed.items) >= clock.now() - timedelta(days=91)
    assert [order.number for order in reversed(placed.items)] == sorted(order.number for order in placed.items)


class Undone(Exception):
    """Rolls back what was loaded."""


async def names_of_one_load(database: Database) -> list[str]:
    names: list[str] = []
    with contextlib.suppress(Undone):
        async with database.begin() as tx:
            await seeds.once(database, VAULT, **FEW)
            names = [row["name"] for row in await tx.all("select name from products order by created_at, id")]
            raise Undone
    return names


async def test_the_realistic_store_is_the_same_every_time(database: Database) -> None:
    first = await names_of_one_load(database)

    assert len(first) > FEW["products"]
    assert await names_of_one_load(database) == first


@pytest.mark.parametrize(
    ("key", "dialect", "slug"),
    [
        (keys.SALLOQ, apps.KeyDialect.SALLOQ, salloq.SLUG),
        (keys.SALLOQ_LARGE, apps.KeyDialect.SALLOQ, realistic.SLUG),
        (keys.DEVSKIN, apps.KeyDialect.DEVSKIN, devskin.SLUG),
        (keys.SCAYLE, apps.KeyDialect.SCAYLE, scayle.SLUG),
    ],
)
async def test_demo_keys_open_their_stores(loaded: Database, key: str, dialect: apps.KeyDialect, slug: str) -> None:
    holder = await apps.authenticate(loaded, digest(key), dialect, at=loaded.clock.now())

    assert holder is not None
    assert holder.store == await slug_to_id(loaded, slug)
    assert key.startswith(apps.rules.KINDS[dialect].head)
    assert len(apps.rules.new_text(dialect)[0]) == len(key)


async def test_two_that_load_at_once_load_once(committed: Database) -> None:
    first, second = await asyncio.gather(*(seeds.once(committed, VAULT, products=3, orders=2) for _ in range(2)))

    assert sorted(first + second) == sorted(ALL)


def test_the_lines_to_paste_name_the_keys() -> None:
    told = seeds.credentials("http://localhost:8000")

    assert f"http://localhost:8000/api/products?category=perfume&in_stock=true' -H 'X-API-Key: {keys.SALLOQ}'" in told
    assert people.JOHN.password in told
