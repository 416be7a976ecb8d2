"""What somebody may be about to type."""

from typing import Annotated, Final, Literal

import msgspec

from serai.core.search import Meant, Shown
from serai.dialects.scayle_storefront import relations
from serai.dialects.scayle_storefront.filters import LARGEST
from serai.dialects.scayle_storefront.listings import shown_in
from serai.dialects.scayle_storefront.operations.searches import Words, found_products, place, understood, within
from serai.dialects.scayle_storefront.relations import Relations
from serai.dialects.scayle_storefront.shapes.categories import Branches, CategoryOut, category_out
from serai.dialects.scayle_storefront.shapes.products import product_out
from serai.dialects.scayle_storefront.shapes.searches import (
    BrandOrCategoryOut,
    SuggestedBrandOut,
    SuggestedProductOut,
    TypeaheadOut,
    TypedOut,
    typed_filter,
)
from serai.wire.call import Call
from serai.wire.operation import Operations

typed = Operations("Typeahead")

USUAL: Final = 10
LARGEST_LIMIT: Final = 100

_Limit = Annotated[int, msgspec.Meta(ge=0, le=10_000, description="How many products, at most 100.")]
_Category = Annotated[int, msgspec.Meta(ge=1, le=LARGEST, description="Only below this category.")]


class TypeaheadQuery(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    term: Annotated[str, msgspec.Meta(description="What somebody typed; may stand in the body.")] = ""
    with_: Annotated[str, msgspec.Meta(description="What to include.")] | None = msgspec.field(default=None, name="with")
    category_depth: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None
    category_id: _Category | None = None
    limit: _Limit | None = None
    full_attribute_value: bool = False
    campaign_key: str | None = None


class TypeaheadIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Each over what the query says, but the term, which the query has first."""

    category_id: _Category | None = None
    limit: _Limit | None = None
    term: Annotated[str, msgspec.Meta(max_length=500)] | None = None
    fuzziness: Literal["0", "1", "2", "auto"] = "auto"
    liked_brands: Annotated[tuple[Annotated[int, msgspec.Meta(ge=1, le=LARGEST)], ...], msgspec.Meta(max_length=100)] = ()


@typed.get("/v1/typeahead")
async def get_typeahead(call: Call, query: TypeaheadQuery) -> TypeaheadOut:
    """Products, brands and categories that may be meant."""
    return await _typeahead(call, query, TypeaheadIn())


@typed.post("/v1/typeahead", writes=False)
async def post_typeahead(call: Call, query: TypeaheadQuery, body: TypeaheadIn) -> TypeaheadOut:
    """The same, with what narrows it down in the body."""
    return await _typeahead(call, query, body)


async def _typeahead(call: Call, query: TypeaheadQuery, body: TypeaheadIn) -> TypeaheadOut:
    words, asked = await understood(call, query.term or body.term or ""), relations.parse(query.with_)
    category = body.category_id or query.category_id
    size = min(body.limit or query.limit or USUAL, LARGEST_LIMIT)
    found = await found_products(call, words, category, size=size, fuzzy=body.fuzziness != "0")
    shown = await shown_in(call.db, words.here, found.ids)
    branches = _branches(words, asked.below("category"), query)
    where = place(words, category, shown)
    brands = [] if where is None else _brands(words, query, frozenset(body.liked_brands), category_out(branches, where))
    groups = brands + _categories(words, branches, query, category)
    everything = (*groups, *(_product(each, words, asked.below("product"), n) for n, each in enumerate(shown)))
    return TypeaheadOut(next(iter(everything), None), everything)


def _brands(words: Words, query: TypeaheadQuery, liked: frozenset[int], where: CategoryOut) -> list[TypedOut]:
    """Those that the words name, liked ones first."""
    named = [meant for meant in words.meant.values if meant.group.key == "brand"]
    return [_brand(meant, query, where) for meant in sorted(named, key=lambda meant: meant.value.id not in liked)]


def _brand(meant: Meant, query: TypeaheadQuery, where: CategoryOut) -> TypedOut:
    value = meant.value
    suggestion = BrandOrCategoryOut(
        suggestion=value.label,
        primary_match="brand",
        category=where,
        brand=SuggestedBrandOut(value.id, value.label),
        attribute_filters=(typed_filter(meant, full=query.full_attribute_value),),
        product_count=value.products,
    )
    return TypedOut(type="brandOrCategory", score=1.0, brand_or_category_suggestion=suggestion)


def _categories(words: Words, branches: Branches, query: TypeaheadQuery, category: int | None) -> list[TypedOut]:
    filters = tuple(typed_filter(meant, full=query.full_attribute_value) for meant in words.meant.values)
    return [
        TypedOut(
            type="brandOrCategory",
            score=round(1.0 / (n + 1), 4),
            brand_or_category_suggestion=BrandOrCategoryOut(
                suggestion=words.tree.name(node),
                primary_match="category",
                category=category_out(branches, node),
                attribute_filters=filters,
                product_count=words.counts.get(node.id, 0),
            ),
        )
        for n, node in enumerate(within(words, category)[:USUAL])
    ]


def _product(shown: Shown, words: Words, asked: Relations, place: int) -> TypedOut:
    name = words.here.text(shown.product.own_names, shown.product.name)
    suggestion = SuggestedProductOut(name, product_out(shown, words.here, asked))
    return TypedOut(type="product", score=round(1.0 / (place + 1), 4), product_suggestion=suggestion)


def _branches(words: Words, asked: Relations, query: TypeaheadQuery) -> Branches:
    levels = None if query.category_depth is None else max(query.category_depth, 1)
    return Branches(words.tree, words.here.country, asked, levels, bare=False)
