"""Attribute groups with all their values, and how many products on sale have each. One statement."""

from collections.abc import Sequence
from typing import Final

import msgspec

from serai.core.search.model import GroupCount, ValueCount
from serai.core.search.narrow import BRAND
from serai.core.stores import ShopCountry
from serai.kit.db import Db

# The brands are a group that every store has by itself.
GROUPS = """
select json_build_array(g.id, g.name, g.labels, g.kind, coalesce((
         select json_agg(json_build_array(w.id, w.value, w.labels, coalesce(n.products, 0)) order by w.id)
           from attribute_values w
           left join search_counts n
             on n.store_id = w.store_id and n.shop_country_id = $2 and n.category_id = 0 and n.kind = 'value'
            and n.thing_id = w.id
          where w.store_id = g.store_id and w.group_id = g.id), '[]')) as document
  from attribute_groups g
 where g.store_id = $1 and g.is_shared and (lower(g.name) = any($3::text[]) or g.id = any($4::bigint[]))
 union all
select json_build_array(null, 'brand', json_build_object(), 'simple', coalesce((
         select json_agg(json_build_array(b.id, b.slug, b.names || jsonb_build_object('', b.name), coalesce(n.products, 0))
                         order by b.id)
           from brands b
           left join search_counts n
             on n.store_id = b.store_id and n.shop_country_id = $2 and n.category_id = 0 and n.kind = 'brand'
            and n.thing_id = b.id
          where b.store_id = $1 and b.is_active), '[]'))
 where 'brand' = any($3::text[])
"""

_Row = tuple[int | None, str, dict[str, str], str, list[tuple[int, str, dict[str, str], int]]]
_DECODER: Final = msgspec.json.Decoder(_Row)


async def groups(
    db: Db, country: ShopCountry, *, names: Sequence[str] = (), ids: Sequence[int] = (), locale: str
) -> list[GroupCount]:
    """Those of the names and ids that are shared groups."""
    low = [name.lower() for name in names]
    rows = [_DECODER.decode(row["document"]) for row in await db.all(GROUPS, country.store_id, country.id, low, list(ids))]
    return [
        GroupCount(
            id_,
            key,
            labels.get(locale) or ("Brand" if key == BRAND else key),
            kind,
            tuple(ValueCount(v, text, own.get(locale) or own.get("") or text, n) for v, text, own, n in values),
        )
        for id_, key, labels, kind, values in rows
    ]
