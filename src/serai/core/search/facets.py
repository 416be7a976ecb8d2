"""What a listing can be narrowed by further. One statement.

Each group, and the price, is counted without its own selection, so that a shopper can widen it again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec

from serai.core.search import narrow
from serai.core.search.model import Facets, Filter, GroupCount, ValueCount
from serai.core.stores import ShopCountry
from serai.kit.db import Db, Row
from serai.kit.sql import Where

_GROUPS: Final = """coalesce((
         select json_agg(json_build_array(f.id, f.name, f.labels, f.kind, f.counts) order by f.id)
           from (
             select g.id, g.name, g.labels, g.kind,
                    json_agg(json_build_array(w.id, w.value, w.labels, t.products) order by t.products desc, w.id) as counts
               from (
                 select t.thing_id, w.group_id, sum(t.products)::bigint as products
                   from tallies t
                   join attribute_values w on w.store_id = $1 and w.id = t.thing_id
                   left join chosen c on c.group_id = w.group_id
                  where t.kind = 'value'
                    and ((t.failed is null and not (t.has_kept and c.place is not null)) or t.failed = c.place)
                  group by t.thing_id, w.group_id) t
               join attribute_values w on w.store_id = $1 and w.id = t.thing_id
               join attribute_groups g on g.store_id = $1 and g.id = w.group_id
              where t.products > 0
              group by g.id, g.name, g.labels, g.kind) f), '[]')"""

_BRANDS: Final = """coalesce((
         select json_agg(json_build_array(b.id, b.slug, b.names || jsonb_build_object('', b.name), t.products)
                         order by t.products desc, b.id)
           from (
             select t.thing_id, sum(t.products)::bigint as products
               from tallies t
              where t.kind = 'brand' and ((t.failed is null and not (t.has_kept and {brand} > 0)) or t.failed = {brand})
              group by t.thing_id) t
           join brands b on b.store_id = $1 and b.id = t.thing_id
          where t.products > 0), '[]')"""

_CATEGORIES: Final = """coalesce((
         select json_agg(json_build_array(t.thing_id, t.products) order by t.thing_id)
           from tallies t where t.kind = 'category' and t.failed is null and t.products > 0), '[]')"""

# Which conditions a product fails, as their places: what fails one counts for that one only. Where one condition alone
# narrows a whole category, its own group is counted already.
FACETS = f"""
with {{asked}}chosen as (
  select g.id as group_id, c.place
    from unnest({{names}}::text[], {{places}}::integer[]) c(name, place)
    join attribute_groups g on g.store_id = $1 and (lower(g.name) = c.name or g.id::text = c.name)
), hits as materialized (
  select d.value_ids, d.brand_id, d.category_ids, d.min_minor, d.max_minor, d.reduction, d.live_at,
         array_remove(array[{{soft}}]::integer[], null) as failed
    from search_documents d
   where d.store_id = $1 and d.shop_country_id = $2{{filters}}
), kept as not materialized (
  select h.value_ids, h.brand_id, h.category_ids, h.min_minor, h.max_minor, h.reduction, h.live_at, h.failed[1] as failed
    from hits h
   where cardinality(h.failed) < 2
), tallies as (
  select 'value' as kind, t.id as thing_id, k.failed, count(*) as products, {{base}}::bigint is not null as has_kept
    from kept k cross join lateral unnest(k.value_ids) t(id)
   group by t.id, k.failed
   union all
  select 'brand', k.brand_id, k.failed, count(*), {{base}}::bigint is not null
    from kept k
   where k.brand_id is not null
   group by k.brand_id, k.failed
   union all
  select 'category', t.id, null, count(*), false
    from kept k cross join lateral unnest(k.category_ids) t(id)
   where k.failed is null
   group by t.id
   union all
  select n.kind, n.thing_id, 1, n.products, true
    from search_counts n
   where n.store_id = $1 and n.shop_country_id = $2 and n.category_id = {{base}} and n.kind in ('value', 'brand')
), sums as (
  select count(*) filter (where k.failed is null) as total,
         min(k.min_minor) filter (where k.failed is null or k.failed = {{price}}) as min_minor,
         max(k.max_minor) filter (where k.failed is null or k.failed = {{price}}) as max_minor,
         count(*) filter (where k.reduction > 0 and k.failed is null) as on_sale,
         count(*) filter (where k.live_at > $3 and k.failed is null) as new,
         min(k.reduction) filter (where k.reduction > 0 and k.failed is null) as min_reduction,
         max(k.reduction) filter (where k.reduction > 0 and k.failed is null) as max_reduction
    from kept k
)
select s.total, s.min_minor, s.max_minor, s.on_sale, s.new, s.min_reduction, s.max_reduction,
       {_GROUPS} as groups, {_BRANDS} as brands, {_CATEGORIES} as categories
  from sums s
"""

# The same of a whole category, or of everything (0): what is kept need not be counted.
_KEPT: Final = """chosen as (
  select null::bigint as group_id, null::integer as place where false
), tallies as (
  select n.kind, n.thing_id, null::integer as failed, n.products, false as has_kept
    from search_counts n
   where n.store_id = $1 and n.shop_country_id = $2 and n.category_id = {category}
)"""

OF_CATEGORY = f"""
with {_KEPT}, sums as (
  select count(*) as total, min(d.min_minor) as min_minor, max(d.max_minor) as max_minor,
         count(*) filter (where d.reduction > 0) as on_sale, count(*) filter (where d.live_at > $3) as new,
         min(d.reduction) filter (where d.reduction > 0) as min_reduction,
         max(d.reduction) filter (where d.reduction > 0) as max_reduction
    from search_documents d
   where d.store_id = $1 and d.shop_country_id = $2 and d.is_open and d.category_ids && array[{{category}}::bigint]
)
select s.total, s.min_minor, s.max_minor, s.on_sale, s.new, s.min_reduction, s.max_reduction,
       {_GROUPS} as groups, {_BRANDS.format(brand="0")} as brands, {_CATEGORIES} as categories
  from sums s
"""

_MINE: Final = "from search_documents d where d.store_id = $1 and d.shop_country_id = $2 and d.is_open"
OF_ALL = f"""
with {_KEPT}
select coalesce((select sum(t.products) from tallies t where t.kind = 'product'), 0)::bigint as total,
       (select d.min_minor {_MINE} order by d.min_minor limit 1) as min_minor,
       (select d.max_minor {_MINE} order by d.max_minor desc limit 1) as max_minor,
       (select count(*) {_MINE} and d.reduction > 0) as on_sale,
       (select count(*) {_MINE} and d.live_at > $3) as new,
       (select d.reduction {_MINE} and d.reduction > 0 order by d.reduction limit 1) as min_reduction,
       (select d.reduction {_MINE} and d.reduction > 0 order by d.reduction desc limit 1) as max_reduction,
       {_GROUPS} as groups, {_BRANDS.format(brand="0")} as brands, {_CATEGORIES} as categories
"""

_Texts = dict[str, str]
_VALUES: Final = msgspec.json.Decoder(list[tuple[int, str, _Texts, str, list[tuple[int, str, _Texts, int]]]])
_OF_BRANDS: Final = msgspec.json.Decoder(list[tuple[int, str, _Texts, int]])
_OF_CATEGORIES: Final = msgspec.json.Decoder(tuple[tuple[int, int], ...])


async def facets(db: Db, country: ShopCountry, filter_: Filter, *, locale: str, at: datetime) -> Facets:
    """Counts of what would be found, and bounds of prices and reductions."""
    where = Where(country.store_id, country.id, at - narrow.NEW_FOR)
    if filter_.is_plain:
        template = OF_CATEGORY if filter_.categories else OF_ALL
        category = where.param(filter_.categories[0] if filter_.categories else 0)
        return _facets(await db.one(template.format(category=category), *where.values), locale)
    asked = narrow.asked(where, filter_)
    hard = msgspec.structs.replace(filter_, min_minor=None, max_minor=None, values=(), but=(), either=frozenset())
    narrow.narrow_sale(where, hard)
    narrow.narrow(where, hard, at=at)
    soft, places = _soft(where, filter_)
    base = None
    if len(soft) == 1 and hard.is_plain and "" not in places and places:
        base = hard.categories[0] if hard.categories else 0
    filters = f"{where.clause()}{_near(soft, is_kept=base is not None)}"
    groups = [name for name in places if name]
    statement = FACETS.format(
        asked=asked,
        filters=filters,
        soft=", ".join(_place(condition, n) for n, condition in enumerate(soft, 1)),
        names=where.param(groups),
        places=where.param([places[name] for name in groups]),
        brand=where.param(places.get(narrow.BRAND, 0)),
        price=where.param(places.get("", 0)),
        base=where.param(base),
    )
    return _facets(await db.one(statement, *where.values), locale)


def _soft(where: Where, filter_: Filter) -> tuple[list[str], dict[str, int]]:
    """(conditions, places from 1 by group). Those of `either` are one; "" is the price."""
    soft: list[str] = []
    places: dict[str, int] = {}
    either = [values for values in filter_.values if values.group in filter_.either]
    sets = [[values] for values in filter_.values if values not in either] + ([either] if either else [])
    for together in sets:
        soft.append(" or ".join(narrow.condition(where, values) for values in together))
        places |= {values.group: len(soft) for values in together}
    soft += [f"({narrow.condition(where, values)}) is not true" for values in filter_.but]
    bounds = []
    if filter_.min_minor is not None:
        bounds.append(f"d.max_minor >= {where.param(filter_.min_minor)}")
    if filter_.max_minor is not None:
        bounds.append(f"d.min_minor <= {where.param(filter_.max_minor)}")
    if bounds:
        soft.append(" and ".join(bounds))
        places[""] = len(soft)
    return soft, places


def _near(soft: Sequence[str], *, is_kept: bool) -> str:
    """That a product fails one condition at most; none where what fails it is kept. So the indexes narrow it down."""
    if len(soft) < 2:
        return f"\n   and ({soft[0]})" if is_kept else ""
    others = (" and ".join(f"({c})" for k, c in enumerate(soft) if k != n) for n in range(len(soft)))
    return f"\n   and ({' or '.join(f'({each})' for each in others)})"


def _place(condition: str, place: int) -> str:
    return f"case when ({condition}) is not true then {place} end"


def _facets(row: Row | None, locale: str) -> Facets:
    if row is None:
        raise RuntimeError("sums without a row")
    groups = [
        GroupCount(id_, key, labels.get(locale) or key, kind, _counts(own, locale))
        for id_, key, labels, kind, own in _VALUES.decode(row["groups"])
    ]
    brands = tuple(
        ValueCount(id_, slug, names.get(locale) or names[""], n) for id_, slug, names, n in _OF_BRANDS.decode(row["brands"])
    )
    if brands:
        groups.insert(0, GroupCount(None, narrow.BRAND, "Brand", "simple", brands))
    return Facets(
        total=row["total"],
        groups=tuple(groups),
        categories=_OF_CATEGORIES.decode(row["categories"]),
        min_minor=row["min_minor"],
        max_minor=row["max_minor"],
        on_sale=row["on_sale"],
        new=row["new"],
        min_reduction=row["min_reduction"],
        max_reduction=row["max_reduction"],
    )


def _counts(own: Iterable[tuple[int, str, _Texts, int]], locale: str) -> tuple[ValueCount, ...]:
    return tuple(ValueCount(id_, text, labels.get(locale) or text, products) for id_, text, labels, products in own)
