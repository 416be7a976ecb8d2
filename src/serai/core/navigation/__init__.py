"""How a shop arranges what the store sells: its category tree, menus, redirects and sortings.

A shop shows the catalogue's categories until it has a tree of its own, whose categories take in products by product sets.
"""

from serai.core.navigation.countries import change_in_country, in_country, remove_property
from serai.core.navigation.data import alter_data
from serai.core.navigation.edit import create, edit, remove
from serai.core.navigation.errors import HasChildren, SetReferenced
from serai.core.navigation.menus import Menu, MenuId, MenuItem, NewItem, menu_of, menus, remove_menu, save_menu
from serai.core.navigation.model import (
    CategoryChange,
    CountryChange,
    Criterion,
    InCountry,
    NewCategory,
    NewSet,
    ProductSet,
    ProductSetId,
    PropertyKey,
    PropertyKeyId,
    RedirectId,
    ShopCategory,
    ShopCategoryId,
)
from serai.core.navigation.placed import NEW_FOR, placed
from serai.core.navigation.property_keys import change_key, create_key, remove_key
from serai.core.navigation.read import after, get, property_key, property_keys
from serai.core.navigation.redirects import (
    NewRedirect,
    Redirect,
    Refusal,
    create_redirect,
    edit_redirect,
    redirect,
    redirects,
    redirects_after,
    remove_redirects,
    resolve,
    save_redirects,
)
from serai.core.navigation.rules import in_locale
from serai.core.navigation.sets import unlink
from serai.core.navigation.sortings import Sorting, remove_sortings, save_sortings
from serai.core.navigation.tree import Node, Tree, tree

__all__ = [
    "NEW_FOR",
    "CategoryChange",
    "CountryChange",
    "Criterion",
    "HasChildren",
    "InCountry",
    "Menu",
    "MenuId",
    "MenuItem",
    "NewCategory",
    "NewItem",
    "NewRedirect",
    "NewSet",
    "Node",
    "ProductSet",
    "ProductSetId",
    "PropertyKey",
    "PropertyKeyId",
    "Redirect",
    "RedirectId",
    "Refusal",
    "SetReferenced",
    "ShopCategory",
    "ShopCategoryId",
    "Sorting",
    "Tree",
    "after",
    "alter_data",
    "change_in_country",
    "change_key",
    "create",
    "create_key",
    "create_redirect",
    "edit",
    "edit_redirect",
    "get",
    "in_country",
    "in_locale",
    "menu_of",
    "menus",
    "placed",
    "property_key",
    "property_keys",
    "redirect",
    "redirects",
    "redirects_after",
    "remove",
    "remove_key",
    "remove_menu",
    "remove_property",
    "remove_redirects",
    "remove_sortings",
    "resolve",
    "save_menu",
    "save_redirects",
    "save_sortings",
    "tree",
    "unlink",
]
