"""Categories of shops as they are kept: whole documents, one statement.

A `shop` is here the one whose tree it is; others may show the same tree, each in its own countries.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from serai.core.navigation import rules
from serai.core.navigation.model import PropertyKey, PropertyKeyId, ShopCategory, ShopCategoryId
from serai.core.stores import StoreId
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound

DOCUMENT: Final = """json_build_object(
    'store_id', c.store_id, 'id', c.id, 'version', c.version, 'shop_id', c.shop_id, 'parent_id', c.parent_id,
    'left_sibling_id', (
      select b.id
        from shop_categories b
       where b.store_id = c.store_id and b.shop_id = c.shop_id and b.parent_id is not distinct from c.parent_id
         and b.position < c.position
       order by b.position desc
       limit 1),
    'names', c.names, 'supported_filters', c.supported_filters, 'is_excluded_from_search', c.is_excluded_from_search,
    'custom_data', c.custom_data, 'created_at', c.created_at, 'updated_at', c.updated_at,
    'rootline', (
      with recursive up as (
        select c.parent_id as id, c.slugs, 0 as height
         union all
        select a.parent_id, a.slugs, u.height + 1
          from up u
          join shop_categories a on a.store_id = c.store_id and a.id = u.id
      )
      select json_agg(u.slugs order by u.height desc) from up u),
    'sets', coalesce((
      select json_agg(json_build_object(
               'id', s.id, 'referenced', s.referenced_id, 'include', s.include_products, 'exclude', s.exclude_products,
               'is_new', s.is_new, 'criteria', s.criteria) order by s.position, s.id)
        from product_sets s
       where s.store_id = c.store_id and s.category_id = c.id), '[]'),
    'countries', coalesce((
      select json_agg(json_build_object(
               'shop_country_id', n.id, 'country', n.country, 'locale', n.language || '_' || n.country,
               'is_active', coalesce(k.is_active, true), 'is_visible', coalesce(k.is_visible, true),
               'is_excluded_from_search', coalesce(k.is_excluded_from_search, c.is_excluded_from_search),
               'properties', coalesce(k.properties, '{}'), 'custom_data', k.custom_data,
               'smart_sorting_key', k.smart_sorting_key, 'custom_sorting_key', k.custom_sorting_key, 'seo', k.seo
             ) order by n.id)
        from shop_countries n
        left join shop_category_countries k on k.store_id = n.store_id and k.category_id = c.id and k.shop_country_id = n.id
       where n.store_id = c.store_id and n.shop_id = any(array(
         select h.id from shops h where h.store_id = c.store_id and coalesce(h.category_tree_id, h.id) = c.shop_id))), '[]')
  )"""

GET: Final = f"""
select {DOCUMENT} as document
  from shop_categories c
 where c.store_id = $1 and c.shop_id = $2 and c.id = $3
"""

PAGE: Final = f"""
select {DOCUMENT} as document
  from shop_categories c
 where c.store_id = $1 and c.shop_id = $2 and c.id > $3
 order by c.id
 limit $4
"""

KEYS: Final = """
select id, key, is_inheritable
  from shop_category_property_keys
 where store_id = $1 and id > $2
 order by id
 limit $3
"""

# A key comes before an id that looks like one.
KEY: Final = """
select id, key, is_inheritable
  from shop_category_property_keys
 where store_id = $1 and (key = $3 or id = $2)
 order by key = $3 desc
 limit 1
"""

_DECODER: Final = msgspec.json.Decoder(ShopCategory)


async def get(db: Db, store: StoreId, shop: int, category: ShopCategoryId) -> ShopCategory:
    """One category of this shop. Raises NotFound. One statement."""
    row = await db.one(GET, store, shop, category)
    if row is None:
        raise NotFound("category")
    return _category(row)


async def after(db: Db, store: StoreId, shop: int, *, last: int, most: int) -> list[ShopCategory]:
    """The next `most` of a shop's categories by id. One statement."""
    return [_category(row) for row in await db.all(PAGE, store, shop, last, most)]


async def property_keys(db: Db, store: StoreId, *, last: int, most: int) -> Sequence[PropertyKey]:
    """The next `most` property keys by id."""
    return [_key(row) for row in await db.all(KEYS, store, last, most)]


async def property_key(db: Db, store: StoreId, which: str) -> PropertyKey:
    """One, by its key, else by its id. Raises NotFound."""
    row = await db.one(KEY, store, int(which) if which.isascii() and which.isdigit() and len(which) <= 18 else None, which)
    if row is None:
        raise NotFound("property key")
    return _key(row)


def _key(row: Row) -> PropertyKey:
    return PropertyKey(PropertyKeyId(row["id"]), row["key"], row["is_inheritable"])


def _category(row: Row) -> ShopCategory:
    found = _DECODER.decode(row["document"])
    countries = tuple(msgspec.structs.replace(c, path=rules.path_of(found.rootline, c.locale)) for c in found.countries)
    return msgspec.structs.replace(found, countries=countries)
