"""Products like another one: those a merchant named, then those of its category that have most in common with it."""

from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from serai.core.catalog import ProductId
from serai.core.search import narrow
from serai.core.search.model import Filter
from serai.core.stores import ShopCountry
from serai.kit.db import Db
from serai.kit.sql import Where

# The last of a product's categories is its own, those before it are above it.
SIMILAR = """
with {asked}this as materialized (
  select d.category_ids[cardinality(d.category_ids)] as leaf, d.value_ids, d.brand_id, d.master_key,
         coalesce((select n.similar_ids from product_countries n
                    where n.store_id = $1 and n.shop_country_id = $2 and n.product_id = $4), array[]::bigint[]) as named
    from search_documents d
   where d.store_id = $1 and d.shop_country_id = $2 and d.product_id = $4 and $3::timestamptz is not null
), near as materialized (
  (select d.product_id, d.value_ids, d.brand_id
     from search_documents d
    where d.store_id = $1 and d.shop_country_id = $2 and d.product_id <> $4
      and d.product_id = any(array(select unnest(t.named) from this t))
      and (not {others} or d.master_key <> all(array(select t.master_key from this t))){filters})
   union
  (select d.product_id, d.value_ids, d.brand_id
     from search_documents d
    where d.store_id = $1 and d.shop_country_id = $2 and d.product_id <> $4
      and d.category_ids && array(select t.leaf from this t)
      and (not {others} or d.master_key <> all(array(select t.master_key from this t))){filters}
    limit {most})
)
select n.product_id as id,
       case when n.product_id = any(t.named) then 1
            else (1.0 + (select count(*) from unnest(n.value_ids) v(id) where v.id = any(t.value_ids))
                  + case when n.brand_id = t.brand_id then 1 else 0 end) / (3.0 + cardinality(t.value_ids)) end as score
  from near n
 cross join this t
 order by array_position(t.named, n.product_id), score desc, n.product_id desc
 limit {size}
"""

MOST: Final = 1_000
"""Products of a category that are looked at."""


class Similar(msgspec.Struct, frozen=True):
    """`score` from 0 to 1."""

    id: ProductId
    score: Decimal


async def similar(
    db: Db, country: ShopCountry, product: int, filter_: Filter, *, size: int, at: datetime, others_only: bool
) -> list[Similar]:
    """The most alike first. `others_only`: none with the same master key. One statement."""
    where = Where(country.store_id, country.id, at, product)
    asked = narrow.asked(where, filter_)
    narrow.narrow_sale(where, filter_)
    narrow.narrow(where, filter_, at=at)
    narrow.narrow_groups(where, filter_)
    statement = SIMILAR.format(
        asked=asked,
        filters=where.clause(),
        others=where.param(others_only),
        most=where.param(MOST),
        size=where.param(size),
    )
    rows = await db.all(statement, *where.values)
    return [Similar(ProductId(row["id"]), Decimal(row["score"]).quantize(Decimal("0.0001"))) for row in rows]
