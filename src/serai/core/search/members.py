"""Which products are in which kept set, a bit each; written along with their documents, so that both agree.

Only what came or went is written: a product that sells out leaves one set, and a price changes none.
"""

from collections.abc import Sequence
from typing import Final

from serai.core.stores import StoreId
from serai.kit.db import Tx

MEMBERS = """
select d.shop_country_id, t.kind, t.id as thing_id, d.product_id
  from search_documents d
 cross join lateral (
   select 'all', 0
    union all select 'stocked', 0 where not d.is_sold_out
    union all select 'timely', 0 where d.is_timely
    union all select 'priced', 0 where d.max_minor > 0
    union all select 'value', unnest(d.value_ids)
    union all select 'brand', d.brand_id where d.brand_id is not null
    union all select 'category', unnest(d.category_ids)) t(kind, id)
 where d.store_id = $1 and d.product_id = any($2::bigint[])
"""

_BITS: Final = """(
select r.shop_country_id, r.kind, r.thing_id, r.product_id >> 10 as stretch,
       bit_or(set_bit(0::bit(1024), (r.product_id & 1023)::integer, 1)) as products
  from unnest($2::bigint[], $3::text[], $4::bigint[], $5::bigint[]) r(shop_country_id, kind, thing_id, product_id)
 group by 1, 2, 3, 4)"""

PUT_IN = f"""
insert into search_sets as s (store_id, shop_country_id, kind, thing_id, stretch, products)
select $1::bigint, b.shop_country_id, b.kind, b.thing_id, b.stretch, b.products
  from {_BITS} b
on conflict (store_id, shop_country_id, kind, thing_id, stretch) do update set products = s.products | excluded.products
"""

TAKE_OUT = f"""
update search_sets s
   set products = s.products & ~b.products
  from {_BITS} b
 where s.store_id = $1 and s.shop_country_id = b.shop_country_id and s.kind = b.kind and s.thing_id = b.thing_id
   and s.stretch = b.stretch
"""

Members = set[tuple[int, str, int, int]]
"""By shop country, kind and id of the thing: the products that have it."""


async def of(tx: Tx, store: StoreId, ids: Sequence[int]) -> Members:
    """The sets that these products are in."""
    rows = await tx.all(MEMBERS, store, list(ids))
    return {(r["shop_country_id"], r["kind"], r["thing_id"], r["product_id"]) for r in rows}


async def change(tx: Tx, store: StoreId, before: Members, after: Members) -> None:
    """Write who came to a set and who left one."""
    if before - after:
        await tx.run(TAKE_OUT, store, *(list(column) for column in zip(*(before - after), strict=True)))
    if after - before:
        await tx.run(PUT_IN, store, *(list(column) for column in zip(*(after - before), strict=True)))
