"""Sales that begin and end by themselves.

A variant's own price is what it costs now, in every dialect alike; a sale to come, or one that will end, is noted beside
it. When its time comes a worker makes it the variant's price, or takes it back. A price that somebody sets meanwhile wins.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from serai.core.catalog.reprice import OwnPrice, reprice
from serai.core.catalog.touch import touch
from serai.core.inventory import VariantId
from serai.core.stores import StoreId
from serai.core.stores.due import taken_from
from serai.kit.db import Database, Row, Tx

MOST: Final = 200
"""Variants in one transaction."""

WATCH: Final = "insert into stores_with_sales (store_id, due_at) select $1, t.due_at from unnest($2::timestamptz[]) t (due_at)"

TAKE: Final = taken_from("stores_with_sales")

# Whoever changes prices holds their products.
LOCK: Final = """
select p.id
  from products p
 where p.store_id = $1 and p.removed_at is null
   and p.id in (
         select v.product_id
           from variants v
          where v.store_id = $1 and v.sale_minor is not null and coalesce(v.sale_from, v.sale_until) <= $2
            and v.removed_at is null
          order by coalesce(v.sale_from, v.sale_until)
          limit $3)
 order by p.id
   for no key update
"""

DUE: Final = """
select v.id, v.product_id, v.price_minor, v.compare_at_minor, v.sale_minor, v.sale_from, v.sale_until
  from variants v
 where v.store_id = $1 and v.product_id = any($3::bigint[]) and v.sale_minor is not null
   and coalesce(v.sale_from, v.sale_until) <= $2 and v.removed_at is null
 order by v.product_id, v.id
"""

PLAN: Final = """
update variants v
   set sale_minor = n.sale_minor, sale_from = null, sale_until = n.sale_until
  from unnest($2::bigint[], $3::bigint[], $4::timestamptz[]) n (id, sale_minor, sale_until)
 where v.store_id = $1 and v.id = n.id
"""


class Sale(Struct, frozen=True):
    """What a variant costs from `starts_at` (None: now) until before `ends_at` (None: for good); minor units."""

    minor: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class Terms(Struct, frozen=True):
    """A variant's own price and what it is compared to, and the sale that will change them."""

    price_minor: int
    compare_at_minor: int | None
    planned: Sale | None


def on_sale(regular: int, sale: Sale | None, *, at: datetime) -> Terms:
    """What a variant that normally costs `regular` costs at this time. Pure."""
    if sale is None or (sale.ends_at is not None and sale.ends_at <= at):
        return Terms(regular, None, None)
    if sale.starts_at is not None and at < sale.starts_at:
        return Terms(regular, None, sale)
    return Terms(sale.minor, regular, None if sale.ends_at is None else replace(sale, starts_at=None))


def turned(price: int, compare_at: int | None, sale: Sale, *, at: datetime) -> Terms:
    """What becomes of a variant when its sale begins or ends: nothing, when its price is no longer what the sale was about.

    Pure.
    """
    regular = max(price, compare_at or 0)
    if sale.starts_at is None:
        is_running = price == sale.minor and price < regular
        return Terms(regular, None, None) if is_running else Terms(price, compare_at, None)
    if sale.minor >= regular or (sale.ends_at is not None and sale.ends_at <= at):
        return Terms(price, compare_at, None)
    return on_sale(regular, sale, at=at)


async def watch(tx: Tx, store: StoreId, moments: Sequence[datetime]) -> None:
    """Have the store looked at when a sale begins or ends."""
    if moments:
        await tx.run(WATCH, store, list(moments))


async def turn_due(database: Database) -> int:
    """Let the sales of one store begin and end whose time has come; 0 when there are none anywhere."""

    async def work(tx: Tx) -> int:
        rows = await tx.all(TAKE, tx.now)
        if not rows:
            return 0
        await _turn(tx, StoreId(rows[0]["store_id"]))
        return 1

    return await database.write(work)


async def _turn(tx: Tx, store: StoreId) -> None:
    products = [row["id"] for row in await tx.all(LOCK, store, tx.now, MOST)]
    rows = await tx.all(DUE, store, tx.now, products)
    now = [(row, _turned(row, tx.now)) for row in rows]
    changed = [(row, own) for row, own in now if own.price_minor != row["price_minor"]]
    await reprice(tx, store, [OwnPrice(VariantId(row["id"]), own.price_minor, own.compare_at_minor) for row, own in changed])
    left = [own.planned for _, own in now]
    minors, ends = [sale and sale.minor for sale in left], [sale and sale.ends_at for sale in left]
    await tx.run(PLAN, store, [row["id"] for row in rows], minors, ends)
    await touch(tx, store, sorted({row["product_id"] for row, _ in changed}))
    await watch(tx, store, [sale.ends_at for sale in left if sale is not None and sale.ends_at is not None])
    if len(rows) >= MOST:
        await watch(tx, store, [tx.now])


def _turned(row: Row, at: datetime) -> Terms:
    sale = Sale(row["sale_minor"], row["sale_from"], row["sale_until"])
    return turned(row["price_minor"], row["compare_at_minor"], sale, at=at)
