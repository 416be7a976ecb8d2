"""Menus. A shop without one of its own has its categories as the menu `main`."""

from datetime import datetime
from typing import Annotated

import msgspec

from serai.core import navigation
from serai.core.navigation import Menu
from serai.dialects.scayle_storefront import relations
from serai.dialects.scayle_storefront.auth import shop
from serai.dialects.scayle_storefront.paths import Missing
from serai.dialects.scayle_storefront.shapes.navigation import Sight, TreeOut, TreeV2Out, tree_out, tree_v2_out
from serai.wire.call import Call
from serai.wire.operation import Operations

menus = Operations("Navigation")

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class NavigationQuery(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Without `filters[visibleAt]` items are there whenever they are visible."""

    with_: Annotated[str, msgspec.Meta(description="category")] | None = msgspec.field(default=None, name="with")
    visible_at: Annotated[Moment, msgspec.Meta(description="RFC 3339.")] | None = msgspec.field(
        default=None, name="filters[visibleAt]"
    )
    locale: str | None = None


@menus.get("/v1/navigation/trees")
async def get_navigation_trees(call: Call, query: NavigationQuery) -> tuple[TreeOut, ...]:
    """All menus of the shop."""
    found, sight = await _menus(call, query)
    return tuple(tree_out(menu, sight) for menu in found)


@menus.get("/v1/navigation/trees/{tree:tree}")
async def get_navigation_tree(call: Call, tree: int, query: NavigationQuery) -> TreeOut:
    """One menu."""
    found, sight = await _menus(call, query)
    return tree_out(_one([menu for menu in found if menu.id == tree], tree), sight)


@menus.get("/v2/navigations")
async def get_navigations(call: Call, query: NavigationQuery) -> tuple[TreeV2Out, ...]:
    """All menus of the shop."""
    found, sight = await _menus(call, query)
    return tuple(tree_v2_out(menu, sight) for menu in found)


@menus.get("/v2/navigations/{reference_key:navigation}")
async def get_navigation(call: Call, reference_key: str, query: NavigationQuery) -> TreeV2Out:
    """One menu by its reference key."""
    found, sight = await _menus(call, query)
    return tree_v2_out(_one([menu for menu in found if menu.reference_key == reference_key], reference_key), sight)


def _one(found: list[Menu], sent: str | int) -> Menu:
    if not found:
        raise Missing("navigation tree", sent)
    return found[0]


async def _menus(call: Call, query: NavigationQuery) -> tuple[list[Menu], Sight]:
    who, embeds = shop(call), "category" in relations.of(call.query)
    own = await navigation.menus(call.db, who.store, who.country.shop_id)
    tree = navigation.Tree((), locale=who.locale)
    if embeds or not own:
        tree = await navigation.tree(call.db, who.store, who.country.shop_id, who.country.id, locale=who.locale)
    sight = Sight(tree, who.country, who.locale, query.visible_at, embeds)
    return own or [navigation.menu_of(tree, who.country.shop_id)], sight
