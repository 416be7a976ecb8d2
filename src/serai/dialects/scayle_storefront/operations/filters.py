"""What listings can be narrowed by, and the attributes themselves."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final

import msgspec
from msgspec.structs import replace

from serai.core import navigation, search
from serai.core.search import Facets
from serai.dialects.scayle_storefront import filters
from serai.dialects.scayle_storefront.filters import FilterQuery, ids_named
from serai.dialects.scayle_storefront.paths import Missing
from serai.dialects.scayle_storefront.shapes.filters import (
    CountedCategoryOut,
    CountedValueOut,
    FilterOut,
    FlagOut,
    GroupOut,
    RangeOut,
    categories_out,
    filters_out,
    group_out,
    new_out,
    prices_out,
    sale_out,
    savings_out,
    values_out,
)
from serai.dialects.scayle_storefront.shapes.looks import look
from serai.kit.errors import NotFound
from serai.wire.call import Call
from serai.wire.errors import BadQuery
from serai.wire.operation import Operations
from serai.wire.schemas import any_of

narrowing = Operations("Filters")


class FiltersQuery(FilterQuery, frozen=True, kw_only=True, rename="camel"):
    """The filters of a listing: `filters[category]=10`, `filters[brand]=1,2`."""

    including: Annotated[str, msgspec.Meta(description="More filters by slug, such as isNew.")] | None = None


class AttributesQuery(msgspec.Struct, frozen=True, kw_only=True):
    names: Annotated[str, msgspec.Meta(description="Keys with commas between.")] | None = None
    ids: Annotated[str, msgspec.Meta(description="Ids with commas between.")] | None = None


_Values = tuple[Annotated[Any, any_of(CountedValueOut, RangeOut, FlagOut, CountedCategoryOut)], ...]


@narrowing.get("/v1/filters")
async def get_filters(call: Call, query: FiltersQuery) -> tuple[FilterOut, ...]:
    """What a listing can be narrowed by, each with the numbers of products that are left then."""
    asked = frozenset((query.with_ or "").split(","))
    extra = frozenset(slug.strip().lower() for slug in (query.including or "").split(","))
    facets = await _supported(call, query, await _facets(call, query))
    found = filters_out(facets, extra=extra | ({"categoryids"} if "category_ids" in asked else frozenset()))
    if "values" in asked:
        return tuple(found)
    return tuple(replace(each, values=msgspec.UNSET) if each.type != "identifier" else each for each in found)


@narrowing.get("/v1/filters/{group:group}/values")
async def get_filter_values(call: Call, group: str, query: FilterQuery) -> _Values:
    """The values of one filter."""
    facets = await _facets(call, query)
    key = group.lower()
    if key in _SLUGS:
        return _SLUGS[key](facets)
    key = "brand" if key == "brands" else key
    found = next((each for each in facets.groups if key in (each.key.lower(), str(each.id))), None)
    if found is not None:
        return values_out(found)
    here = look(call)
    ids = [int(key)] if key.isascii() and key.isdigit() and len(key) < 17 else []
    if not await search.groups(call.db, here.country, names=[key], ids=ids, locale=here.locale):
        raise Missing("filter", group)
    return ()


@narrowing.get("/v1/attributes")
async def get_attributes(call: Call, query: AttributesQuery) -> tuple[GroupOut, ...]:
    """Attribute groups with all their values, by key or id; all of them must be there."""
    names = tuple(name.strip() for name in (query.names or "").split(",") if name.strip())
    ids = ids_named("ids", query.ids or "")
    if not names and not ids:
        raise BadQuery.one("names", "Either this parameter or `ids` is required.")
    here = look(call)
    found = await search.groups(call.db, here.country, names=names, ids=ids, locale=here.locale)
    known = {each.key.lower() for each in found}
    if not {name.lower() for name in names} <= known or not set(ids) <= {each.id for each in found}:
        raise NotFound("attribute")
    return tuple(group_out(each) for each in found)


@narrowing.get("/v1/attributes/{group:attribute}")
async def get_attribute(call: Call, group: str) -> GroupOut:
    """One attribute group with all its values."""
    here = look(call)
    found = await search.groups(call.db, here.country, names=[group], locale=here.locale)
    if not found:
        raise Missing("attribute", group)
    return group_out(found[0])


async def _supported(call: Call, query: FilterQuery, facets: Facets) -> Facets:
    """Only the groups that the listing's one category was given, where it was given any."""
    chosen = filters.read(call.query, query).categories
    if len(chosen) != 1:
        return facets
    here = look(call)
    country = here.country
    tree = await navigation.tree(call.db, country.store_id, country.shop_id, country.id, locale=here.locale)
    node = tree.get(chosen[0])
    if node is None or not node.supported_filters:
        return facets
    return replace(facets, groups=tuple(group for group in facets.groups if group.key in node.supported_filters))


async def _facets(call: Call, query: FilterQuery) -> Facets:
    here = look(call)
    return await search.facets(call.db, here.country, filters.read(call.query, query), locale=here.locale, at=here.at)


_SLUGS: Final[Mapping[str, Callable[[Facets], _Values]]] = {
    "prices": prices_out,
    "sale": sale_out,
    "savings": savings_out,
    "max_savings_percentage": savings_out,
    "isnew": new_out,
    "categoryids": categories_out,
    "category_ids": categories_out,
}
"""Filters that are no attribute groups."""
