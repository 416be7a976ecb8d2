"""What a listing can be narrowed by further. One statement.

Each group, and the price, is counted without its own selection, so that a shopper can widen it again.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import msgspec

from serai.core.search import narrow, sets
from serai.core.search.model import Facets, Filter, GroupCount, ValueCount
from serai.core.search.sets import Sets
from serai.core.stores import ShopCountry
from serai.kit.db import Db, Row
from serai.kit.sql import Where

_GROUPS: Final = """coalesce((
         select json_agg(json_build_array(f.id, f.name, f.labels, f.kind, f.counts) order by f.id)
           from (
             select g.id, g.name, g.labels, g.kind,
                    json_agg(json_build_array(w.id, w.value, w.labels, t.products) order by t.products desc, w.id) as counts
               from tallies t
               join attribute_values w on w.store_id = $1 and w.id = t.thing_id
               join attribute_groups g on g.store_id = $1 and g.id = w.group_id
              where t.kind = 'value' and t.products > 0
              group by g.id, g.name, g.labels, g.kind) f), '[]')"""

_BRANDS: Final = """coalesce((
         select json_agg(json_build_array(b.id, b.slug, b.names || jsonb_build_object('', b.name), t.products)
                         order by t.products desc, b.id)
           from tallies t
           join brands b on b.store_id = $1 and b.id = t.thing_id
          where t.kind = 'brand' and t.products > 0), '[]')"""

_CATEGORIES: Final = """coalesce((
         select json_agg(json_build_array(t.thing_id, t.products) order by t.thing_id)
           from tallies t where t.kind = 'category' and t.products > 0), '[]')"""

# A small rest is looked at: which conditions a product fails, as their places; what fails one counts for that one only. Where
# one group alone narrows a whole category, or everything (0), that group's own counts are kept ones.
# A large rest is counted in sets, its bounds are met along the indexes.
FACETS = f"""
with {{asked}}{{picked}}places as materialized (
  select 'value' as kind, w.id as thing_id, c.place
    from unnest({{names}}::text[], {{places}}::integer[]) c(name, place)
    join attribute_groups g on g.store_id = $1 and (lower(g.name) = c.name or g.id::text = c.name)
    join attribute_values w on w.store_id = $1 and w.group_id = g.id
   union all
  select 'brand', b.id, {{brand}}::integer from brands b where b.store_id = $1 and {{brand}}::integer > 0
), hits as materialized (
  select d.value_ids, d.brand_id, d.category_ids, d.min_minor, d.max_minor, d.reduction, d.live_at, f.failed[1] as failed
    from search_documents d
   cross join lateral (select array_remove(array[{{soft}}]::integer[], null)) f(failed)
   where d.store_id = $1 and d.shop_country_id = $2 and {{few}} and cardinality(f.failed) < 2{{filters}}
), tallies as (
  select t.kind, t.thing_id, count(*) as products
    from hits h
   cross join lateral (
     select 'value', unnest(h.value_ids)
      union all select 'brand', h.brand_id
      union all select 'category', unnest(h.category_ids)) t(kind, thing_id)
    left join places c on c.kind = t.kind and c.thing_id = t.thing_id
   where (select z.is_small from size z) and (h.failed is null or h.failed = c.place)
     and ({{base}}::bigint is null or c.place is null)
   group by t.kind, t.thing_id
   union all
  select n.kind, n.thing_id, n.products
    from search_counts n
    join places c on c.kind = n.kind and c.thing_id = n.thing_id
   where n.store_id = $1 and n.shop_country_id = $2 and n.category_id = {{base}} and (select z.is_small from size z)
   union all
  select t.kind, t.thing_id, {{without}}
    from (select s.kind, s.thing_id, {{counts}}
            from search_members s
           cross join line l
           where s.store_id = $1 and s.shop_country_id = $2 and s.kind in ('value', 'brand', 'category')
             and not (select z.is_small from size z)
           group by s.kind, s.thing_id) t
    left join places c on c.kind = t.kind and c.thing_id = t.thing_id
), sums as (
  select count(*) filter (where h.failed is null) as total,
         min(h.min_minor) filter (where h.failed is null or h.failed = {{price}}) as min_minor,
         max(h.max_minor) filter (where h.failed is null or h.failed = {{price}}) as max_minor,
         count(*) filter (where h.reduction > 0 and h.failed is null) as on_sale,
         count(*) filter (where h.live_at > $3 and h.failed is null) as new,
         min(h.reduction) filter (where h.reduction > 0 and h.failed is null) as min_reduction,
         max(h.reduction) filter (where h.reduction > 0 and h.failed is null) as max_reduction
    from hits h
  having (select z.is_small from size z)
   union all
  select z.total, (select d.min_minor {{priced}} order by d.min_minor limit 1),
         (select d.max_minor {{priced}} order by d.max_minor desc limit 1),
         (select count(*) {{found}} and d.reduction > 0), (select count(*) {{found}} and d.live_at > $3),
         (select d.reduction {{found}} and d.reduction > 0 order by d.reduction limit 1),
         (select d.reduction {{found}} and d.reduction > 0 order by d.reduction desc limit 1)
    from size z
   where not z.is_small
)
select s.total, s.min_minor, s.max_minor, s.on_sale, s.new, s.min_reduction, s.max_reduction,
       {_GROUPS} as groups, {_BRANDS} as brands, {_CATEGORIES} as categories
  from sums s
"""

COUNT: Final = "sum(bit_count(s.products & l.s{set}[s.stretch + 1])::integer) as p{set}"
FOUND: Final = "from search_documents d where d.store_id = $1 and d.shop_country_id = $2 and {is_in}"

# The same of everything: what is kept need not be counted.
_MINE: Final = FOUND.format(is_in="d.is_open")
OF_ALL = f"""
with tallies as (
  select n.kind, n.thing_id, n.products
    from search_counts n
   where n.store_id = $1 and n.shop_country_id = $2 and n.category_id = 0
)
select coalesce((select sum(t.products) from tallies t where t.kind = 'product'), 0)::bigint as total,
       (select d.min_minor {_MINE} order by d.min_minor limit 1) as min_minor,
       (select d.max_minor {_MINE} order by d.max_minor desc limit 1) as max_minor,
       (select count(*) {_MINE} and d.reduction > 0) as on_sale,
       (select count(*) {_MINE} and d.live_at > $3) as new,
       (select d.reduction {_MINE} and d.reduction > 0 order by d.reduction limit 1) as min_reduction,
       (select d.reduction {_MINE} and d.reduction > 0 order by d.reduction desc limit 1) as max_reduction,
       {_GROUPS} as groups, {_BRANDS} as brands, {_CATEGORIES} as categories
"""

_Texts = dict[str, str]
_VALUES: Final = msgspec.json.Decoder(list[tuple[int, str, _Texts, str, list[tuple[int, str, _Texts, int]]]])
_OF_BRANDS: Final = msgspec.json.Decoder(list[tuple[int, str, _Texts, int]])
_OF_CATEGORIES: Final = msgspec.json.Decoder(tuple[tuple[int, int], ...])


async def facets(db: Db, country: ShopCountry, filter_: Filter, *, locale: str, at: datetime) -> Facets:
    """Counts of what would be found, and bounds of prices and reductions."""
    where = Where(country.store_id, country.id, at - narrow.NEW_FOR)
    if filter_.is_plain and not filter_.categories:
        return _facets(await db.one(OF_ALL, *where.values), locale)
    asked = narrow.asked(where, filter_)
    hard = msgspec.structs.replace(filter_, min_minor=None, max_minor=None, values=(), but=(), either=frozenset())
    soft, places, found = _soft(where, filter_, Sets.of(where, hard, at=at))
    price = places.pop("", 0)
    counted = sorted({0, *places.values()})
    base = next(iter(hard.categories), 0) if len(soft) == 1 and places and hard.is_plain else None
    statement = FACETS.format(
        asked=asked,
        picked=found.picked(near=base is None),
        few=sets.IS_FEW,
        filters=found.rows,
        base=where.param(base),
        soft=", ".join(_place(condition, n) for n, condition in enumerate(soft, 1)),
        names=where.param(list(places)),
        places=where.param(list(places.values())),
        brand=where.param(places.get(narrow.BRAND, 0)),
        price=where.param(price),
        counts=", ".join(COUNT.format(set=n) for n in counted),
        without=f"case c.place {' '.join(f'when {n} then t.p{n}' for n in counted)} else t.p0 end",
        found=FOUND.format(is_in=sets.IS_IN.format(set=0, of="d")),
        priced=FOUND.format(is_in=sets.IS_IN.format(set=price, of="d")),
    )
    return _facets(await db.one(statement, *where.values), locale)


def _soft(where: Where, filter_: Filter, found: Sets) -> tuple[list[str], dict[str, int], Sets]:
    """(conditions, places from 1 by group, all as sets). Those of `either` are one; "" is the price."""
    soft: list[str] = []
    places: dict[str, int] = {}
    for together in narrow.groups_together(filter_):
        soft.append(" or ".join(narrow.condition(where, values) for values in together))
        places |= {values.group: len(soft) for values in together}
        found.keep_any(together, place=len(soft))
    for values in filter_.but:
        soft.append(f"({narrow.condition(where, values)}) is not true")
        found.keep_any([values], place=len(soft), but=True)
    bounds = where.apart()
    narrow.narrow_price(bounds, filter_)
    if bounds:
        soft.append(f"true{bounds.clause()}")
        places[""] = len(soft)
        found.make(bounds.clause(), place=len(soft))
    return soft, places, found


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
