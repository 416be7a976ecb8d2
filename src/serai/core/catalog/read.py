"""Products, read in one statement whatever the size of the page: PostgreSQL hands each over as one JSON document."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from serai.core.catalog.model import Handle, Product, ProductId, Status
from serai.core.catalog.seek import FAR, stretch
from serai.core.stores import StoreId
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice, newest_first
from serai.kit.sql import Where
from serai.kit.text import fold, like, prefix

DOCUMENT = """json_build_object(
    'store_id', p.store_id, 'id', p.id, 'version', p.version, 'name', p.name, 'slug', p.slug,
    'currency', (select s.currency from stores s where s.id = p.store_id),
    'description', p.description, 'status', p.status, 'tags', p.tags, 'vendor', p.vendor,
    'product_type', p.product_type, 'seo_title', p.seo_title, 'seo_description', p.seo_description,
    'track_inventory', p.track_inventory, 'low_stock_threshold', p.low_stock_threshold,
    'subscription_enabled', p.subscription_enabled, 'option_names', p.option_names, 'extra', p.extra,
    'created_at', p.created_at, 'updated_at', p.updated_at,
    'categories', coalesce((
      select json_agg(json_build_object('id', c.id, 'name', c.name, 'slug', c.slug) order by pc.position)
        from product_categories pc
        join categories c on c.store_id = pc.store_id and c.id = pc.category_id
       where pc.store_id = p.store_id and pc.product_id = p.id), '[]'),
    'images', coalesce((
      select json_agg(json_build_object('url', i.url, 'alt', i.alt, 'is_primary', i.is_primary) order by i.position, i.id)
        from product_images i
       where i.store_id = p.store_id and i.product_id = p.id), '[]'),
    'variants', (
      select json_agg(json_build_object(
               'id', v.id, 'is_default', v.is_default, 'name', v.name, 'options', v.options, 'sku', v.sku,
               'barcode', v.barcode, 'price_minor', v.price_minor, 'compare_at_minor', v.compare_at_minor,
               'image_url', v.image_url, 'extra', v.extra,
               'on_hand', coalesce(k.on_hand, 0), 'reserved', coalesce(k.reserved, 0)
             ) order by v.is_default desc, v.position, v.id)
        from variants v
        left join lateral (
          select sum(k.on_hand) as on_hand, sum(k.reserved) as reserved
            from stock k
           where k.store_id = v.store_id and k.variant_id = v.id) k on true
       where v.store_id = p.store_id and v.product_id = p.id and v.removed_at is null)
  )"""

GET = f"""
select {DOCUMENT} as document
  from products p
 where p.store_id = any($1::bigint[]) and p.id = $2 and p.removed_at is null
"""

# An id comes before a slug that looks like one; each look-up is an index of its own. The slug is the reference key of a
# product that has none.
NAMED = """coalesce(
         (select id from products where store_id = $1 and id = $2 and removed_at is null),
         (select id from products where store_id = $1 and slug = $3 and removed_at is null),
         (select id from products where store_id = $1 and reference_key = $4 and removed_at is null),
         (select id from products where store_id = $1 and slug = $4 and reference_key is null and removed_at is null))"""

FIND = f"""
select {DOCUMENT} as document
  from products p
 where p.store_id = $1 and p.id = {NAMED}
"""

BY_SLUG = f"""
select {DOCUMENT} as document
  from products p
 where p.store_id = $1 and p.slug = $2 and p.removed_at is null
"""

STORE_OF = """
select p.store_id
  from products p
 where p.store_id = any($1::bigint[]) and p.id = $2 and p.removed_at is null
"""

# Each store gives its newest rows from its own index; the few that are left are merged.
PAGE = """
with page as materialized (
  select p.store_id, p.id, p.created_at
    from unnest($1::bigint[]) s(id)
   cross join lateral (
     select p.store_id, p.id, p.created_at
       from products p
      where p.store_id = s.id and p.removed_at is null{filters}
      order by p.created_at desc, p.id desc
      limit {reach}) p
   order by p.created_at desc, p.id desc
   limit {size} offset {offset}
)
select {total} as total, {document} as document
  from (select 1) one
  left join (page join products p using (store_id, id)) on p.store_id = any($1::bigint[])
 order by p.created_at desc, p.id desc
"""

KEPT_TOTAL = "(select coalesce(sum(t.products), 0)::bigint from store_totals t where t.store_id = any($1::bigint[]))"
COUNTED_TOTAL = "(select count(*) from products p where p.store_id = any($1::bigint[]) and p.removed_at is null{filters})"

# `offset 0` keeps this a look-up per product: without it, PostgreSQL hashes the stock of every store for each request.
SELLABLE = """exists (
        select 1 from variants v join stock k on k.store_id = v.store_id and k.variant_id = v.id
         where v.store_id = p.store_id and v.product_id = p.id and v.removed_at is null and k.on_hand > k.reserved
        offset 0)"""

IN_CATEGORY = """exists (
        select 1 from product_categories pc join categories c on c.store_id = pc.store_id and c.id = pc.category_id
         where pc.store_id = p.store_id and pc.product_id = p.id and {})"""


WITH_SKU = """exists (
        select 1 from variants v
         where v.store_id = p.store_id and v.product_id = p.id and v.removed_at is null and v.sku like {})"""

P = TypeVar("P", bound=Product)

_DECODER = msgspec.json.Decoder(Product)


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list may be narrowed by; None means any. `category` is the primary one's name, `category_slug` any of them.

    `category_id` is any of them with all below it; `keyword` is part of a name or description, or the beginning of a SKU.
    """

    status: Status | None = None
    sold_out: bool | None = None
    category: str | None = None
    category_slug: str | None = None
    category_id: int | None = None
    search: str | None = None
    keyword: str | None = None
    subscription_enabled: bool | None = None


async def get(db: Db, stores: Sequence[StoreId], product: ProductId) -> Product:
    """One product of one of these stores. Raises NotFound, for another store's too. One statement."""
    return _product(await db.one(GET, list(stores), product))


async def by_slug(db: Db, store: StoreId, slug: str) -> Product:
    """One product by its slug. Raises NotFound. One statement."""
    return _product(await db.one(BY_SLUG, store, slug))


async def find(db: Db, store: StoreId, handle: Handle) -> Product:
    """One product by its id, else by its slug, else by its reference key. Raises NotFound. One statement."""
    return _product(await db.one(FIND, store, handle.id, handle.slug, handle.key))


async def store_of(db: Db, stores: Sequence[StoreId], product: ProductId) -> StoreId:
    """Which of these stores has the product. Raises NotFound."""
    found = await db.value(STORE_OF, list(stores), product)
    if found is None:
        raise NotFound("product")
    return StoreId(found)


async def page(db: Db, stores: Sequence[StoreId], filter_: Filter, slice_: Slice) -> Page[Product]:
    """Products of these stores, newest first (created_at, then id). A page past the end is empty; `total` is always true.

    One statement; one more to find a far page of everything.
    """
    return await page_of(db, stores, filter_, slice_, DOCUMENT, _DECODER)


async def page_of(
    db: Db,
    stores: Sequence[StoreId],
    filter_: Filter,
    slice_: Slice,
    DOCUMENT: str,  # noqa: N803 - one of the constants, as the tests of SQL want to see
    decoder: msgspec.json.Decoder[P],
) -> Page[P]:
    """The same with the document of somebody's choice."""
    where = Where(list(stores))
    _narrow(where, filter_)
    counted = where.clause()
    offset, size = slice_.offset, slice_.size
    if slice_.after is not None:
        where.add("(p.created_at, p.id) < ({}, {})", slice_.after.at, slice_.after.id)
    elif offset > FAR and not counted:
        offset, size = await _seek(db, where, stores, slice_)
    statement = PAGE.format(
        filters=where.clause(),
        reach=where.param(offset + size),
        size=where.param(size),
        offset=where.param(offset),
        total=COUNTED_TOTAL.format(filters=counted) if counted else KEPT_TOTAL,
        document=f"case when p.id is not null then {DOCUMENT} end",
    )
    rows = await db.all(statement, *where.values)
    items = tuple(decoder.decode(row["document"]) for row in rows if row["document"] is not None)
    return newest_first(items, rows[0]["total"])


async def _seek(db: Db, where: Where, stores: Sequence[StoreId], slice_: Slice) -> tuple[int, int]:
    """Narrow the listing down to where the page lies; (rows before it in there, its size)."""
    found = await stretch(db, stores, offset=slice_.offset, size=slice_.size)
    if found is None:
        return 0, 0
    where.add("p.created_at between {} and {}", found.oldest, found.newest)
    return found.before, slice_.size


def _narrow(where: Where, filter_: Filter) -> None:
    where.add_if("p.status = {}", filter_.status)
    where.add_if("p.subscription_enabled = {}", filter_.subscription_enabled)
    where.add_if("p.search like {}", like(filter_.search) if filter_.search else None)
    if filter_.keyword:
        where.add(f"(p.search like {{}} or {WITH_SKU})", like(filter_.keyword), prefix(filter_.keyword))
    if filter_.sold_out is not None:
        condition = f"(not p.track_inventory or {SELLABLE})"
        where.add(f"not {condition}" if filter_.sold_out else condition)
    if filter_.category is not None:
        where.add(IN_CATEGORY.format("pc.position = 0 and c.name_key = {}"), fold(filter_.category))
    if filter_.category_slug is not None:
        where.add(IN_CATEGORY.format("c.slug = {}"), filter_.category_slug)
    if filter_.category_id is not None:
        where.add(IN_CATEGORY.format("{} = any(c.ancestors || c.id)"), filter_.category_id)


def _product(row: Row | None) -> Product:
    if row is None:
        raise NotFound("product")
    return _DECODER.decode(row["document"])
