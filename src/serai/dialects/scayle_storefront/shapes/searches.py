"""What searching answers. Source: scayle-storefront.md 4 and 5.16."""

from collections.abc import Iterable, Sequence

from msgspec import UNSET, Struct, UnsetType

from serai.core.search import Meant, ValueCount
from serai.dialects.scayle_storefront.filters import BRAND_GROUP
from serai.dialects.scayle_storefront.shapes.categories import CategoryOut
from serai.dialects.scayle_storefront.shapes.filters import GroupValueOut, value_out
from serai.dialects.scayle_storefront.shapes.products import ProductOut


class FilterGroupOut(Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    key: str
    label: str
    type: str
    multi_select: bool


class AttributeFilterOut(Struct, frozen=True):
    group: FilterGroupOut
    values: tuple[GroupValueOut, ...]


class CategoryFilterOut(Struct, frozen=True, rename="camel"):
    type: str
    attribute_filter: AttributeFilterOut


class CategorySuggestionOut(Struct, frozen=True):
    category: CategoryOut
    filters: tuple[CategoryFilterOut, ...]


class ProductSuggestionOut(Struct, frozen=True):
    product: ProductOut


class EntityOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """`type`: product or category; the member of that name is there."""

    type: str
    product_suggestion: ProductSuggestionOut | UnsetType = UNSET
    category_suggestion: CategorySuggestionOut | UnsetType = UNSET


class SuggestionsOut(Struct, frozen=True):
    suggestions: tuple[EntityOut, ...]


def category_entity(category: CategoryOut, values: Iterable[Meant]) -> EntityOut:
    suggestion = CategorySuggestionOut(category, tuple(_filter(meant) for meant in values))
    return EntityOut(type="category", category_suggestion=suggestion)


def product_entity(product: ProductOut) -> EntityOut:
    return EntityOut(type="product", product_suggestion=ProductSuggestionOut(product))


def _id(meant: Meant) -> int:
    return BRAND_GROUP if meant.group.id is None else meant.group.id


def _filter(meant: Meant) -> CategoryFilterOut:
    group = meant.group
    is_list = "List" in group.kind
    shown = FilterGroupOut(id=_id(meant), key=group.key, label=group.label, type="", multi_select=is_list)
    return CategoryFilterOut("attribute", AttributeFilterOut(shown, (value_out(meant.value),)))


# ── version 1 ──


class BrandOut(Struct, frozen=True):
    id: int
    label: str
    value: str


class TermOut(Struct, frozen=True):
    term: str


class FirstSuggestionsOut(Struct, frozen=True, rename="camel"):
    brands: tuple[BrandOut, ...]
    categories: tuple[CategoryOut, ...]
    product_names: tuple[TermOut, ...]
    products: tuple[ProductOut, ...]


class MappedGroupOut(Struct, frozen=True):
    id: int
    slug: str


class MatchOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """`type`: attribute, with its group and values, or category, with its id and name."""

    type: str
    attribute_group: MappedGroupOut | UnsetType = UNSET
    attribute_ids: tuple[int, ...] | UnsetType = UNSET
    id: int | UnsetType = UNSET
    name: str | UnsetType = UNSET


class MappingsOut(Struct, frozen=True):
    matches: tuple[MatchOut, ...]


class ResolvedCategoryOut(Struct, frozen=True):
    match: str
    id: int
    name: str


class ResolvedAttributeOut(Struct, frozen=True, rename="camel"):
    match: str
    name: str
    attribute_group: int
    attribute_id: int


class ResolvedOut(Struct, frozen=True):
    count: int
    match: str
    category: ResolvedCategoryOut
    attributes: tuple[ResolvedAttributeOut, ...]


class ResolutionsOut(Struct, frozen=True):
    matches: tuple[ResolvedOut, ...]


def brand_out(value: ValueCount) -> BrandOut:
    return BrandOut(value.id, value.label, value.value)


def mappings_out(values: Sequence[Meant], categories: Iterable[tuple[int, str]]) -> MappingsOut:
    """`categories` as (id, name)."""
    found = tuple(
        MatchOut(type="attribute", attribute_group=MappedGroupOut(_id(m), m.group.key), attribute_ids=(m.value.id,))
        for m in values
    )
    return MappingsOut((*found, *(MatchOut(type="category", id=id_, name=name) for id_, name in categories)))


def resolved_attribute(meant: Meant) -> ResolvedAttributeOut:
    return ResolvedAttributeOut(" ".join(meant.words), meant.value.label, _id(meant), meant.value.id)


# ── while somebody types ──


class SuggestedProductOut(Struct, frozen=True):
    suggestion: str
    product: ProductOut


class SuggestedBrandOut(Struct, frozen=True):
    id: int
    name: str


class NamedIdOut(Struct, frozen=True):
    id: int
    name: str


class TypedFilterOut(Struct, frozen=True, kw_only=True):
    """`values`: ids, or with their names where the request asked for that."""

    slug: str
    id: int
    name: str
    values: tuple[int | NamedIdOut, ...]


class BrandOrCategoryOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """`primary_match`: brand or category."""

    suggestion: str
    primary_match: str
    category: CategoryOut
    brand: SuggestedBrandOut | UnsetType = UNSET
    attribute_filters: tuple[TypedFilterOut, ...]
    product_count: int


class TypedOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """`type`: product or brandOrCategory; the member for it is there."""

    type: str
    score: float
    product_suggestion: SuggestedProductOut | UnsetType = UNSET
    brand_or_category_suggestion: BrandOrCategoryOut | UnsetType = UNSET


class TypeaheadOut(Struct, frozen=True, rename="camel"):
    top_match: TypedOut | None
    suggestions: tuple[TypedOut, ...]


def typed_filter(meant: Meant, *, full: bool) -> TypedFilterOut:
    value = meant.value
    values: tuple[int | NamedIdOut, ...] = (NamedIdOut(value.id, value.label),) if full else (value.id,)
    return TypedFilterOut(slug=meant.group.key, id=_id(meant), name=meant.group.label, values=values)
