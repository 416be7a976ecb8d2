"""Making, changing, moving and removing a shop's categories. The shop's row is locked meanwhile."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import UNSET, Struct, UnsetType, json
from msgspec.structs import asdict

from serai.core.navigation import read, rules, sets
from serai.core.navigation.errors import HasChildren
from serai.core.navigation.model import CategoryChange, NewCategory, ShopCategory, ShopCategoryId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound
from serai.kit.outbox import Event

LOCK: Final = "select id from shops where store_id = $1 and id = $2 for no key update"

TREE: Final = """
select id, parent_id, slugs
  from shop_categories
 where store_id = $1 and shop_id = $2
 order by position, id
"""

INSERT: Final = """
insert into shop_categories
  (store_id, shop_id, parent_id, position, names, slugs, supported_filters, is_excluded_from_search, custom_data,
   created_at, updated_at)
values ($1, $2, $3, 0, $4::jsonb, $5::jsonb, $6, $7, $8::jsonb, $9, $9)
returning id
"""

# A sorting key that is not given is the parent's.
SETTLE: Final = """
insert into shop_category_countries
  (store_id, category_id, shop_country_id, is_active, is_visible, is_excluded_from_search, properties, custom_sorting_key)
select $1, $2, n.id, $4, $5, $6, $7::jsonb,
       coalesce($8, (select p.custom_sorting_key from shop_category_countries p
                      where p.store_id = $1 and p.category_id = $9 and p.shop_country_id = n.id))
  from shop_countries n
 where n.store_id = $1 and n.shop_id = any(array(
   select h.id from shops h where h.store_id = $1 and coalesce(h.category_tree_id, h.id) = $3))
"""

KNOWN_KEYS: Final = "select key from shop_category_property_keys where store_id = $1 and key = any($2::text[])"

UPDATE: Final = """
update shop_categories
   set version = version + 1, names = $3::jsonb, slugs = $4::jsonb, supported_filters = $5, is_excluded_from_search = $6,
       custom_data = $7::jsonb, parent_id = $8, updated_at = $9
 where store_id = $1 and id = $2
"""

PLACE: Final = """
update shop_categories c
   set position = w.position - 1
  from unnest($2::bigint[]) with ordinality w(id, position)
 where c.store_id = $1 and c.id = w.id and c.position <> w.position - 1
"""

REMOVE: Final = "delete from shop_categories where store_id = $1 and id = $2"


class _Node(Struct):
    id: int
    parent: int | None
    slugs: dict[str, str]


async def create(tx: Tx, store: StoreId, shop: int, new: NewCategory) -> ShopCategory:
    """Make a category with its sets, in every country of the shop. Raises NotFound (shop, parent), Invalid."""
    rules.check_category(new)
    tree = await _lock(tx, store, shop)
    _check_parent(tree, new.parent, moving=None)
    await check_keys(tx, store, new.properties)
    siblings = [node for node in tree if node.parent == new.parent]
    slugs = rules.slugs_of(new.names, _taken(siblings))
    made = ShopCategoryId(
        await tx.value(
            INSERT,
            *(store, shop, new.parent, _text(new.names), _text(slugs)),
            *(list(new.supported_filters), new.is_excluded_from_search, _text(new.custom_data), tx.now),
        )
    )
    order = _ordered([node.id for node in siblings], made, new.left_sibling)
    await tx.run(PLACE, store, order)
    await tx.run(
        SETTLE,
        *(store, made, shop, new.is_active, new.is_visible, new.is_excluded_from_search),
        *(_text(new.properties), new.custom_sorting_key, new.parent),
    )
    await sets.save(tx, store, made, new.sets)
    return tell(tx, "created", await read.get(tx, store, shop, made))


async def edit(tx: Tx, store: StoreId, shop: int, category: ShopCategoryId, change: CategoryChange) -> ShopCategory:
    """Change what the change says, its place too. Raises NotFound, Invalid."""
    rules.check_category(change)
    tree = await _lock(tx, store, shop)
    before = await read.get(tx, store, shop, category)
    said = {name: value for name, value in asdict(change).items() if value is not UNSET}
    parent = said.get("parent", before.parent_id)
    _check_parent(tree, parent, moving=category)
    siblings = [node for node in tree if node.parent == parent and node.id != category]
    names = said.get("names", before.names)
    renamed = names != before.names or parent != before.parent_id
    own = next(node.slugs for node in tree if node.id == category)
    slugs = rules.slugs_of(names, _taken(siblings)) if renamed else own
    await tx.run(
        UPDATE,
        *(store, category, _text(names), _text(slugs)),
        list(said.get("supported_filters", before.supported_filters)),
        said.get("is_excluded_from_search", before.is_excluded_from_search),
        *(_text(said.get("custom_data", before.custom_data)), parent, tx.now),
    )
    if parent != before.parent_id or change.left_sibling is not UNSET:
        await tx.run(PLACE, store, _ordered([node.id for node in siblings], category, change.left_sibling))
    if change.sets is not UNSET:
        await sets.save(tx, store, category, change.sets)
    return tell(tx, "updated", await read.get(tx, store, shop, category))


async def remove(tx: Tx, store: StoreId, shop: int, category: ShopCategoryId) -> None:
    """Raises NotFound, HasChildren, SetReferenced."""
    tree = await _lock(tx, store, shop)
    before = await read.get(tx, store, shop, category)
    if any(node.parent == category for node in tree):
        raise HasChildren
    await sets.check_unreferenced(tx, store, category)
    await tx.run(REMOVE, store, category)
    tell(tx, "deleted", before)


async def check_keys(tx: Tx, store: StoreId, properties: Mapping[str, str]) -> None:
    """Raises Invalid naming the property keys that the store does not have."""
    if not properties:
        return
    known = {row["key"] for row in await tx.all(KNOWN_KEYS, store, list(properties))}
    unknown = [key for key in properties if key not in known]
    if unknown:
        raise Invalid({f"properties.{key[:50]}": ["Is not a known property key."] for key in unknown})


def tell(tx: Tx, what: str, category: ShopCategory) -> ShopCategory:
    """Note that the category was `created`, `updated` or `deleted`."""
    tx.emit(Event(category.store_id, f"shop_category.{what}", category.id, category.version, category))
    return category


async def _lock(tx: Tx, store: StoreId, shop: int) -> list[_Node]:
    """The shop's tree in its order, which nobody else changes until the transaction ends."""
    if await tx.value(LOCK, store, shop) is None:
        raise NotFound("shop")
    rows = await tx.all(TREE, store, shop)
    return [_Node(row["id"], row["parent_id"], json.decode(row["slugs"])) for row in rows]


def _check_parent(tree: Sequence[_Node], parent: int | None, *, moving: int | None) -> None:
    above = {node.id: node.parent for node in tree}
    depth, each = 1, parent
    while each is not None:
        if each not in above:
            raise NotFound("parent category")
        if each == moving:
            raise Invalid.one("parent_id", "Lies below the category itself.")
        depth, each = depth + 1, above[each]
    if depth > rules.DEEPEST:
        raise Invalid.one("parent_id", f"A tree has at most {rules.DEEPEST} levels.")


def _ordered(siblings: list[int], own: int, left: ShopCategoryId | None | UnsetType) -> list[int]:
    """The siblings with the category in its place."""
    if left is UNSET:
        return [*siblings, own]
    if left is None:
        return [own, *siblings]
    if left not in siblings:
        raise Invalid.one("left_sibling_id", "Is not one of the categories beside it.")
    place = siblings.index(left) + 1
    return [*siblings[:place], own, *siblings[place:]]


def _taken(siblings: Sequence[_Node]) -> set[str]:
    return {slug for node in siblings for slug in node.slugs.values()}


def _text(value: object) -> str | None:
    return None if value is None else json.encode(value).decode()
