"""Changing the tree of categories. One change at a time in a store, so that no category becomes its own ancestor."""

from collections.abc import Sequence
from itertools import count
from typing import Final

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.catalog.categories import LONGEST, words
from serai.core.catalog.model import CategoryId, Json, Texts
from serai.core.catalog.touch import touch
from serai.core.catalog.tree import CategoryStatus, Node, get_category
from serai.core.stores import StoreId
from serai.kit import text
from serai.kit.db import Clash, Tx
from serai.kit.errors import Invalid, Taken
from serai.kit.outbox import Event

LOCK = "select id from stores where id = $1 for no key update"

PARENT = "select ancestors from categories where store_id = $1 and id = $2"
USED_SLUG = "select id from categories where store_id = $1 and slug = $2 and id <> $3"

INSERT = """
insert into categories (store_id, parent_id, ancestors, position, name, name_key, slug, created_at, updated_at)
select $1, $2, $3, coalesce(max(c.position) + 1, 0), $4, $5, $6, $7, $7
  from categories c
 where c.store_id = $1 and coalesce(c.parent_id, 0) = coalesce($2::bigint, 0)
returning id
"""

_FIELDS: Final = (
    "name, slug, names, description, status, image_url, seo_title, seo_description, custom_data, attributes, traits, "
    "parent_id, ancestors"
)
_TYPES: Final = (
    "name text, slug text, names jsonb, description text, status text, image_url text, seo_title text, seo_description text, "
    "custom_data jsonb, attributes jsonb, traits jsonb, parent_id bigint, ancestors bigint[]"
)

UPDATE = f"""
update categories c
   set version = c.version + 1, name_key = $4, updated_at = $5, ({_FIELDS}) = (
       select {_FIELDS} from json_to_record($3::json) r({_TYPES}))
 where c.store_id = $1 and c.id = $2
"""

# What is below moves along: the way to the moved one is replaced by its new way.
CARRY = """
update categories
   set ancestors = $3::bigint[] || ancestors[array_position(ancestors, $2::bigint):]
 where store_id = $1 and ancestors @> array[$2::bigint]
"""

SIBLINGS = """
select id from categories
 where store_id = $1 and coalesce(parent_id, 0) = coalesce($2::bigint, 0) and id <> $3
 order by position, id
"""
ARRANGE = """
update categories t
   set position = o.position - 1
  from unnest($2::bigint[]) with ordinality o(id, position)
 where t.store_id = $1 and t.id = o.id and t.position <> o.position - 1
"""

BELOW = (
    "select id from categories where store_id = $1 and ancestors @> array[$2::bigint] order by cardinality(ancestors) desc, id"
)
CHILDREN = "select id from categories where store_id = $1 and parent_id = $2 order by position, id"
IN_THEM = """
select distinct pc.product_id as id
  from product_categories pc
 where pc.store_id = $1 and pc.category_id = any($2::bigint[])
 order by 1
"""
EMPTY = "delete from product_categories where store_id = $1 and category_id = any($2::bigint[])"
DELETE = "delete from categories where store_id = $1 and id = any($2::bigint[])"

DEEPEST: Final = 20


class CategoryChange(msgspec.Struct, frozen=True, kw_only=True):
    """A category to make, or what an edit says; UNSET leaves as it is. A new one needs a `name`.

    `parent` None: a root. `position` counts among its siblings from 0; a new or moved one without it comes last.
    """

    name: str | UnsetType = UNSET
    slug: str | UnsetType = UNSET
    names: Texts | UnsetType = UNSET
    description: str | UnsetType = UNSET
    status: CategoryStatus | UnsetType = UNSET
    image_url: str | None | UnsetType = UNSET
    seo_title: str | None | UnsetType = UNSET
    seo_description: str | None | UnsetType = UNSET
    custom_data: Json | None | UnsetType = UNSET
    attributes: tuple[Json, ...] | UnsetType = UNSET
    traits: Json | UnsetType = UNSET
    parent: CategoryId | None | UnsetType = UNSET
    position: int | UnsetType = UNSET


async def create_category(tx: Tx, store: StoreId, new: CategoryChange) -> Node:
    """Add a category. Raises Invalid (also for an unknown `parent`), Taken on `name` among its siblings, or on `slug`."""
    await tx.run(LOCK, store)
    name = _name(new.name)
    parent = None if isinstance(new.parent, UnsetType) else new.parent
    ancestors = await _way_to(tx, store, parent)
    slug = await _slug(tx, store, name, new.slug, own=0)
    try:
        made = await tx.value(INSERT, store, parent, ancestors, name, text.fold(name), slug, tx.now)
    except Clash as clash:
        raise _taken(clash, name, slug) from clash
    after = await _write(tx, store, await get_category(tx, store, CategoryId(made)), new)
    tx.emit(Event(store, "category.created", after.id, after.version, after))
    return after


async def edit_category(tx: Tx, store: StoreId, category: CategoryId, change: CategoryChange) -> Node:
    """Change, rename or move a category with all below it, and return it. Raises NotFound, Invalid, Taken."""
    await tx.run(LOCK, store)
    after = await _write(tx, store, await get_category(tx, store, category), change)
    tx.emit(Event(store, "category.updated", after.id, after.version, after))
    return after


async def remove_category(tx: Tx, store: StoreId, category: CategoryId, *, lift: bool = False) -> None:
    """Delete a category with all below it; with `lift` its children move up to where it was. Raises NotFound.

    Its products stay, without it.
    """
    await tx.run(LOCK, store)
    before = await get_category(tx, store, category)
    if lift:
        for child in await tx.all(CHILDREN, store, category):
            await edit_category(tx, store, CategoryId(child["id"]), CategoryChange(parent=before.parent_id))
    gone = [await get_category(tx, store, CategoryId(row["id"])) for row in await tx.all(BELOW, store, category)] + [before]
    ids = [node.id for node in gone]
    products = [row["id"] for row in await tx.all(IN_THEM, store, ids)]
    await tx.run(EMPTY, store, ids)
    await tx.run(DELETE, store, ids)
    await touch(tx, store, products)
    for node in gone:
        tx.emit(Event(store, "category.deleted", node.id, node.version + 1, node))


async def _write(tx: Tx, store: StoreId, before: Node, change: CategoryChange) -> Node:
    said = {name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET}
    position, parent = said.pop("position", None), said.pop("parent", before.parent_id)
    row = {
        name: getattr(before, name) for name in CategoryChange.__struct_fields__ if name not in ("parent", "position")
    } | said
    row["name"] = _name(row["name"])
    if "slug" in said:
        row["slug"] = await _slug(tx, store, row["name"], change.slug, own=before.id)
    if "name" in said and "names" not in said and row["name"] != before.name:
        row["names"] = {locale: name for locale, name in before.names.items() if name != before.name}
    if "traits" in said:
        row["traits"] = before.traits | said["traits"]
    row |= {"parent_id": parent, "ancestors": await _way_to(tx, store, parent, besides=before.id)}
    try:
        await tx.run(UPDATE, store, before.id, msgspec.json.encode(row).decode(), text.fold(row["name"]), tx.now)
    except Clash as clash:
        raise _taken(clash, row["name"], row["slug"]) from clash
    if parent != before.parent_id:
        await tx.run(CARRY, store, before.id, row["ancestors"])
        await _arrange(tx, store, parent, before.id, position)
    elif position is not None:
        await _arrange(tx, store, parent, before.id, position)
    return await get_category(tx, store, before.id)


async def _arrange(tx: Tx, store: StoreId, parent: CategoryId | None, category: CategoryId, position: int | None) -> None:
    """Put a category in its place among its siblings; without a place it comes last."""
    ids = [row["id"] for row in await tx.all(SIBLINGS, store, parent, category)]
    ids.insert(len(ids) if position is None else max(0, position), category)
    await tx.run(ARRANGE, store, ids)


async def _way_to(tx: Tx, store: StoreId, parent: CategoryId | None, *, besides: CategoryId | None = None) -> list[int]:
    """The ids from the root to the parent. Raises Invalid on `parent` for an unknown one, one below `besides`, or too deep."""
    if parent is None:
        return []
    above = await tx.value(PARENT, store, parent)
    if above is None:
        raise Invalid.one("parent", "There is no such category.")
    way: Sequence[int] = [*above, parent]
    if besides in way:
        raise Invalid.one("parent", "Is the category itself, or below it.")
    if len(way) >= DEEPEST:
        raise Invalid.one("parent", f"Categories are at most {DEEPEST} deep.")
    return list(way)


async def _slug(tx: Tx, store: StoreId, name: str, said: str | UnsetType, *, own: int) -> str:
    """The slug that is said, else the name's, with the first free number behind it."""
    if not isinstance(said, UnsetType) and said:
        if len(said) > LONGEST:
            raise Invalid.one("slug", f"Must have 1 to {LONGEST} characters.")
        return said
    base = text.slug(name) or words(name) or "category"
    for n in count(1):
        slug = base if n == 1 else f"{base}-{n}"
        if await tx.value(USED_SLUG, store, slug, own) is None:
            return slug
    raise AssertionError("counting never ends")


def _name(said: str | UnsetType) -> str:
    name = "" if isinstance(said, UnsetType) else said.strip()
    if not 1 <= len(name) <= LONGEST:
        raise Invalid.one("name", f"Must have 1 to {LONGEST} characters.")
    return name


def _taken(clash: Clash, name: str, slug: str) -> Exception:
    fields = {"categories_name_key": ("name", name), "categories_slug_key": ("slug", slug)}
    return Taken(*fields[clash.constraint]) if clash.constraint in fields else clash
