"""How a shop arranges what the store sells: categories, redirects, sortings. Locales as `ll_CC`."""

from collections.abc import Mapping
from datetime import datetime
from typing import NewType

from msgspec import UNSET, Struct, UnsetType

from serai.core.stores import StoreId

ShopCategoryId = NewType("ShopCategoryId", int)
ProductSetId = NewType("ProductSetId", int)
PropertyKeyId = NewType("PropertyKeyId", int)
RedirectId = NewType("RedirectId", int)

Json = dict[str, object]


class Criterion(Struct, frozen=True):
    """A condition on one attribute group, by its name: any value of `include`, none of `exclude`.

    In the reserved group `category` the values are paths of the catalogue's categories, names joined by `|`.
    """

    name: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class NewSet(Struct, frozen=True, kw_only=True):
    """A product set as it shall be; with an `id`, one that the category has. `referenced`: that set's conditions are used."""

    id: ProductSetId | None = None
    referenced: ProductSetId | None = None
    include: tuple[int, ...] = ()
    exclude: tuple[int, ...] = ()
    is_new: bool = False
    criteria: tuple[Criterion, ...] = ()


class ProductSet(NewSet, frozen=True, kw_only=True):
    """The same as it is."""

    id: ProductSetId


class InCountry(Struct, frozen=True, kw_only=True):
    """A category in one country of its shop. `path` is the URL path of slugs from the root."""

    shop_country_id: int
    country: str
    locale: str
    path: str = ""
    is_active: bool
    is_visible: bool
    is_excluded_from_search: bool | None
    properties: dict[str, str]
    custom_data: Json | None
    smart_sorting_key: str | None
    custom_sorting_key: str | None
    seo: Json | None


class ShopCategory(Struct, frozen=True, kw_only=True):
    """A category of a shop's own tree. `left_sibling_id` is the one before it, None when it is the first."""

    store_id: StoreId
    id: ShopCategoryId
    version: int
    shop_id: int
    parent_id: ShopCategoryId | None
    left_sibling_id: ShopCategoryId | None
    names: dict[str, str]
    rootline: tuple[dict[str, str], ...]
    supported_filters: tuple[str, ...]
    is_excluded_from_search: bool | None
    custom_data: Json | None
    sets: tuple[ProductSet, ...]
    countries: tuple[InCountry, ...]
    created_at: datetime
    updated_at: datetime


class NewCategory(Struct, frozen=True, kw_only=True):
    """A category to make. `left_sibling` UNSET: last among its siblings. What is said of countries is said of all of them."""

    names: Mapping[str, str]
    parent: ShopCategoryId | None = None
    left_sibling: ShopCategoryId | None | UnsetType = UNSET
    sets: tuple[NewSet, ...] = ()
    supported_filters: tuple[str, ...] = ()
    properties: Mapping[str, str] = {}
    is_active: bool = True
    is_visible: bool = True
    is_excluded_from_search: bool | None = None
    custom_data: Json | None = None
    custom_sorting_key: str | None = None


class CategoryChange(Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is."""

    names: Mapping[str, str] | UnsetType = UNSET
    parent: ShopCategoryId | None | UnsetType = UNSET
    left_sibling: ShopCategoryId | None | UnsetType = UNSET
    sets: tuple[NewSet, ...] | UnsetType = UNSET
    supported_filters: tuple[str, ...] | UnsetType = UNSET
    is_excluded_from_search: bool | None | UnsetType = UNSET
    custom_data: Json | None | UnsetType = UNSET


class CountryChange(Struct, frozen=True, kw_only=True):
    """The same for a category in one country. `properties` are merged into those there are."""

    is_active: bool | UnsetType = UNSET
    is_visible: bool | UnsetType = UNSET
    is_excluded_from_search: bool | None | UnsetType = UNSET
    properties: Mapping[str, str] | UnsetType = UNSET
    custom_data: Json | None | UnsetType = UNSET
    smart_sorting_key: str | None | UnsetType = UNSET
    custom_sorting_key: str | None | UnsetType = UNSET
    seo: Json | None | UnsetType = UNSET


class PropertyKey(Struct, frozen=True):
    """A name that properties of categories may have. `is_inheritable`: categories below have the property too."""

    id: PropertyKeyId
    key: str
    is_inheritable: bool
