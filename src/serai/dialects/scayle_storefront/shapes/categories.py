"""Categories as the shop's tree has them. Source: scayle-storefront.md 4, 5.5."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from serai.core.navigation import Node, Tree
from serai.core.stores import ShopCountry
from serai.dialects.scayle_storefront.relations import Relations


class CategoryPropertyOut(Struct, frozen=True):
    name: str
    value: str


class ProductSortingOut(Struct, frozen=True, rename="camel"):
    """Empty: none."""

    custom_sorting_key: str
    smart_sorting_key: str


class CategoryOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """`parentId` 0: a root. `children`, `parent` and `productSorting` where they were asked for."""

    id: int
    path: str
    name: str
    slug: str
    parent_id: int
    rootline_ids: tuple[int, ...]
    children_ids: tuple[int, ...]
    properties: tuple[CategoryPropertyOut, ...]
    is_hidden: bool
    depth: int
    supported_filter: tuple[str, ...]
    shop_level_custom_data: dict[str, Any]
    country_level_custom_data: dict[str, Any]
    children: tuple["CategoryOut", ...] | UnsetType = UNSET
    parent: "CategoryOut | UnsetType" = UNSET
    product_sorting: ProductSortingOut | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Branches:
    """How much of the tree is wanted. `levels` count the category itself; None: all. `bare`: nothing was asked for at all."""

    tree: Tree
    country: ShopCountry
    asked: Relations = field(default_factory=Relations)
    levels: int | None = None
    hidden: bool = False
    bare: bool = True

    @property
    def goes_down(self) -> bool:
        return "descendants" in self.asked or "children" in self.asked


def category_out(branches: Branches, node: Node, *, level: int = 1, within: bool = False) -> CategoryOut:
    """`within` another category's children or above its child: then neither goes back the other way."""
    asked, tree = branches.asked, branches.tree
    rootline = tree.rootline(node)
    below = tree.children(node.id, hidden=branches.hidden)
    has_room = branches.levels is None or level < branches.levels
    children: tuple[CategoryOut, ...] | UnsetType = UNSET
    if branches.goes_down and has_room:
        children = tuple(category_out(branches, each, level=level + 1, within=True) for each in below)
    return CategoryOut(
        id=node.id,
        path=tree.path(node),
        name=tree.name(node),
        slug=tree.slug(node),
        parent_id=rootline[-2].id if len(rootline) > 1 else 0,
        rootline_ids=tuple(each.id for each in rootline),
        children_ids=tuple(each.id for each in below),
        properties=_properties(branches, node),
        is_hidden=not node.is_visible,
        depth=len(rootline),
        supported_filter=node.supported_filters,
        shop_level_custom_data=node.custom_data or {},
        country_level_custom_data=node.country_custom_data or {},
        children=children,
        parent=_parent(branches, rootline) if "parents" in asked and not within else UNSET,
        product_sorting=_sorting(branches, node) if "productSorting" in asked else UNSET,
    )


def flattened(branches: Branches, nodes: Sequence[Node]) -> Iterator[CategoryOut]:
    """The categories and, where descendants were asked for, all below them, each before its children."""
    flat = Branches(branches.tree, branches.country, branches.asked, 1, branches.hidden, branches.bare)

    def walk(node: Node, level: int) -> Iterator[CategoryOut]:
        yield category_out(flat, node)
        if branches.goes_down and (branches.levels is None or level < branches.levels):
            for each in branches.tree.children(node.id, hidden=branches.hidden):
                yield from walk(each, level + 1)

    for node in nodes:
        yield from walk(node, 1)


def _parent(branches: Branches, rootline: Sequence[Node]) -> "CategoryOut | UnsetType":
    """The one above, which has the one above it, and so on."""
    made: CategoryOut | UnsetType = UNSET
    alone = Branches(branches.tree, branches.country, branches.asked, 1, branches.hidden, branches.bare)
    for node in rootline[:-1]:
        own = category_out(alone, node, within=True)
        made = CategoryOut(**{name: getattr(own, name) for name in own.__struct_fields__} | {"parent": made})
    return made


def _properties(branches: Branches, node: Node) -> tuple[CategoryPropertyOut, ...]:
    """All when nothing was asked for; else those that `properties` names."""
    if not branches.bare and "properties" not in branches.asked:
        return ()
    only = None if branches.bare else branches.asked.below("properties").only("name")
    found = branches.tree.properties(node)
    return tuple(CategoryPropertyOut(key, value) for key, value in found.items() if only is None or key in only)


def _sorting(branches: Branches, node: Node) -> ProductSortingOut:
    smart = node.smart_sorting_key or branches.country.smart_sorting_key
    return ProductSortingOut(node.custom_sorting_key or "", smart or "")
