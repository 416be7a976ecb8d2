"""Navigation trees, in the words of both versions. Source: scayle-storefront.md 4, 5.13."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from msgspec import UNSET, Struct, UnsetType

from serai.core.navigation import Menu, MenuItem, Tree, in_locale
from serai.core.stores import ShopCountry
from serai.dialects.scayle_storefront.dates import Moment, stamp
from serai.dialects.scayle_storefront.shapes.categories import Branches, CategoryOut, category_out

_TYPES: Final = {"link": "individual-link", "category": "category", "page": "page"}


class LinkOptionsOut(Struct, frozen=True, rename="camel"):
    url: str
    is_open_in_new_window: bool


class LinkTargetOut(Struct, frozen=True, rename="camel"):
    url: str
    open_in_new_window: bool


class CategoryTargetOut(Struct, frozen=True, rename="camel"):
    category_id: int
    filters: tuple[Any, ...]
    category: CategoryOut | None


class PageTargetOut(Struct, frozen=True):
    page: str


class ItemOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """An item of version 1: what its `type` needs stands beside it."""

    id: int
    name: str
    assets: dict[str, Any]
    visible_from: Moment | None
    visible_to: Moment | None
    custom_data: dict[str, Any]
    children: tuple["ItemOut", ...]
    type: str
    options: LinkOptionsOut | UnsetType = UNSET
    category_id: int | UnsetType = UNSET
    category: CategoryOut | None | UnsetType = UNSET
    filters: tuple[Any, ...] | UnsetType = UNSET
    extra_filters: dict[str, Any] | UnsetType = UNSET
    page: str | UnsetType = UNSET


class ItemV2Out(Struct, frozen=True, kw_only=True, rename="camel"):
    """An item of version 2: what its `target` needs stands in an object of its own."""

    id: int
    name: str
    assets: dict[str, Any]
    visible_from: Moment | None
    visible_to: Moment | None
    custom_data: dict[str, Any]
    children: tuple["ItemV2Out", ...]
    target: str
    link_target: LinkTargetOut | UnsetType = UNSET
    category_target: CategoryTargetOut | UnsetType = UNSET
    page_target: PageTargetOut | UnsetType = UNSET


class TreeOut(Struct, frozen=True):
    id: int
    key: str
    name: str
    items: tuple[ItemOut, ...]


class TreeV2Out(Struct, frozen=True, rename="camel"):
    id: int
    reference_key: str
    name: str
    items: tuple[ItemV2Out, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """`visible_at` None: whenever it is visible. `embeds`: categories themselves are wanted, not only their ids."""

    tree: Tree
    country: ShopCountry
    locale: str
    visible_at: datetime | None
    embeds: bool

    def category(self, item: MenuItem) -> CategoryOut | None:
        node = self.tree.get(_id(item))
        return category_out(Branches(self.tree, self.country), node) if self.embeds and node else None

    def shows(self, item: MenuItem) -> bool:
        return self.visible_at is None or item.is_visible(self.visible_at)


Levels = dict[int | None, list[MenuItem]]


def tree_out(menu: Menu, sight: Sight) -> TreeOut:
    return TreeOut(menu.id, menu.reference_key, menu.name, _items(menu.levels(), None, sight))


def tree_v2_out(menu: Menu, sight: Sight) -> TreeV2Out:
    return TreeV2Out(menu.id, menu.reference_key, menu.name, _items_v2(menu.levels(), None, sight))


def _items(levels: Levels, parent: int | None, sight: Sight) -> tuple[ItemOut, ...]:
    return tuple(
        ItemOut(**_facts(item, sight), type=_TYPES[item.kind], children=_items(levels, item.id, sight), **_target(item, sight))
        for item in levels.get(parent, ())
        if sight.shows(item)
    )


def _items_v2(levels: Levels, parent: int | None, sight: Sight) -> tuple[ItemV2Out, ...]:
    return tuple(
        ItemV2Out(
            **_facts(item, sight),
            target=_TYPES[item.kind],
            children=_items_v2(levels, item.id, sight),
            **_target_v2(item, sight),
        )
        for item in levels.get(parent, ())
        if sight.shows(item)
    )


def _facts(item: MenuItem, sight: Sight) -> dict[str, Any]:
    return {
        "id": item.id,
        "name": in_locale(item.names, sight.locale),
        "assets": item.assets,
        "visible_from": stamp(item.visible_from) if item.visible_from else None,
        "visible_to": stamp(item.visible_to) if item.visible_to else None,
        "custom_data": item.custom_data,
    }


def _target(item: MenuItem, sight: Sight) -> dict[str, Any]:
    said = item.target
    if item.kind == "link":
        return {"options": LinkOptionsOut(str(said["url"]), bool(said.get("opens_anew")))}
    if item.kind == "page":
        return {"page": str(said["page"])}
    found = {"category_id": _id(item), "filters": _filters(item), "extra_filters": {}}
    return found | ({"category": sight.category(item)} if sight.embeds else {})


def _target_v2(item: MenuItem, sight: Sight) -> dict[str, Any]:
    said = item.target
    if item.kind == "link":
        return {"link_target": LinkTargetOut(str(said["url"]), bool(said.get("opens_anew")))}
    if item.kind == "page":
        return {"page_target": PageTargetOut(str(said["page"]))}
    return {"category_target": CategoryTargetOut(_id(item), _filters(item), sight.category(item))}


def _id(item: MenuItem) -> int:
    found = item.target.get("category_id")
    return found if isinstance(found, int) else 0


def _filters(item: MenuItem) -> tuple[Any, ...]:
    found = item.target.get("filters")
    return tuple(found) if isinstance(found, list) else ()
