"""Which products are in which kept set, a bit each; written along with their documents, so that both agree.

Only what came or went is written: a product that sells out leaves one set, and a price changes none.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from serai.core.stores import StoreId
from serai.kit.db import Tx

MEMBERS = """
select m.shop_country_id, m.kind, m.thing_id, m.number >> 10 as stretch,
       bit_or(set_bit(0::bit(1024), m.number & 1023, 1))::text as products
  from (
    select d.shop_country_id, t.kind, t.id, d.number
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
     union all
    select d.shop_country_id, 'word', l.id, d.number
      from search_documents d
      join search_texts x on x.store_id = $1 and x.shop_country_id = d.shop_country_id and x.product_id = d.product_id
     cross join lateral unnest(tsvector_to_array(x.words)) w(lexeme)
      join search_lexemes l on l.store_id = $1 and l.lexeme = w.lexeme
     where d.store_id = $1 and d.product_id = any($2::bigint[])) m(shop_country_id, kind, thing_id, number)
 where m.number is not null
 group by 1, 2, 3, 4
"""

_CHANGES: Final = """
unnest($2::bigint[], $3::text[], $4::bigint[], $5::integer[], $6::text[]::bit(1024)[], $7::text[]::bit(1024)[])
       c(shop_country_id, kind, thing_id, stretch, before, after)"""

PUT_IN = f"""
insert into search_members as s (store_id, shop_country_id, kind, thing_id, stretch, products)
select $1::bigint, c.shop_country_id, c.kind, c.thing_id, c.stretch, c.after
  from {_CHANGES}
 where bit_count(c.after & ~c.before) > 0
on conflict (store_id, shop_country_id, kind, thing_id, stretch) do update set products = s.products | excluded.products
"""

TAKE_OUT = f"""
update search_members s
   set products = s.products & ~(c.before & ~c.after)
  from {_CHANGES}
 where s.store_id = $1 and s.shop_country_id = c.shop_country_id and s.kind = c.kind and s.thing_id = c.thing_id
   and s.stretch = c.stretch and bit_count(c.before & ~c.after) > 0
"""

# Of all texts that have the lexeme of `l`.
BITS_OF_TEXTS: Final = """(
select x.shop_country_id, x.number >> 10 as stretch, bit_or(set_bit(0::bit(1024), x.number & 1023, 1)) as products
  from search_texts x
 where x.store_id = $1 and x.number is not null and x.words @@ quote_literal(l.lexeme)::tsquery
 group by 1, 2)"""

NOBODY: Final = "0" * 1024

Members = Mapping[tuple[int, str, int, int], str]
"""By shop country, kind and id of the thing, and stretch: who of some products has it, as bits."""


async def of(tx: Tx, store: StoreId, ids: Sequence[int]) -> Members:
    """The sets that these products are in."""
    rows = await tx.all(MEMBERS, store, list(ids))
    return {(r["shop_country_id"], r["kind"], r["thing_id"], r["stretch"]): r["products"] for r in rows}


async def change(tx: Tx, store: StoreId, before: Members, after: Members) -> None:
    """Write who came to a set and who left one."""
    both = {key: (before.get(key, NOBODY), after.get(key, NOBODY)) for key in {**before, **after}}
    rows = [(*key, had, have) for key, (had, have) in both.items() if had != have]
    if rows:
        changes = [list(column) for column in zip(*rows, strict=True)]
        await tx.run(TAKE_OUT, store, *changes)
        await tx.run(PUT_IN, store, *changes)
