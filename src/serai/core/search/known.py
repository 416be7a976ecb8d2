"""The values and brands that products on sale have, for telling what somebody's words may mean. One statement."""

from typing import Final

import msgspec

from serai.core.search.model import GroupCount, ValueCount
from serai.core.search.narrow import BRAND
from serai.core.stores import ShopCountry
from serai.kit.db import Db

MOST: Final = 2_000

KNOWN = """
select json_build_array(g.id, g.name, g.labels, g.kind, json_agg(json_build_array(w.id, w.value, w.labels, n.products))
       ) as document
  from (select n.thing_id, n.products
          from search_counts n
         where n.store_id = $1 and n.shop_country_id = $2 and n.category_id = 0 and n.kind = 'value' and n.products > 0
         order by n.products desc, n.thing_id
         limit $3) n
  join attribute_values w on w.store_id = $1 and w.id = n.thing_id
  join attribute_groups g on g.store_id = $1 and g.id = w.group_id
 group by g.id, g.name, g.labels, g.kind
 union all
select json_build_array(null, 'brand', json_build_object(), 'simple',
         json_agg(json_build_array(b.id, b.slug, b.names || jsonb_build_object('', b.name), n.products)))
  from (select n.thing_id, n.products
          from search_counts n
         where n.store_id = $1 and n.shop_country_id = $2 and n.category_id = 0 and n.kind = 'brand' and n.products > 0
         order by n.products desc, n.thing_id
         limit $3) n
  join brands b on b.store_id = $1 and b.id = n.thing_id
having count(*) > 0
 union all
select json_build_array(null, '', json_build_object(), '',
         json_agg(json_build_array(n.thing_id, '', json_build_object(), n.products)))
  from search_counts n
 where n.store_id = $1 and n.shop_country_id = $2 and n.category_id = 0 and n.kind = 'category' and n.products > 0
having count(*) > 0
"""


class Known(msgspec.Struct, frozen=True):
    """`counts`: products by category."""

    groups: tuple[GroupCount, ...]
    counts: dict[int, int]


_DECODER: Final = msgspec.json.Decoder(tuple[int | None, str, dict[str, str], str, list[tuple[int, str, dict[str, str], int]]])


async def known(db: Db, country: ShopCountry, *, locale: str) -> Known:
    """By group, of each kind those that most products have."""
    found = [_DECODER.decode(row["document"]) for row in await db.all(KNOWN, country.store_id, country.id, MOST)]
    groups = tuple(
        GroupCount(
            id_,
            key,
            labels.get(locale) or ("Brand" if key == BRAND else key),
            kind,
            tuple(ValueCount(v, text, own.get(locale) or own.get("") or text, n) for v, text, own, n in values),
        )
        for id_, key, labels, kind, values in found
        if key
    )
    counts = {id_: n for _, key, _, _, values in found if not key for id_, _, _, n in values}
    return Known(groups, counts)
