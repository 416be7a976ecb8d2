"""Which documents are behind: events are heard as they are fanned out, and a worker catches up with them."""

from collections.abc import Sequence
from typing import Final

from serai.core.catalog import ProductId
from serai.core.search.refresh import refresh
from serai.core.stores import StoreId
from serai.kit.db import Database, Tx

MOST: Final = 500
"""Changes of one store in one transaction."""
STRETCH: Final = 500
"""Products of a store that is gone through, in one transaction."""

HEAR = """
insert into stores_with_changes (store_id, event_id, due_at)
select $1::bigint, e.id, $3
  from events e
 where e.store_id = $1 and e.id = any($2::bigint[])
   and split_part(e.kind, '.', 1) in ('product', 'stock', 'price', 'variant', 'order', 'category', 'brand', 'attribute_group',
                                      'shop', 'shop_country', 'shop_category', 'settings')
"""

# All of one store's that are due: the one whose change waits longest.
TAKE = """
with first as (
  select store_id from stores_with_changes
   where due_at <= $1
   order by due_at, id
   limit 1
     for update skip locked
), mine as (
  select w.id
    from stores_with_changes w
    join first f on f.store_id = w.store_id
   where w.due_at <= $1
   order by w.after is not null, w.id
   limit $2
     for update of w skip locked
)
delete from stores_with_changes s
 using mine
 where s.id = mine.id
returning s.store_id, s.event_id, s.product_id, s.variant_id, s.after
"""

# What an event says about products: itself, one of its categories, its brand or a value, what an order took.
CONCERNED = """
select distinct c.product_id
  from events e
 cross join lateral (
   select e.object_id where e.kind like 'product.%'
    union all
   select v.product_id from variants v
    where v.store_id = e.store_id and v.id = e.object_id and split_part(e.kind, '.', 1) in ('stock', 'price', 'variant')
    union all
   select (l.line->>'product_id')::bigint from jsonb_path_query(e.payload, '$.lines[*]') l(line)
    where e.kind like 'order.%'
    union all
   select p.product_id
     from categories g
     join product_categories p on p.store_id = g.store_id and p.category_id = g.id
    where g.store_id = e.store_id and e.kind like 'category.%' and (g.id = e.object_id or e.object_id = any(g.ancestors))
    union all
   select p.id from products p where p.store_id = e.store_id and p.brand_id = e.object_id and e.kind like 'brand.%'
  ) c(product_id)
 where e.store_id = $1 and e.id = any($2::bigint[]) and c.product_id is not null
"""

OF_VARIANTS = "select distinct v.product_id from variants v where v.store_id = $1 and v.id = any($2::bigint[])"

# Events after which every document of the store may differ.
ALL_CONCERNED = """
select exists (
  select 1 from events e
   where e.store_id = $1 and e.id = any($2::bigint[])
     and (e.kind in ('attribute_group.updated', 'attribute_group.deleted')
          or split_part(e.kind, '.', 1) in ('shop', 'shop_country', 'shop_category', 'settings')))
"""

NEXT = """
select p.id from products p where p.store_id = $1 and p.id > $2 and p.removed_at is null order by p.id limit $3
"""

REBUILD = "insert into stores_with_changes (store_id, after, due_at) values ($1, $2, $3)"


async def hear(tx: Tx, store: StoreId, events: Sequence[int]) -> None:
    """Note that these events of the store were committed."""
    await tx.run(HEAR, store, list(events), tx.now)


async def rebuild(tx: Tx, store: StoreId) -> None:
    """Have every document of the store made again."""
    await tx.run(REBUILD, store, 0, tx.now)


async def catch_up(database: Database) -> int:
    """Bring one store's documents up to date with what is due; how many changes that were, 0 when none waits anywhere."""

    async def work(tx: Tx) -> int:
        rows = await tx.all(TAKE, tx.now, MOST)
        if not rows:
            return 0
        store = StoreId(rows[0]["store_id"])
        events = [row["event_id"] for row in rows if row["event_id"] is not None]
        products = {row["product_id"] for row in rows if row["product_id"] is not None}
        products |= {row["product_id"] for row in await tx.all(CONCERNED, store, events)} if events else set()
        variants = [row["variant_id"] for row in rows if row["variant_id"] is not None]
        products |= {row["product_id"] for row in await tx.all(OF_VARIANTS, store, variants)} if variants else set()
        starts = [row["after"] for row in rows if row["after"] is not None]
        if events and await tx.value(ALL_CONCERNED, store, events):
            starts.append(0)
        await refresh(tx, store, [ProductId(product) for product in products])
        if starts:
            await _go_on(tx, store, min(starts))
        return len(rows)

    return await database.write(work)


async def _go_on(tx: Tx, store: StoreId, after: int) -> None:
    """One stretch of going through a store; the rest is left for the next time."""
    found = [ProductId(row["id"]) for row in await tx.all(NEXT, store, after, STRETCH)]
    await refresh(tx, store, found)
    if len(found) == STRETCH:
        await tx.run(REBUILD, store, found[-1], tx.now)
