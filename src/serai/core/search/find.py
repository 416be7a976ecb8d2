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
from serai.kit.text import like

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
LETTERS: Final = 3
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
   where d.store_id = $1 and d.shop_country_id = $2 and $3::timestamptz is not null and {few}{filters}
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

# By relevance: where the shortest names fill the page with such as have every word that names have at all, nothing can come
# before them. Where few names have a word, these come first, then the others by their length.
RANKED = f"""with {_HITS}, short as not materialized (
  select d.product_id, d.number, d.title, least(length(d.title), 999) as length
    from search_documents d
   where d.store_id = $1 and d.shop_country_id = $2
   order by least(length(d.title), 999), d.product_id desc
   limit {{short}}
), stems as materialized (
  select array_agg(s.stem) filter (
           where not {{can_be_few}}::boolean or exists (select 1 from short o where o.title like s.stem)
              or (select count(*)
                    from (select 1
                            from search_documents d
                           where d.store_id = $1 and d.shop_country_id = $2 and d.title like s.stem
                           limit 1) f) > 0) as all
    from unnest({{stems}}::text[]) s(stem)
), best as materialized (
  select o.product_id, o.length
    from short o
   where {{known}} and case when (o.title like all((select s.all from stems s)::text[])) is not false then true end
   order by o.length, o.product_id desc
   limit {{size}}::bigint + {{offset}}::bigint
), named as materialized (
  select d.product_id, {{key}} as key
    from search_documents d
   where d.store_id = $1 and d.shop_country_id = $2 and {{found}} and d.title like any({{stems}}::text[])
   limit {{large}}::bigint + 1
) select {_PAGE}
       when (select count(*) from best) = {{size}}::bigint + {{offset}}::bigint
       then array(select b.product_id from best b order by b.length, b.product_id desc offset {{offset}})
       when {{can_be_few}}::boolean and (select count(*) from named) <= {{large}}::bigint
       then array(select u.product_id
                    from (select n.product_id, n.key from named n
                           union all
                          (select d.product_id, -least(length(d.title), 999)
                             from search_documents d
                            where d.store_id = $1 and d.shop_country_id = $2 and {{found}}
                              and d.title not like all({{stems}}::text[])
                            order by least(length(d.title), 999), d.product_id desc
                            limit {{size}}::bigint + {{offset}}::bigint)) u
                   order by u.key desc, u.product_id desc
                   limit {{size}} offset {{offset}}){_WALK}"""

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
        template, texts = KEPT, {"key": KEYS[order], "large": where.param(sets.LARGE)}
        texts["category"] = where.param(filter_.categories[0] if filter_.categories else 0)
    else:
        template, texts = _sought(where, filter_, order=order, descending=descending, at=at, sortings=sortings)
    direction, size_, offset_ = DIRECTIONS[descending], where.param(size), where.param(offset)
    row = await db.one(template.format(direction=direction, size=size_, offset=offset_, **texts), *where.values)
    return Found((), 0) if row is None else Found(tuple(row["ids"]), row["total"])


async def siblings(db: Db, country: ShopCountry, products: Sequence[ProductId]) -> dict[ProductId, tuple[ProductId, ...]]:
    """The other products with the same master key, by product, each by id. One statement."""
    rows = await db.all(SIBLINGS, country.store_id, country.id, list(products))
    return {ProductId(row["id"]): tuple(row["siblings"]) for row in rows}


def _sought(
    where: Where, filter_: Filter, *, order: Order, descending: bool, at: datetime, sortings: Sequence[str]
) -> tuple[str, dict[str, str]]:
    """The statement's template, and what stands in it but for the page."""
    asked = narrow.asked(where, filter_)
    by_rank = order is Order.RELEVANCE and bool(asked)
    key = KEYS[Order.ID if order is Order.RELEVANCE else order]
    if order is Order.CUSTOM:
        key = key.format(descending=where.param(descending), sortings=where.param(list(sortings)))
    elif by_rank:
        key = RELEVANCE.format(" + ".join(IN_TITLE.format(where.param(stem)) for stem in _stems(filter_)))
    if not _has_sets(filter_):
        narrow.narrow_sale(where, filter_)
        narrow.narrow(where, filter_, at=at)
        narrow.narrow_groups(where, filter_)
        template = WIDE if order in _INDEXED and not _is_named(filter_) else PAGE
        return template, {"asked": asked, "filters": where.clause(), "key": key}
    made = _sets(where, filter_, at=at)
    is_in = sets.IS_IN.format(set=0, of="d")
    texts = {"asked": asked, "picked": made.picked(), "filters": made.rows, "few": sets.IS_FEW, "found": is_in, "key": key}
    if by_rank and descending:
        return RANKED, texts | _ranked(where, _stems(filter_))
    return COUNTED, texts


def _ranked(where: Where, stems: Sequence[str]) -> dict[str, str]:
    """What else stands in RANKED. The names' index has parts of three letters."""
    return {
        "known": sets.IS_IN.format(set=0, of="o"),
        "short": where.param(sets.SHORT),
        "stems": where.param([like(stem) for stem in stems]),
        "can_be_few": where.param(all(len(stem) >= LETTERS for stem in stems)),
        "large": where.param(sets.NAMED),
    }


def _stems(filter_: Filter) -> list[str]:
    return stems_of(filter_.term or "")


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
