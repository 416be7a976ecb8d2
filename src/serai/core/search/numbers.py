"""Numbers of a shop country's products, from 0 on and without large gaps: the places of their bits in `search_members`.

They are given in `refresh`, one transaction at a time in each store, so that whoever makes products waits for nobody. Those of
products that are gone are given again.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from serai.core.stores import StoreId
from serai.kit.db import Tx

OF_DOCUMENTS: Final = """
select d.shop_country_id, d.product_id, d.number
  from search_documents d
 where d.store_id = $1 and d.product_id = any($2::bigint[]) and d.number is not null
"""

# The least that are free: those that the set of all does not have, in its stretches and beyond the last.
FREE: Final = """
select c.shop_country_id, f.number
  from unnest($2::bigint[], $3::integer[]) c(shop_country_id, wanted)
 cross join lateral (
   select (e.stretch << 10) + n.n as number
     from (select g.stretch, s.products
             from generate_series(0, c.wanted / 1024 + 1 + (
                    select count(*)::integer from search_members a
                     where a.store_id = $1 and a.shop_country_id = c.shop_country_id and a.kind = 'all' and a.thing_id = 0)
                  ) g(stretch)
             left join search_members s on s.store_id = $1 and s.shop_country_id = c.shop_country_id and s.kind = 'all'
              and s.thing_id = 0 and s.stretch = g.stretch
            where s.products is null or bit_count(s.products) < 1024
            order by g.stretch
            limit c.wanted) e
    cross join generate_series(0, 1023) n(n)
    where e.products is null or get_bit(e.products, n.n) = 0
    order by 1
    limit c.wanted) f
 order by c.shop_country_id, f.number
"""

Numbers = Mapping[tuple[int, int], int]
"""By shop country and product."""


async def of(tx: Tx, store: StoreId, ids: Sequence[int]) -> Numbers:
    """Those that the products have."""
    rows = await tx.all(OF_DOCUMENTS, store, list(ids))
    return {(row["shop_country_id"], row["product_id"]): row["number"] for row in rows}


async def give(tx: Tx, store: StoreId, keys: Sequence[tuple[int, int]], had: Numbers) -> Numbers:
    """A number for each country and product: the one it had, or a free one."""
    new: dict[int, list[int]] = {}
    for country, product in keys:
        if (country, product) not in had:
            new.setdefault(country, []).append(product)
    given = {key: had[key] for key in keys if key in had}
    if new:
        rows = await tx.all(FREE, store, list(new), [len(products) for products in new.values()])
        for row in rows:
            given[row["shop_country_id"], new[row["shop_country_id"]].pop(0)] = row["number"]
    return given
