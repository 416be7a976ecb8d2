"""The categories that the shop shows: its own tree, or the catalogue's while it has none."""

from typing import Annotated, Literal

import msgspec

from serai.core import navigation
from serai.core.navigation import Node
from serai.dialects.scayle_storefront import relations
from serai.dialects.scayle_storefront.auth import shop
from serai.dialects.scayle_storefront.filters import ids_named
from serai.dialects.scayle_storefront.paths import Missing, number
from serai.dialects.scayle_storefront.shapes.categories import Branches, CategoryOut, category_out, flattened
from serai.wire.call import Call
from serai.wire.operation import Operations

categories = Operations("Categories")


class CategoryQuery(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`depth` counts levels, the category itself among them; without it there is no end."""

    with_: Annotated[str, msgspec.Meta(description="parents, descendants, properties, productSorting")] | None = msgspec.field(
        default=None, name="with"
    )
    depth: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None
    show_hidden: bool = False
    locale: str | None = None


class CategoriesQuery(CategoryQuery, frozen=True, kw_only=True, rename="camel"):
    ids: Annotated[str, msgspec.Meta(description="Ids with commas between.")] | None = None
    format: Literal["tree", "list"] = "tree"


@categories.get("/v1/categories")
async def get_categories(call: Call, query: CategoriesQuery) -> tuple[CategoryOut, ...]:
    """The roots, or the categories with the given ids."""
    branches = await _branches(call, query)
    nodes = branches.tree.children(None, hidden=query.show_hidden)
    if query.ids:
        found = (branches.tree.get(id_) for id_ in ids_named("ids", query.ids))
        nodes = [node for node in found if node is not None]
    if query.format == "list":
        return tuple(flattened(branches, nodes))
    return tuple(category_out(branches, node) for node in nodes)


@categories.get("/v1/categories/{path:path}")
async def get_category(call: Call, path: str, query: CategoryQuery) -> CategoryOut:
    """One category by its id, or by the path of slugs from the root. A hidden one is found, too."""
    branches = await _branches(call, query)
    node = _named(branches, path)
    if node is None:
        raise Missing("category", path)
    return category_out(branches, node)


def _named(branches: Branches, path: str) -> Node | None:
    id_ = number(path)
    return branches.tree.at(path.split("/")) if id_ is None else branches.tree.get(id_)


async def _branches(call: Call, query: CategoryQuery) -> Branches:
    who = shop(call)
    tree = await navigation.tree(call.db, who.store, who.country.shop_id, who.country.id, locale=who.locale)
    levels = None if query.depth is None else max(query.depth, 1)
    return Branches(tree, who.country, relations.of(call.query), levels, query.show_hidden, bare=query.with_ is None)
