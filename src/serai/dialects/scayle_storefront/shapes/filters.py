"""What a listing can be narrowed by. Source: scayle-storefront.md 4 and 5.8."""

from collections.abc import Iterator
from typing import Annotated, Any, Final

from msgspec import UNSET, Struct, UnsetType

from serai.core.search import Facets, GroupCount, ValueCount
from serai.wire.schemas import any_of


class CountedValueOut(Struct, frozen=True, rename="camel"):
    id: int
    name: str
    value: str
    product_count: int


class RangeOut(Struct, frozen=True, rename="camel"):
    """Prices in minor units, savings in whole percent."""

    min: int
    max: int
    product_count: int


class FlagOut(Struct, frozen=True, rename="camel"):
    name: bool
    product_count: int


class CountedCategoryOut(Struct, frozen=True, rename="camel"):
    id: int
    product_count: int


_Value = Annotated[Any, any_of(CountedValueOut, RangeOut, FlagOut, CountedCategoryOut)]


class FilterOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """`type`: attributes, range, boolean or identifier."""

    id: int | None
    slug: str
    name: str
    type: str
    attribute_group_type: str | UnsetType = UNSET
    values: tuple[_Value, ...] | UnsetType = UNSET


PRICES: Final = "prices"
SAVINGS: Final = "max_savings_percentage"
SALE: Final = "sale"
NEW: Final = "isNew"
CATEGORIES: Final = "categoryids"


def filters_out(facets: Facets, *, extra: frozenset[str] = frozenset()) -> Iterator[FilterOut]:
    """The groups that there are products of, then prices, sale and savings; `extra` ones by slug in small letters."""
    for group in facets.groups:
        yield _of_group(group)
    yield FilterOut(id=None, slug=PRICES, name="Prices", type="range", values=prices_out(facets))
    yield FilterOut(id=None, slug=SALE, name="Sale", type="boolean", values=sale_out(facets))
    yield FilterOut(id=None, slug=SAVINGS, name="Savings", type="range", values=savings_out(facets))
    if NEW.lower() in extra:
        yield FilterOut(id=None, slug=NEW, name="New", type="boolean", values=new_out(facets))
    if CATEGORIES in extra:
        yield FilterOut(id=None, slug=CATEGORIES, name="Categories", type="identifier", values=categories_out(facets))


def _of_group(group: GroupCount) -> FilterOut:
    return FilterOut(
        id=group.id,
        slug=group.key,
        name=group.label,
        type="attributes",
        attribute_group_type="",
        values=values_out(group),
    )


def values_out(group: GroupCount) -> tuple[CountedValueOut, ...]:
    return tuple(CountedValueOut(v.id, v.label, v.value, v.products) for v in group.values)


def prices_out(facets: Facets) -> tuple[RangeOut, ...]:
    """One element; both bounds are 0 when nothing is found."""
    return (RangeOut(facets.min_minor or 0, facets.max_minor or 0, facets.total),)


def savings_out(facets: Facets) -> tuple[RangeOut, ...]:
    return (RangeOut(facets.min_reduction or 0, facets.max_reduction or 0, facets.on_sale),)


def sale_out(facets: Facets) -> tuple[FlagOut, ...]:
    return (FlagOut(name=False, product_count=facets.total - facets.on_sale), FlagOut(name=True, product_count=facets.on_sale))


def new_out(facets: Facets) -> tuple[FlagOut, ...]:
    return (FlagOut(name=False, product_count=facets.total - facets.new), FlagOut(name=True, product_count=facets.new))


def categories_out(facets: Facets) -> tuple[CountedCategoryOut, ...]:
    return tuple(CountedCategoryOut(id_, products) for id_, products in facets.categories)


class GroupValueOut(Struct, frozen=True):
    id: int
    label: str
    value: str


class GroupOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """An attribute group with all its values."""

    id: int | None
    key: str
    label: str
    type: str
    multi_select: bool
    values: tuple[GroupValueOut, ...]


def group_out(group: GroupCount) -> GroupOut:
    return GroupOut(
        id=group.id,
        key=group.key,
        label=group.label,
        type="",
        multi_select=True,
        values=tuple(value_out(value) for value in group.values),
    )


def value_out(value: ValueCount) -> GroupValueOut:
    return GroupValueOut(value.id, value.label, value.value)
