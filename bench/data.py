"""50,000 products with three variants each, over the 50 stores of one owner. Loaded by plain SQL, for speed."""

from typing import Final

from msgspec import Struct

from serai.core import accounts, apps, billing, customers, stores
from serai.core.accounts import Language
from serai.core.apps import KeyDialect
from serai.kit.crypto import Passwords
from serai.kit.db import Database, Tx

STORES: Final = 50
PER_STORE: Final = 1000
EMAIL: Final = "bench@example.com"
PASSWORD: Final = "a password for the bench"  # noqa: S105 - of a database that is thrown away

CATEGORIES = """
insert into categories (store_id, name, name_key, slug)
select $1, 'Category ' || n, 'category ' || n, 'category-' || n from generate_series(1, 20) n
"""
PRODUCTS = """
insert into products (store_id, name, slug, description, status, tags, vendor, brand_id, seo_title, option_names, search,
                      created_at, updated_at)
select $1, 'Handmade item no ' || n, 'handmade-item-' || n,
       'Made by hand in small numbers; every piece is a little different from the one before it. Number ' || n,
       'active', array['handmade', 'gift'], 'Atelier ' || n % 9,
       (select b.id from brands b where b.store_id = $1 and b.slug = 'atelier-' || n % 9), 'Handmade item ' || n, array['Size'],
       'handmade item no ' || n || ' made by hand in small numbers', at, at
  from generate_series(1, $2::integer) n
 cross join lateral (select $3::timestamptz - random() * n / n * interval '400 days' as at) t
"""
LINKS = """
insert into product_categories (store_id, product_id, category_id, position)
select p.store_id, p.id, c.id, 0
  from products p
  join categories c on c.store_id = $1 and c.slug = 'category-' || p.id % 20 + 1
 where p.store_id = $1
"""
IMAGES = """
insert into product_images (store_id, product_id, position, url, alt, is_primary)
select p.store_id, p.id, n, 'https://images.example.com/' || p.id || '-' || n || '.jpg', p.name, n = 0
  from products p
 cross join generate_series(0, 1) n
 where p.store_id = $1
"""
VARIANTS = """
insert into variants (store_id, product_id, is_default, position, name, options, sku, price_minor)
select p.store_id, p.id, n = 0, n, (array['Default Title', 'Small', 'Medium', 'Large'])[n + 1],
       case when n = 0 then '{}' else array[(array['Small', 'Medium', 'Large'])[n]] end, p.id || '-' || n,
       10000 + n * 500 + p.id % 97 * 100
  from products p
 cross join generate_series(0, 3) n
 where p.store_id = $1
"""
STOCK = """
insert into stock (store_id, variant_id, warehouse_id, on_hand)
select v.store_id, v.id, w.id, 1000000
  from variants v
  join warehouses w on w.store_id = $1 and w.is_default
 where v.store_id = $1
"""
MOVEMENTS = """
insert into stock_movements (store_id, variant_id, warehouse_id, on_hand_change, reserved_change, reason, created_at)
select k.store_id, k.variant_id, k.warehouse_id, k.on_hand, 0, 'counted', $2 from stock k where k.store_id = $1
"""
TOTALS = "update store_totals set products = $2 where store_id = $1"
USAGE = "update plan_usage set products = $2 where user_id = $1"
FILLED = "products, variants, stock, stock_movements, product_images, product_categories, categories, store_totals, stores"
PRODUCT_IDS = "select id from products where store_id = $1 order by id"


class Shop(Struct, frozen=True):
    """A store of the bench: its Salloq key, a customer, and its products."""

    id: int
    key: str
    customer: int
    products: list[int]


async def fill(database: Database) -> list[Shop]:
    """Make the owner and the stores; every constraint, total and ledger is as if the core had made the products."""
    owner = await owner_of(database)
    async with database.begin() as tx:
        shops = [await _shop(tx, owner, number) for number in range(STORES)]
        await tx.run(USAGE, owner, STORES * PER_STORE)
    await database.script(f"vacuum analyze {FILLED}")
    return shops


async def owner_of(database: Database) -> accounts.UserId:
    """Register the owner, on the largest plan."""
    signed = await accounts.register(database, Passwords(), email=EMAIL, password=PASSWORD, display_name="Bench")
    async with database.begin() as tx:
        await billing.start_plan(tx, signed.user.id, plan="enterprise", cycle=billing.Cycle.MONTHLY, until=None)
    return signed.user.id


async def _shop(tx: Tx, owner: accounts.UserId, number: int) -> Shop:
    slug = f"bench-{number}"
    store = await stores.create(tx, owner, name=slug, category="home", public_slug=slug, language=Language.EN)
    key = await apps.create_key(tx, store.id, name=slug, dialect=KeyDialect.SALLOQ, scopes=None, expires_at=None)
    buyer = await customers.create(tx, store.id, customers.NewCustomer(name="Jane Smith", email="jane@example.com"))
    await tx.run(CATEGORIES, store.id)
    await load(tx, store.id, PER_STORE, links=LINKS)
    products = [row["id"] for row in await tx.all(PRODUCT_IDS, store.id)]
    return Shop(store.id, key.text, buyer.id, products)


async def load(tx: Tx, store: accounts.StoreId, products: int, *, links: str) -> None:
    """Fill a store that has categories; `links` is the statement that puts products there."""
    await tx.run(PRODUCTS, store, products, tx.now)
    for statement in (links, IMAGES, VARIANTS, STOCK):
        await tx.run(statement, store)
    await tx.run(MOVEMENTS, store, tx.now)
    await tx.run(TOTALS, store, products)
