"""Products with everything, still one statement whatever the size of the page. Wider than `read`: only for who shows it."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from serai.core.catalog import read
from serai.core.catalog.full import Full
from serai.core.catalog.model import Handle, ProductId
from serai.core.stores import StoreId
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice

# `offset 0` has what an array names read one by one, along the key: joined, all of the store's would be read each time.
ATTRIBUTES: Final = """coalesce((
         select json_agg(row_to_json(d) order by d.group_id)
           from (
             select a.group_id, g.name, g.labels, g.kind, g.cluster, g.is_shared, a.value, a.specific,
                    coalesce((
                      select json_agg(json_build_object('id', w.id, 'value', w.value, 'labels', w.labels) order by u.n)
                        from unnest(a.value_ids) with ordinality u(id, n)
                       cross join lateral (
                         select w.id, w.value, w.labels
                           from attribute_values w where w.store_id = a.store_id and w.id = u.id offset 0) w), '[]') as values
               from attributes a
               join attribute_groups g on g.store_id = a.store_id and g.id = a.group_id
              where a.store_id = {store} and a.owner = '{owner}' and a.owner_id = {id}) d), '[]')"""
_OF_PRODUCT: Final = ATTRIBUTES.format(store="p.store_id", owner="product", id="p.id")
_OF_VARIANT: Final = ATTRIBUTES.format(store="v.store_id", owner="variant", id="v.id")
_OF_IMAGE: Final = ATTRIBUTES.format(store="i.store_id", owner="image", id="i.id")
_OF_MASTER: Final = ATTRIBUTES.format(store="m.store_id", owner="master", id="m.id")

LOCALE: Final = """(
         select h.language || '_' || h.country from shop_countries h where h.store_id = p.store_id order by h.id limit 1)"""

_CATEGORIES: Final = """coalesce((
         select json_agg(json_build_object(
                  'id', c.id, 'name', c.name, 'slug', c.slug, 'names', c.names, 'status', c.status,
                  'path', (
                    select json_agg(
                             json_build_object('id', s.id, 'name', s.name, 'names', s.names, 'slug', s.slug,
                                               'attributes', s.attributes) order by u.n)
                      from unnest(c.ancestors || c.id) with ordinality u(id, n)
                     cross join lateral (
                       select s.id, s.name, s.names, s.slug, s.attributes
                         from categories s where s.store_id = c.store_id and s.id = u.id offset 0) s)
                ) order by pc.position)
           from product_categories pc
           join categories c on c.store_id = pc.store_id and c.id = pc.category_id
          where pc.store_id = p.store_id and pc.product_id = p.id), '[]')"""

_IMAGES: Final = f"""coalesce((
         select json_agg(json_build_object(
                  'url', i.url, 'alt', i.alt, 'is_primary', i.is_primary, 'id', i.id, 'position', i.position,
                  'reference_key', i.reference_key, 'name', i.name, 'video_url', i.video_url, 'custom_data', i.custom_data,
                  'positions', i.positions, 'attributes', {_OF_IMAGE}
                ) order by i.position, i.id)
           from product_images i
          where i.store_id = p.store_id and i.product_id = p.id), '[]')"""

_VARIANTS: Final = f"""(
         select json_agg(json_build_object(
                  'id', v.id, 'is_default', v.is_default, 'name', v.name, 'options', v.options, 'sku', v.sku,
                  'barcode', v.barcode, 'price_minor', v.price_minor, 'compare_at_minor', v.compare_at_minor,
                  'image_url', v.image_url, 'extra', v.extra, 'custom_data', v.custom_data, 'cost_minor', v.cost_minor,
                  'gtin', v.gtin, 'mpn', v.mpn, 'weight_grams', v.weight_grams, 'weight_unit', v.weight_unit,
                  'sale_minor', v.sale_minor, 'sale_from', v.sale_from, 'sale_until', v.sale_until,
                  'on_hand', coalesce(k.on_hand, 0), 'reserved', coalesce(k.reserved, 0), 'attributes', {_OF_VARIANT}
                ) order by v.is_default desc, v.position, v.id)
           from variants v
           left join lateral (
             select sum(k.on_hand) as on_hand, sum(k.reserved) as reserved
               from stock k
              where k.store_id = v.store_id and k.variant_id = v.id) k on true
          where v.store_id = p.store_id and v.product_id = p.id
            and (v.removed_at is null or v.removed_at = p.removed_at))"""

_OPTIONS: Final = """coalesce((
         select json_agg(json_build_object(
                  'id', o.id, 'position', o.position, 'name', o.name, 'makes_variants', o.makes_variants, 'kind', o.kind,
                  'display', o.display, 'description', o.description, 'is_required', o.is_required,
                  'visibility', o.visibility, 'traits', o.traits,
                  'values', coalesce((
                    select json_agg(json_build_object(
                             'id', w.id, 'name', w.name, 'price_minor', w.price_minor, 'display_value', w.display_value,
                             'image_url', w.image_url, 'is_default', w.is_default) order by w.position, w.id)
                      from option_values w
                     where w.store_id = o.store_id and w.option_id = o.id), '[]')
                ) order by o.position, o.id)
           from product_options o
          where o.store_id = p.store_id and o.product_id = p.id), '[]')"""

_MASTER: Final = f"""json_build_object(
         'reference_key', coalesce(p.master_key, p.reference_key, p.slug),
         'id', m.id, 'attributes', case when m.id is null then '[]' else {_OF_MASTER} end)"""

_COUNTRIES: Final = """coalesce((
         select json_agg(json_build_object(
                  'shop_country_id', n.shop_country_id, 'shop_key', sh.key, 'country', sc.country,
                  'sellable_from', n.sellable_from, 'sellable_until', n.sellable_until, 'first_live_at', n.first_live_at,
                  'similar_ids', n.similar_ids) order by n.shop_country_id)
           from product_countries n
           join shop_countries sc on sc.store_id = n.store_id and sc.id = n.shop_country_id
           join shops sh on sh.store_id = sc.store_id and sh.id = sc.shop_id
          where n.store_id = p.store_id and n.product_id = p.id), '[]')"""

_BRAND: Final = """(
         select json_build_object('id', b.id, 'name', b.name, 'slug', b.slug, 'names', b.names, 'logo_url', b.logo_url,
                                  'cluster', b.cluster)
           from brands b
          where b.store_id = p.store_id and b.id = p.brand_id)"""

_TAGS: Final = """coalesce((
         select json_agg(json_build_object('id', t.id, 'name', t.name) order by u.n)
           from unnest(p.tags) with ordinality u(name, n)
          cross join lateral (
            select t.id, t.name from tags t where t.store_id = p.store_id and t.name = u.name offset 0) t), '[]')"""

DOCUMENT_FULL = f"""(
  select row_to_json(d)
    from (
      select p.store_id, p.id, p.version, p.name, p.slug, p.description, p.status, p.tags, p.vendor, p.product_type,
             p.seo_title, p.seo_description, p.track_inventory, p.low_stock_threshold, p.subscription_enabled,
             p.option_names, p.extra, p.created_at, p.updated_at, p.kind, p.is_blocked, p.is_hidden, p.first_live_at,
             p.subtitle, p.promotion_title, p.promotion_subtitle, p.max_per_order, p.requires_shipping, p.custom_data,
             p.traits, p.names as own_names, p.descriptions as own_descriptions,
             (select s.currency from stores s where s.id = p.store_id) as currency,
             (select e.tax_rate from store_settings e where e.store_id = p.store_id) as tax_rate,
             coalesce(p.reference_key, p.slug) as reference_key, p.reference_key is not null as has_key,
             {LOCALE} as locale, {_BRAND} as brand, {_CATEGORIES} as categories, {_IMAGES} as images,
             {_VARIANTS} as variants, {_OPTIONS} as options, {_OF_PRODUCT} as attributes, {_TAGS} as tag_ids,
             {_COUNTRIES} as countries, {_MASTER} as master
        from (select 1) one
        left join masters m
          on m.store_id = p.store_id and m.reference_key = coalesce(p.master_key, p.reference_key, p.slug)) d)"""

GET_FULL = f"""
select {DOCUMENT_FULL} as document
  from products p
 where p.store_id = $1 and p.id = $2 and p.removed_at is null
"""

FIND_FULL = f"""
select {DOCUMENT_FULL} as document
  from products p
 where p.store_id = $1 and p.id = {read.NAMED}
"""

OF_VARIANT = f"""
select {DOCUMENT_FULL} as document
  from products p
 where p.store_id = $1 and p.removed_at is null and p.id = coalesce(
         (select v.product_id from variants v where v.store_id = $1 and v.id = $2 and v.removed_at is null),
         (select v.product_id from variants v where v.store_id = $1 and v.sku = $3 and v.removed_at is null))
"""

OF_OPTION = f"""
select {DOCUMENT_FULL} as document
  from products p
 where p.store_id = $1 and p.removed_at is null and p.id = (
         select o.product_id
           from product_options o
          where o.store_id = $1 and o.id = coalesce(
                  $2::bigint, (select w.option_id from option_values w where w.store_id = $1 and w.id = $3)))
"""

AFTER_FULL = f"""
select {DOCUMENT_FULL} as document
  from products p
 where p.store_id = $1 and p.id > $2 and p.removed_at is null
 order by p.id
 limit $3
"""

BY_IDS_FULL = f"""
select {DOCUMENT_FULL} as document
  from products p
 where p.store_id = $1 and p.id = any($2::bigint[]) and p.removed_at is null
 order by p.id
"""

# Those that were just removed, too, with the variants that went with them.
PORTRAITS = f"""
select p.id, {DOCUMENT_FULL} as document
  from products p
 where p.store_id = $1 and p.id = any($2::bigint[])
"""

_DECODER = msgspec.json.Decoder(Full)


async def get_full(db: Db, store: StoreId, product: ProductId) -> Full:
    """One product. Raises NotFound. One statement."""
    return _full(await db.one(GET_FULL, store, product))


async def find_full(db: Db, store: StoreId, handle: Handle) -> Full:
    """One product by id, else by slug, else by reference key. Raises NotFound. One statement."""
    return _full(await db.one(FIND_FULL, store, handle.id, handle.slug, handle.key))


async def full_of_variant(db: Db, store: StoreId, *, variant: int | None = None, sku: str | None = None) -> Full:
    """The product that a variant is of, by its id or SKU. Raises NotFound. One statement."""
    return _full(await db.one(OF_VARIANT, store, variant, sku))


async def full_of_option(db: Db, store: StoreId, *, option: int | None = None, value: int | None = None) -> Full:
    """The product that an option, or an option's value, is of. Raises NotFound. One statement."""
    row = await db.one(OF_OPTION, store, option, value)
    if row is None:
        raise NotFound("option" if value is None else "option value")
    return _full(row)


async def page_full(db: Db, store: StoreId, filter_: read.Filter, slice_: Slice) -> Page[Full]:
    """`read.page` with everything: newest first, `total` always true."""
    return await read.page_of(db, [store], filter_, slice_, DOCUMENT_FULL, _DECODER)


async def full_after(db: Db, store: StoreId, *, after: int, most: int) -> list[Full]:
    """The next products by id, `most` of them at most: a walk that meets each once, whatever changes meanwhile."""
    return [_full(row) for row in await db.all(AFTER_FULL, store, after, most)]


async def full_by_ids(db: Db, store: StoreId, ids: Sequence[int]) -> list[Full]:
    """Those of the ids that the store has, by id. One statement."""
    return [_full(row) for row in await db.all(BY_IDS_FULL, store, list(ids))]


async def portraits(db: Db, store: StoreId, ids: Sequence[int]) -> Mapping[int, object]:
    """What events tell of products: a `Full` each, as JSON. One statement."""
    return {row["id"]: msgspec.Raw(row["document"]) for row in await db.all(PORTRAITS, store, list(ids))}


def _full(row: Row | None) -> Full:
    if row is None:
        raise NotFound("product")
    return _DECODER.decode(row["document"])
