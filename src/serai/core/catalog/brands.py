"""Brands. A product's vendor is its brand's name: saying either sets both."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.catalog.categories import words
from serai.core.catalog.model import BrandId, Json, Texts
from serai.core.catalog.touch import touch
from serai.core.stores import StoreId
from serai.kit import text
from serai.kit.db import Clash, Db, Row, Tx
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.outbox import Event
from serai.kit.pages import Page, Slice
from serai.kit.sql import Where

DOCUMENT = """json_build_object(
    'store_id', b.store_id, 'id', b.id, 'version', b.version, 'name', b.name, 'slug', b.slug, 'names', b.names,
    'reference_key', b.reference_key, 'cluster', b.cluster, 'description', b.description, 'logo_url', b.logo_url,
    'banner_url', b.banner_url, 'seo_title', b.seo_title, 'seo_description', b.seo_description,
    'custom_data', b.custom_data, 'position', b.position, 'is_active', b.is_active,
    'created_at', b.created_at, 'updated_at', b.updated_at)"""

GET = f"select {DOCUMENT} as document from brands b where b.store_id = $1 and b.id = $2"
LOCK = "select id from brands where store_id = $1 and id = $2 for update"

PAGE = """
select {document} as document, (select count(*) from brands b where b.store_id = $1{filters}) as total
  from brands b
 where b.store_id = $1{filters}
 order by b.position, b.id
 limit {size} offset {offset}
"""
COUNT = "select count(*) from brands b where b.store_id = $1{filters}"

AFTER = f"""
select {DOCUMENT} as document
  from brands b
 where b.store_id = $1 and b.id > $2
 order by b.id
 limit $3
"""

FIND = "select id from brands where store_id = $1 and name_key = $2"
NAME = "select name from brands where store_id = $1 and id = $2 for key share"

ADD = """
insert into brands (store_id, name, name_key, slug, created_at, updated_at)
values ($1, $2, $3, $4, $5, $5)
    on conflict do nothing
returning id
"""

_FIELDS: Final = (
    "name, slug, names, reference_key, cluster, description, logo_url, banner_url, seo_title, seo_description, "
    "custom_data, position, is_active"
)
_TYPES: Final = (
    "name text, slug text, names jsonb, reference_key text, cluster text, description text, logo_url text, "
    "banner_url text, seo_title text, seo_description text, custom_data jsonb, position integer, is_active boolean"
)

UPDATE = f"""
update brands b
   set version = b.version + 1, name_key = $4, updated_at = $5, ({_FIELDS}) = (
       select {_FIELDS} from json_to_record($3::json) r({_TYPES}))
 where b.store_id = $1 and b.id = $2
"""

OF_BRAND = "select id from products where store_id = $1 and brand_id = $2 and removed_at is null order by id for update"
CALL = "update products set vendor = $3 where store_id = $1 and id = any($2::bigint[])"
LEAVE = "update products set vendor = null, brand_id = null where store_id = $1 and id = any($2::bigint[])"
DELETE = """
with gone as (
  delete from brands where store_id = $1 and id = $2
  returning id
)
delete from attributes a
 using gone
 where a.store_id = $1 and a.owner = 'brand' and a.owner_id = gone.id
"""

LONGEST: Final = 255


class Brand(msgspec.Struct, frozen=True):
    """`names` {locale: text}; `cluster` groups brands freely; addresses of pictures as they were given."""

    store_id: StoreId
    id: BrandId
    version: int
    name: str
    slug: str
    names: Texts
    reference_key: str | None
    cluster: str | None
    description: str
    logo_url: str | None
    banner_url: str | None
    seo_title: str | None
    seo_description: str | None
    custom_data: Json | None
    position: int
    is_active: bool
    created_at: datetime
    updated_at: datetime


class BrandChange(msgspec.Struct, frozen=True, kw_only=True):
    """A brand to make, or what an edit says; UNSET leaves as it is. A new one needs a `name`."""

    name: str | UnsetType = UNSET
    slug: str | UnsetType = UNSET
    names: Texts | UnsetType = UNSET
    reference_key: str | None | UnsetType = UNSET
    cluster: str | None | UnsetType = UNSET
    description: str | UnsetType = UNSET
    logo_url: str | None | UnsetType = UNSET
    banner_url: str | None | UnsetType = UNSET
    seo_title: str | None | UnsetType = UNSET
    seo_description: str | None | UnsetType = UNSET
    custom_data: Json | None | UnsetType = UNSET
    position: int | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


_DECODER = msgspec.json.Decoder(Brand)


async def get_brand(db: Db, store: StoreId, brand: BrandId) -> Brand:
    """One brand. Raises NotFound."""
    return _brand(await db.one(GET, store, brand))


async def page_brands(
    db: Db, store: StoreId, slice_: Slice, *, keyword: str | None = None, ids: Sequence[int] = (), slugs: Sequence[str] = ()
) -> Page[Brand]:
    """A store's brands by position, then id; `ids` and `slugs` narrow to those. One statement, two for an empty page."""
    where = Where(store)
    if keyword:
        where.add("b.name_key like {}", text.like(keyword))
    if ids:
        where.add("b.id = any({}::bigint[])", list(ids))
    if slugs:
        where.add("b.slug = any({}::text[])", list(slugs))
    filters, counted = where.clause(), list(where.values)
    statement = PAGE.format(
        document=DOCUMENT, filters=filters, size=where.param(slice_.size), offset=where.param(slice_.offset)
    )
    rows = await db.all(statement, *where.values)
    total = rows[0]["total"] if rows else await db.value(COUNT.format(filters=filters), *counted)
    return Page(tuple(_brand(row) for row in rows), total)


async def brands_after(db: Db, store: StoreId, *, after: int, most: int) -> list[Brand]:
    """The next brands by id, `most` of them at most: a walk that meets each once, whatever changes meanwhile."""
    return [_brand(row) for row in await db.all(AFTER, store, after, most)]


async def ensure_brand(tx: Tx, store: StoreId, name: str) -> BrandId | None:
    """The brand of that name whatever its case and accents, made when there is none; None for a name without a letter."""
    if not text.fold(name):
        return None
    found = await tx.value(FIND, store, text.fold(name))
    if found is not None:
        return BrandId(found)
    made = await get_brand(tx, store, await _add(tx, store, name.strip()))
    tx.emit(Event(store, "brand.created", made.id, made.version, made))
    return made.id


async def _add(tx: Tx, store: StoreId, name: str) -> BrandId:
    """A row with a slug of its own; when somebody else has just added the name, theirs."""
    base = text.slug(name) or words(name) or "brand"
    for n in count(1):
        added = await tx.value(ADD, store, name, text.fold(name), base if n == 1 else f"{base}-{n}", tx.now)
        added = added or await tx.value(FIND, store, text.fold(name))
        if added is not None:
            return BrandId(added)
    raise AssertionError("counting never ends")


async def name_of(tx: Tx, store: StoreId, brand: BrandId) -> str:
    """What a product's vendor is called. Raises Invalid on `brand_id` for one that the store does not have."""
    name = await tx.value(NAME, store, brand)
    if name is None:
        raise Invalid.one("brand_id", "There is no such brand.")
    return str(name)


async def create_brand(tx: Tx, store: StoreId, new: BrandChange) -> Brand:
    """Add a brand. Raises Invalid, and Taken on `name`, `slug` or `reference_key`."""
    name = (new.name if isinstance(new.name, str) else "").strip()
    _check(name, new)
    if await tx.value(FIND, store, text.fold(name)) is not None:
        raise Taken("name", name)
    made = await get_brand(tx, store, await _add(tx, store, name))
    made = await _write(tx, store, made, new)
    tx.emit(Event(store, "brand.created", made.id, made.version, made))
    return made


async def edit_brand(tx: Tx, store: StoreId, brand: BrandId, change: BrandChange) -> Brand:
    """Change a brand and return it; a new name becomes its products' vendor. Raises NotFound, Invalid, Taken."""
    if await tx.value(LOCK, store, brand) is None:
        raise NotFound("brand")
    before = await get_brand(tx, store, brand)
    after = await _write(tx, store, before, change)
    tx.emit(Event(store, "brand.updated", after.id, after.version, after))
    if after.name != before.name:
        products = [row["id"] for row in await tx.all(OF_BRAND, store, brand)]
        await tx.run(CALL, store, products, after.name)
        await touch(tx, store, products)
    return after


async def remove_brand(tx: Tx, store: StoreId, brand: BrandId) -> None:
    """Delete a brand; its products have none any more. Raises NotFound."""
    if await tx.value(LOCK, store, brand) is None:
        raise NotFound("brand")
    before = await get_brand(tx, store, brand)
    products = [row["id"] for row in await tx.all(OF_BRAND, store, brand)]
    await tx.run(LEAVE, store, products)
    await tx.run(DELETE, store, brand)
    await touch(tx, store, products)
    tx.emit(Event(store, "brand.deleted", before.id, before.version + 1, before))


async def _write(tx: Tx, store: StoreId, before: Brand, change: BrandChange) -> Brand:
    said = {name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET}
    row = {name: getattr(before, name) for name in BrandChange.__struct_fields__} | said
    row["name"] = row["name"].strip()
    _check(row["name"], change)
    try:
        await tx.run(UPDATE, store, before.id, msgspec.json.encode(row).decode(), text.fold(row["name"]), tx.now)
    except Clash as clash:
        field = {"brands_name_key": "name", "brands_slug_key": "slug", "brands_reference_key": "reference_key"}
        raise (Taken(field[clash.constraint], row[field[clash.constraint]]) if clash.constraint in field else clash) from clash
    return await get_brand(tx, store, before.id)


def _check(name: str, change: BrandChange) -> None:
    wrong: dict[str, list[str]] = {}
    if not 1 <= len(name) <= LONGEST or not text.fold(name):
        wrong["name"] = [f"Must have 1 to {LONGEST} characters."]
    for field in ("slug", "reference_key"):
        value = getattr(change, field)
        if isinstance(value, str) and not 1 <= len(value) <= LONGEST:
            wrong[field] = [f"Must have 1 to {LONGEST} characters."]
    if isinstance(change.position, int) and not -(2**31) <= change.position < 2**31:
        wrong["position"] = ["Is too large."]
    if wrong:
        raise Invalid(wrong)


def _brand(row: Row | None) -> Brand:
    if row is None:
        raise NotFound("brand")
    return _DECODER.decode(row["document"])
