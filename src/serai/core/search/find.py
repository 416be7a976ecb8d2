"""Products of a listing: which, in what order, how many. One statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from serai.core.catalog import ProductId
from serai.core.search import narrow, sets
from serai.core.search.model import Filter, Found, Order
from serai.core.search.sets import Sets
from serai.core.search.wording import stems_of
from serai.core.stores import ShopCountry
from serai.kit.db import Db
from serai.kit.sql import Where

# How many of the words its name has; of two names the shorter one says less of anything else.
IN_TITLE: Final = "(strpos(d.title, {}) > 0)::integer"
IN_NAME: Final = "strpos(o.title, {}) > 0"
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

# What is common to sets is counted as bits; a small rest is looked at, a large one is met along the order.
_HITS: Final = """{asked}{picked}hits as materialized (
  select d.product_id, {key} as key
    from search_documents d
   where d.store_id = $1 and d.shop_country_id = $2 and $3::timestamptz is not null{filters}
)"""
_PAGE: Final = """case when z.is_small then (select count(*) from hits) else z.total end as total,
       case when z.is_small
       then array(select h.product_id from hits h order by h.key {direction}, h.product_id {direction}
                   limit {size} offset {offset})"""
_WALK: Final = """
       else array(select d.product_id
                    from search_documents d
                   where d.store_id = $1 and d.shop_country_id = $2 and {found}
                   order by {key} {direction}, d.product_id {direction}
                   limit {size} offset {offset}) end as ids
  from size z
"""
COUNTED = f"with {_HITS} select {_PAGE}{_WALK}"

# By relevance: where the shortest names fill the page with such as have every word, nothing can come before them.
RANKED = f"""with {_HITS}, best as materialized (
  select o.product_id, o.length
    from (select d.product_id, d.title, least(length(d.title), 999) as length
            from search_documents d
           where d.store_id = $1 and d.shop_country_id = $2
           order by least(length(d.title), 999), d.product_id desc
           limit {{short}}) o
   where {{known}} and {{has_all}}
   order by o.length, o.product_id desc
   limit {{size}}::bigint + {{offset}}::bigint
) select {_PAGE}
       when (select count(*) from best) = {{size}}::bigint + {{offset}}::bigint
       then array(select b.product_id from best b order by b.length, b.product_id desc offset {{offset}}){_WALK}"""

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
            large=where.param(sets.LARGE),
            key=KEYS[order],
            direction=DIRECTIONS[descending],
            size=where.param(size),
            offset=where.param(offset),
        )
        return await _found(db, statement, where)
    asked = narrow.asked(where, filter_)
    template, picked, ranked = PAGE, "", {}
    if _has_sets(filter_):
        template, picked = COUNTED, _sets(where, filter_, at=at).picked()
    elif order in _INDEXED and not _is_named(filter_):
        template = WIDE
    narrow.narrow_sale(where, filter_)
    narrow.narrow(where, filter_, at=at)
    narrow.narrow_groups(where, filter_)
    key = KEYS[Order.ID if order is Order.RELEVANCE else order]
    if order is Order.CUSTOM:
        key = KEYS[order].format(descending=where.param(descending), sortings=where.param(list(sortings)))
    elif order is Order.RELEVANCE and asked:
        stems = [where.param(stem) for stem in stems_of(filter_.term or "")]
        key = RELEVANCE.format(" + ".join(IN_TITLE.format(stem) for stem in stems))
        if template == COUNTED and descending:
            has_all = " and ".join(IN_NAME.format(stem) for stem in stems)
            template, ranked = RANKED, {"has_all": has_all, "short": where.param(sets.SHORT)}
    statement = template.format(
        asked=asked,
        picked=picked,
        found=sets.IS_IN.format(set=0, of="d"),
        known=sets.IS_IN.format(set=0, of="o"),
        **ranked,
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


def _sets(where: Where, filter_: Filter, *, at: datetime) -> Sets:
    found = Sets.of(where, filter_, at=at)
    for together in narrow.groups_together(filter_):
        found.keep_any(together)
    for values in filter_.but:
        found.keep_any([values], but=True)
    return found


def _is_named(filter_: Filter) -> bool:
    """Whether it names products, of which there are few."""
    return any((filter_.reference_keys, filter_.master_keys, filter_.codes))


def _has_sets(filter_: Filter) -> bool:
    kept = filter_.categories or filter_.values or filter_.but or filter_.term is not None or filter_.with_sold_out
    return bool(kept) and not _is_named(filter_) and filter_.campaign is None
