"""The store's tree of categories: reading it."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from serai.core.catalog.model import CategoryId, Json, Texts
from serai.core.stores import StoreId
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice
from serai.kit.sql import Where
from serai.kit.text import fold, like

DOCUMENT = """json_build_object(
    'store_id', c.store_id, 'id', c.id, 'version', c.version, 'parent_id', c.parent_id, 'ancestors', c.ancestors,
    'name', c.name, 'slug', c.slug, 'names', c.names, 'description', c.description, 'status', c.status,
    'position', c.position, 'image_url', c.image_url, 'seo_title', c.seo_title, 'seo_description', c.seo_description,
    'custom_data', c.custom_data, 'attributes', c.attributes, 'traits', c.traits,
    'created_at', c.created_at, 'updated_at', c.updated_at,
    'path', (
      select json_agg(s.name order by u.n)
        from unnest(c.ancestors || c.id) with ordinality u(id, n)
        join categories s on s.store_id = c.store_id and s.id = u.id),
    'children', (select count(*) from categories k where k.store_id = c.store_id and k.parent_id = c.id),
    'products', (
      select count(*)
        from product_categories pc
        join products p on p.store_id = pc.store_id and p.id = pc.product_id and p.removed_at is null
       where pc.store_id = c.store_id and pc.category_id = c.id),
    'has_drafts', exists (
      select 1
        from product_categories pc
        join products p on p.store_id = pc.store_id and p.id = pc.product_id and p.removed_at is null and p.status <> 'active'
       where pc.store_id = c.store_id and pc.category_id = c.id))"""

GET = f"select {DOCUMENT} as document from categories c where c.store_id = $1 and c.id = $2"

ALL = f"""
select {DOCUMENT} as document
  from categories c
 where c.store_id = $1
 order by cardinality(c.ancestors), c.position, c.id
"""

BRANCH = f"""
select {DOCUMENT} as document
  from categories c
 where c.store_id = $1 and c.ancestors @> array[$2::bigint]
 order by cardinality(c.ancestors), c.position, c.id
"""

CHILDREN = f"""
select {DOCUMENT} as document
  from categories c
 where c.store_id = $1 and c.parent_id = any($2::bigint[])
 order by c.position, c.id
"""

PAGE = """
select {document} as document, (select count(*) from categories c where c.store_id = $1{filters}) as total
  from categories c
 where c.store_id = $1{filters}
 order by cardinality(c.ancestors), c.position, c.id
 limit {size} offset {offset}
"""
COUNT = "select count(*) from categories c where c.store_id = $1{filters}"

AFTER = f"""
select {DOCUMENT} as document
  from categories c
 where c.store_id = $1 and c.id > $2
 order by c.id
 limit $3
"""

STEP = """
select c.id from categories c where c.store_id = $1 and coalesce(c.parent_id, 0) = coalesce($2::bigint, 0) and c.name_key = $3
"""


class CategoryStatus(StrEnum):
    """Whether a category is shown."""

    ACTIVE = "active"
    HIDDEN = "hidden"


class Node(msgspec.Struct, frozen=True):
    """A category in its tree. `path` has the names from the root to it, `ancestors` the ids from the root to its parent.

    `position` counts among its siblings from 0; `children` and `products` are numbers of those directly in it, `has_drafts`
    whether one of the products is not for sale.
    """

    store_id: StoreId
    id: CategoryId
    version: int
    parent_id: CategoryId | None
    ancestors: tuple[CategoryId, ...]
    path: tuple[str, ...]
    name: str
    slug: str
    names: Texts
    description: str
    status: CategoryStatus
    position: int
    image_url: str | None
    seo_title: str | None
    seo_description: str | None
    custom_data: Json | None
    attributes: tuple[Json, ...]
    traits: Json
    children: int
    products: int
    has_drafts: bool
    created_at: datetime
    updated_at: datetime


_DECODER = msgspec.json.Decoder(Node)


class CategoryFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list may be narrowed by; None means any. `parent` 0 stands for the roots."""

    status: CategoryStatus | None = None
    keyword: str | None = None
    parent: int | None = None
    ids: Sequence[int] = ()


async def get_category(db: Db, store: StoreId, category: CategoryId) -> Node:
    """One category. Raises NotFound."""
    return node_of(await db.one(GET, store, category))


async def all_categories(db: Db, store: StoreId) -> list[Node]:
    """The whole tree, parents before their children, siblings in their order. One statement."""
    return [node_of(row) for row in await db.all(ALL, store)]


async def branch(db: Db, store: StoreId, category: CategoryId) -> list[Node]:
    """Everything below a category, parents before their children."""
    return [node_of(row) for row in await db.all(BRANCH, store, category)]


async def children_of(db: Db, store: StoreId, parents: Sequence[int]) -> list[Node]:
    """What is directly below these categories, siblings in their order. One statement, none without parents."""
    return [node_of(row) for row in await db.all(CHILDREN, store, list(parents))] if parents else []


async def page_categories(db: Db, store: StoreId, filter_: CategoryFilter, slice_: Slice) -> Page[Node]:
    """A store's categories, roots first, siblings in their order. One statement, two for an empty page."""
    where = Where(store)
    where.add_if("c.status = {}", filter_.status)
    where.add_if("c.name_key like {}", like(filter_.keyword) if filter_.keyword else None)
    where.add_if("coalesce(c.parent_id, 0) = {}::bigint", filter_.parent)
    where.add_if("c.id = any({}::bigint[])", list(filter_.ids) or None)
    filters, counted = where.clause(), list(where.values)
    statement = PAGE.format(
        document=DOCUMENT, filters=filters, size=where.param(slice_.size), offset=where.param(slice_.offset)
    )
    rows = await db.all(statement, *where.values)
    total = rows[0]["total"] if rows else await db.value(COUNT.format(filters=filters), *counted)
    return Page(tuple(node_of(row) for row in rows), total)


async def categories_after(db: Db, store: StoreId, *, after: int, most: int) -> list[Node]:
    """The next categories by id, `most` of them at most: a walk that meets each once, whatever changes meanwhile."""
    return [node_of(row) for row in await db.all(AFTER, store, after, most)]


async def category_at(db: Db, store: StoreId, path: Sequence[str]) -> CategoryId | None:
    """The category that names from the root lead to, each whatever its case and accents; None when one is missing."""
    found = None
    for name in path:
        found = await db.value(STEP, store, found, fold(name))
        if found is None:
            return None
    return None if found is None else CategoryId(found)


def node_of(row: Row | None) -> Node:
    """A row's document. Raises NotFound without a row."""
    if row is None:
        raise NotFound("category")
    return _DECODER.decode(row["document"])
