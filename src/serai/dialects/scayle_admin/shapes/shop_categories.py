"""Shop categories. Fields that only the server sets may be sent and count for nothing."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import navigation, stores
from serai.core.navigation import InCountry, ProductSet, ProductSetId, ShopCategory, ShopCategoryId
from serai.dialects.scayle_admin.relations import Relations
from serai.dialects.scayle_admin.shapes.fields import Data, Id, Text

Ids = Annotated[list[Id], msgspec.Meta(max_length=10_000)]
Names = dict[str, Text]


class CriterionIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Text
    include: list[Text] = []
    exclude: list[Text] = []


class ProductSetIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """With a `productSetId`, a set that the category has already."""

    product_set_id: Id | None = None
    referenced_product_set_id: Id | None = None
    include_product_ids: Ids = []
    exclude_product_ids: Ids = []
    is_new: bool = False
    attributes: list[CriterionIn] = []

    def to_core(self) -> navigation.NewSet:
        return navigation.NewSet(
            id=None if self.product_set_id is None else ProductSetId(self.product_set_id),
            referenced=None if self.referenced_product_set_id is None else ProductSetId(self.referenced_product_set_id),
            include=tuple(self.include_product_ids),
            exclude=tuple(self.exclude_product_ids),
            is_new=self.is_new,
            criteria=tuple(navigation.Criterion(c.name, tuple(c.include), tuple(c.exclude)) for c in self.attributes),
        )


class PropertyIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: Text
    value: str


class SeoIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True, omit_defaults=True):
    meta_title: Text | None = None
    meta_description: Text | None = None
    allow_search_engine_indexing: bool | None = None
    seo_headline: Text | None = None
    seo_description: str | None = None
    canonical_url: Text | None = None


class InCountryIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    is_active: bool | UnsetType = UNSET
    is_visible: bool | UnsetType = UNSET
    is_excluded_from_search: bool | None | UnsetType = UNSET
    properties: list[PropertyIn] | UnsetType = UNSET
    custom_data: Data | None | UnsetType = UNSET
    smart_sorting_key: Text | None | UnsetType = UNSET
    custom_sorting_key: Text | None | UnsetType = UNSET
    seo: SeoIn | None | UnsetType = UNSET
    country_code: Text | None = None
    shop_country_id: Id | None = None
    path: Text | None = None

    def to_core(self) -> navigation.CountryChange:
        properties, seo = self.properties, self.seo
        return navigation.CountryChange(
            is_active=self.is_active,
            is_visible=self.is_visible,
            is_excluded_from_search=self.is_excluded_from_search,
            properties=UNSET if isinstance(properties, UnsetType) else {each.key: each.value for each in properties},
            custom_data=self.custom_data,
            smart_sorting_key=self.smart_sorting_key,
            custom_sorting_key=self.custom_sorting_key,
            seo=msgspec.to_builtins(seo) if isinstance(seo, SeoIn) else seo,
        )


class CategoryIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    name: Names
    parent_id: Id | None = None
    left_sibling_id: Id | None | UnsetType = UNSET
    product_sets: list[ProductSetIn] = []
    supported_filter_groups: list[Text] = []
    properties: list[PropertyIn] = []
    is_active: bool = True
    is_visible: bool = True
    is_excluded_from_search: bool | None = None
    custom_data: Data | None = None
    id: Id | None = None
    countries: list[InCountryIn] = []

    def to_core(self) -> navigation.NewCategory:
        return navigation.NewCategory(
            names=self.name,
            parent=_id(self.parent_id),
            left_sibling=_id(self.left_sibling_id),
            sets=tuple(each.to_core() for each in self.product_sets),
            supported_filters=tuple(self.supported_filter_groups),
            properties={each.key: each.value for each in self.properties},
            is_active=self.is_active,
            is_visible=self.is_visible,
            is_excluded_from_search=self.is_excluded_from_search,
            custom_data=self.custom_data,
        )


class CategoryChangeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What counts when a category is made counts for nothing later: `isActive`, `isVisible`, `properties`."""

    name: Names | UnsetType = UNSET
    parent_id: Id | None | UnsetType = UNSET
    left_sibling_id: Id | None | UnsetType = UNSET
    product_sets: list[ProductSetIn] | UnsetType = UNSET
    supported_filter_groups: list[Text] | UnsetType = UNSET
    is_excluded_from_search: bool | None | UnsetType = UNSET
    custom_data: Data | None | UnsetType = UNSET
    properties: list[PropertyIn] = []
    is_active: bool | None = None
    is_visible: bool | None = None
    id: Id | None = None
    countries: list[InCountryIn] = []

    def to_core(self) -> navigation.CategoryChange:
        sets, filters = self.product_sets, self.supported_filter_groups
        return navigation.CategoryChange(
            names=self.name,
            parent=_id(self.parent_id),
            left_sibling=_id(self.left_sibling_id),
            sets=sets if isinstance(sets, UnsetType) else tuple(each.to_core() for each in sets),
            supported_filters=filters if isinstance(filters, UnsetType) else tuple(filters),
            is_excluded_from_search=self.is_excluded_from_search,
            custom_data=self.custom_data,
        )


class PropertyKeyIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    key: Text
    is_inheritable: bool = False
    id: Id | None = None


class UnlinkIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """`productSetIds`: the sets that refer to this one and shall no longer."""

    product_set_ids: Ids
    copy_conditions: bool = False


class CriterionOut(msgspec.Struct, frozen=True, omit_defaults=True):
    name: str
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


class ProductSetOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Conditions that a set does not have are left out."""

    product_set_id: int
    referenced_product_set_id: int | None = None
    include_product_ids: tuple[int, ...] = ()
    exclude_product_ids: tuple[int, ...] = ()
    is_new: bool = False
    attributes: tuple[CriterionOut, ...] = ()


class PropertyOut(msgspec.Struct, frozen=True):
    key: str
    value: str


class InCountryOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    country_code: str
    shop_country_id: int
    path: str
    is_active: bool
    is_visible: bool
    is_excluded_from_search: bool
    properties: list[PropertyOut]
    custom_data: Data | None
    smart_sorting_key: str | UnsetType = UNSET
    custom_sorting_key: str | UnsetType = UNSET
    seo: Data | UnsetType = UNSET


class CategoryOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`countries` where they were asked for, or when it was just made."""

    id: int
    parent_id: int | None
    left_sibling_id: int | None
    name: dict[str, str]
    product_sets: list[ProductSetOut]
    supported_filter_groups: list[str]
    is_excluded_from_search: bool | UnsetType = UNSET
    custom_data: Data | None
    countries: list[InCountryOut] | UnsetType = UNSET


class PropertyKeyOut(msgspec.Struct, frozen=True, rename="camel"):
    id: int
    key: str
    is_inheritable: bool


def category_out(category: ShopCategory, shop: stores.Shop, asked: Relations, *, whole: bool = False) -> CategoryOut:
    """In the shop's own countries: others may show the same tree."""
    own = {country.id for country in shop.countries}
    countries = [in_country_out(each) for each in category.countries if each.shop_country_id in own]
    excluded = category.is_excluded_from_search
    return CategoryOut(
        id=category.id,
        parent_id=category.parent_id,
        left_sibling_id=category.left_sibling_id,
        name=category.names,
        product_sets=[_set_out(each) for each in category.sets],
        supported_filter_groups=list(category.supported_filters),
        is_excluded_from_search=UNSET if excluded is None else excluded,
        custom_data=category.custom_data,
        countries=countries if whole or "countries" in asked else UNSET,
    )


def in_country_out(each: InCountry) -> InCountryOut:
    return InCountryOut(
        country_code=each.country,
        shop_country_id=each.shop_country_id,
        path=each.path,
        is_active=each.is_active,
        is_visible=each.is_visible,
        is_excluded_from_search=bool(each.is_excluded_from_search),
        properties=[PropertyOut(key, value) for key, value in each.properties.items()],
        custom_data=each.custom_data,
        smart_sorting_key=each.smart_sorting_key or UNSET,
        custom_sorting_key=each.custom_sorting_key or UNSET,
        seo=each.seo or UNSET,
    )


def key_out(key: navigation.PropertyKey) -> PropertyKeyOut:
    return PropertyKeyOut(key.id, key.key, key.is_inheritable)


def _set_out(each: ProductSet) -> ProductSetOut:
    return ProductSetOut(
        product_set_id=each.id,
        referenced_product_set_id=each.referenced,
        include_product_ids=each.include,
        exclude_product_ids=each.exclude,
        is_new=each.is_new,
        attributes=tuple(CriterionOut(c.name, c.include, c.exclude) for c in each.criteria),
    )


def _id(number: int | None | UnsetType) -> Any:
    return number if number is None or isinstance(number, UnsetType) else ShopCategoryId(number)
