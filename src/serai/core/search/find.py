"""Products of a listing: which, in what order, how many. One statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from serai.core.catalog import ProductId
from serai.core.search import narrow
from serai.core.search.model import Filter, Found, Order
from serai.core.search.wording import stems_of
from serai.core.stores import ShopCountry
from serai.kit.db import Db
from serai.kit.sql import Where

# How many of the words its name has; of two names the shorter one says less of anything else.
IN_TITLE: Final = "(strpos(d.title, {}) > 0)::integer"
RELEVANCE: Final = "({}) * 1000 - least(length(d.title), 999)"
KEYS: Final = {
    Order.ID: "d.product_id",
    Order.PRICE: "d.min_minor",
    Order.NEW: "d.live_at",
    Order.REDUCTION: "d.reduction",
    # The product's places under the keys in turn; where it has none it comes last.
    Order.CUSTOM: """array(
           select coalesce(s.sort_value, case when {descending} then -9223372036854775808 else 9223372036854775807 end)
             from unnest({sortings}::text[]) with ordinality k(key, n)
             left join product_sortings s on s.store_id = $1 and s.product_id = d.product_id and s.shop_country_id = $2
              and s.sort_key = k.key
            order by k.n)""",
}
_INDEXED: Final = (Order.ID, Order.PRICE, Order.NEW, Order.REDUCTION)
DIRECTIONS: Final = {True: "desc", False: "asc"}

# Narrow listings: all that match, then their order.
PAGE = """
with {asked}hits as materialized (
  select d.product_id, {key} as key
    from search_documents d
   where d.store_id = $1 and d.shop_country_id = $2 and $3::timestamptz is not null{filters}
)
select (select count(*) from hits) as total,
       array(select h.product_id from hits h order by h.key {direction}, h.product_id {direction}
              limit {size} offset {offset}) as ids
"""

# Wide ones: along the index of the order, as far as the page goes.
WIDE = """
select (select count(*) from search_documents d
         where d.store_id = $1 and d.shop_country_id = $2 and $3::timestamptz is not null{filters}) as total,
       array(select d.product_id
               from search_documents d
              where d.store_id = $1 and d.shop_country_id = $2{filters}
              order by {key} {direction}, d.product_id {direction}
              limit {size} offset {offset}) as ids
"""

# A category, or everything: its number is kept. A large category is a wide listing, a small one a narrow one.
KEPT = """
with kept as materialized (
  select coalesce(sum(n.products), 0)::bigint as total
    from search_counts n
   where n.store_id = $1 and n.shop_country_id = $2 and $3::timestamptz is not null and n.category_id = {category}
     and n.kind = 'product' and n.thing_id = 0
)
select k.total,
       case when {category} = 0 or k.total > {large}
       then array(select d.product_id
                    from search_documents d
                   where d.store_id = $1 and d.shop_country_id = $2 and d.is_open
                     and ({category} = 0 or {category} = any(d.category_ids))
                   order by {key} {direction}, d.product_id {direction}
                   limit {size} offset {offset})
       else array(select h.product_id
                    from (select d.product_id, {key} as key
                            from search_documents d
                           where d.store_id = $1 and d.shop_country_id = $2 and d.is_open
                             and d.category_ids && array[{category}::bigint]
                          offset 0) h
                   order by h.key {direction}, h.product_id {direction}
                   limit {size} offset {offset}) end as ids
  from kept k
"""

LARGE: Final = 3_000
"""Products in a category from which walking along the order is cheaper than sorting them."""

SIBLINGS = """
select d.product_id as id, array(
         select o.product_id
           from search_documents o
          where o.store_id = $1 and o.shop_country_id = $2 and o.master_key = d.master_key and o.product_id <> d.product_id
          order by o.product_id) as siblings
  from search_documents d
 where d.store_id = $1 and d.shop_country_id = $2 and d.product_id = any($3::bigint[])
"""


async def find(
    db: Db,
    country: ShopCountry,
    filter_: Filter,
    *,
    order: Order,
    descending: bool,
    size: int,
    offset: int,
    at: datetime,
    sortings: Sequence[str] = (),
) -> Found:
    """The page that starts after `offset` products. Past the end it is empty, with the true total all the same.

    `sortings` are the merchant's own keys, for Order.CUSTOM.
    """
    where = Where(country.store_id, country.id, at)
    if filter_.is_plain and order in _INDEXED:
        category = where.param(filter_.categories[0] if filter_.categories else 0)
        statement = KEPT.format(
            category=category,
            large=where.param(LARGE),
            key=KEYS[order],
            direction=DIRECTIONS[descending],
            size=where.param(size),
            offset=where.param(offset),
        )
        return await _found(db, statement, where)
    asked = narrow.asked(where, filter_)
    narrow.narrow_sale(where, filter_)
    narrow.narrow(where, filter_, at=at)
    narrow.narrow_groups(where, filter_)
    template = WIDE if _is_wide(filter_) and order in _INDEXED else PAGE
    key = KEYS[Order.ID if order is Order.RELEVANCE else order]
    if order is Order.CUSTOM:
        key = KEYS[order].format(descending=where.param(descending), sortings=where.param(list(sortings)))
    elif order is Order.RELEVANCE and asked:
        key = RELEVANCE.format(" + ".join(IN_TITLE.format(where.param(stem)) for stem in stems_of(filter_.term or "")))
    statement = template.format(
        asked=asked,
        filters=where.clause(),
        key=key,
        direction=DIRECTIONS[descending],
        size=where.param(size),
        offset=where.param(offset),
    )
    return await _found(db, statement, where)


async def siblings(db: Db, country: ShopCountry, products: Sequence[ProductId]) -> dict[ProductId, tuple[ProductId, ...]]:
    """The other products with the same master key, by product, each by id. One statement."""
    rows = await db.all(SIBLINGS, country.store_id, country.id, list(products))
    return {ProductId(row["id"]): tuple(row["siblings"]) for row in rows}


async def _found(db: Db, statement: str, where: Where) -> Found:
    row = await db.one(statement, *where.values)
    return Found((), 0) if row is None else Found(tuple(row["ids"]), row["total"])


def _is_wide(filter_: Filter) -> bool:
    """Whether nothing in it is expected to leave a small part only."""
    narrowing = (filter_.categories, filter_.values, filter_.reference_keys, filter_.master_keys, filter_.codes)
    return filter_.term is None and not any(narrowing)
