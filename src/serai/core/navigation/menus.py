"""Navigation trees of a shop: menus of links, categories and pages. Until a shop has one, its categories are its menu."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final, NewType

from msgspec import Struct, json

from serai.core.navigation import rules
from serai.core.navigation.model import Json
from serai.core.navigation.tree import Tree
from serai.core.stores import StoreId
from serai.kit import checks
from serai.kit.checks import Faults
from serai.kit.db import Clash, Db, Tx
from serai.kit.errors import Invalid, NotFound
from serai.kit.outbox import Event

MenuId = NewType("MenuId", int)

MENUS: Final = """
select json_build_object(
         'id', t.id, 'version', t.version, 'reference_key', t.reference_key, 'name', t.name,
         'items', coalesce((
           select json_agg(json_build_object(
                    'id', i.id, 'parent_id', i.parent_id, 'kind', i.kind, 'names', i.names, 'target', i.target,
                    'assets', i.assets, 'visible_from', i.visible_from_at, 'visible_to', i.visible_to_at,
                    'custom_data', i.custom_data) order by i.position, i.id)
             from navigation_items i
            where i.store_id = t.store_id and i.tree_id = t.id), '[]')) as document
  from navigation_trees t
 where t.store_id = $1 and t.shop_id = $2
 order by t.id
"""

SAVE: Final = """
insert into navigation_trees as t (store_id, shop_id, reference_key, name, created_at, updated_at)
values ($1, $2, $3, $4, $5, $5)
on conflict (store_id, shop_id, reference_key) do update set version = t.version + 1, name = $4, updated_at = $5
returning id
"""

EMPTY: Final = "delete from navigation_items where store_id = $1 and tree_id = $2"

INSERT: Final = """
insert into navigation_items
  (store_id, tree_id, parent_id, position, kind, names, target, assets, visible_from_at, visible_to_at, custom_data)
values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8::jsonb, $9, $10, $11::jsonb)
returning id
"""

REMOVE: Final = "delete from navigation_trees where store_id = $1 and shop_id = $2 and reference_key = $3 returning id, version"

KINDS: Final = ("link", "category", "page")
MOST_ITEMS: Final = 1000
DEEPEST: Final = 10


class NewItem(Struct, frozen=True, kw_only=True):
    """`target` of a link: {url, opens_anew}; of a category: {category_id, filters}; of a page: {page}."""

    kind: str
    names: Mapping[str, str]
    target: Json
    assets: Json = {}
    visible_from: datetime | None = None
    visible_to: datetime | None = None
    custom_data: Json = {}
    children: "tuple[NewItem, ...]" = ()


class MenuItem(Struct, frozen=True, kw_only=True):
    """One as it is; `parent_id` None: on the first level."""

    id: int
    parent_id: int | None
    kind: str
    names: dict[str, str]
    target: Json
    assets: Json = {}
    visible_from: datetime | None = None
    visible_to: datetime | None = None
    custom_data: Json = {}

    def is_visible(self, at: datetime) -> bool:
        return (self.visible_from is None or self.visible_from <= at) and (self.visible_to is None or at < self.visible_to)


class Menu(Struct, frozen=True, kw_only=True):
    """A navigation tree; `items` in their order, each after its parent or before it."""

    id: MenuId
    version: int
    reference_key: str
    name: str
    items: tuple[MenuItem, ...]

    def levels(self) -> dict[int | None, list[MenuItem]]:
        """Items by their parent."""
        found: dict[int | None, list[MenuItem]] = defaultdict(list)
        for item in self.items:
            found[item.parent_id].append(item)
        return found


async def menus(db: Db, store: StoreId, shop: int) -> list[Menu]:
    """All that the shop has of its own. One statement."""
    return [json.decode(row["document"], type=Menu) for row in await db.all(MENUS, store, shop)]


def menu_of(tree: Tree, shop: int) -> Menu:
    """A shop's visible categories as its menu `main`, with the shop's id; each item has its category's."""
    items: list[MenuItem] = []

    def gather(parent: int | None) -> None:
        for node in tree.children(parent):
            target: Json = {"category_id": node.id, "filters": []}
            names = {tree.locale: tree.name(node)}
            items.append(MenuItem(id=node.id, parent_id=parent, kind="category", names=names, target=target))
            gather(node.id)

    gather(None)
    return Menu(id=MenuId(shop), version=1, reference_key="main", name="Main", items=tuple(items))


async def save_menu(tx: Tx, store: StoreId, shop: int, *, reference_key: str, name: str, items: Sequence[NewItem]) -> Menu:
    """Make the shop's menu of this key what is said. Raises NotFound for the shop, Invalid."""
    reference_key = checks.words(reference_key, field="reference_key", least=1, most=rules.LONGEST_NAME)
    name = checks.words(name, field="name", least=1, most=rules.LONGEST_NAME)
    if _check(items, "items", 1) > MOST_ITEMS:
        raise Invalid.one("items", f"May be at most {MOST_ITEMS}.")
    try:
        made = await tx.value(SAVE, store, shop, reference_key, name, tx.now)
    except Clash as clash:
        raise NotFound("shop") from clash
    await tx.run(EMPTY, store, made)
    await _insert(tx, store, made, None, items)
    found = next(menu for menu in await menus(tx, store, shop) if menu.id == made)
    tx.emit(Event(store, "navigation_tree.updated", found.id, found.version, found))
    return found


async def remove_menu(tx: Tx, store: StoreId, shop: int, reference_key: str) -> None:
    """Raises NotFound."""
    row = await tx.one(REMOVE, store, shop, reference_key)
    if row is None:
        raise NotFound("navigation")
    gone = {"id": row["id"], "reference_key": reference_key}
    tx.emit(Event(store, "navigation_tree.deleted", row["id"], row["version"] + 1, gone))


async def _insert(tx: Tx, store: StoreId, menu: int, parent: int | None, items: Sequence[NewItem]) -> None:
    for i, item in enumerate(items):
        texts = (json.encode(each).decode() for each in (item.names, item.target, item.assets))
        custom = json.encode(item.custom_data).decode()
        values = (store, menu, parent, i, item.kind, *texts, item.visible_from, item.visible_to, custom)
        await _insert(tx, store, menu, await tx.value(INSERT, *values), item.children)


def _check(items: Sequence[NewItem], path: str, depth: int) -> int:
    """How many there are. Raises Invalid."""
    if depth > DEEPEST and items:
        raise Invalid.one(path, f"A navigation has at most {DEEPEST} levels.")
    faults = Faults()
    for i, item in enumerate(items):
        faults.of(partial(_check_item, item, f"{path}.{i}"))
    faults.settle()
    return len(items) + sum(_check(item.children, f"{path}.{i}.children", depth + 1) for i, item in enumerate(items))


def _check_item(item: NewItem, path: str) -> None:
    if item.kind not in KINDS:
        raise Invalid.one(f"{path}.kind", f"Must be one of {', '.join(KINDS)}.")
    wanted = {"link": ("url", str), "category": ("category_id", int), "page": ("page", str)}[item.kind]
    if not isinstance(item.target.get(wanted[0]), wanted[1]):
        raise Invalid.one(f"{path}.target", f"Must have {wanted[0]}.")
    faults = Faults()
    rules.check_names(item.names, faults)
    faults.settle()
