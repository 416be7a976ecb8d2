"""Searching while somebody types, and telling what their words mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Final, cast

import msgspec

from serai.core import navigation, search
from serai.core.navigation import Node, Tree
from serai.core.search import Filter, Found, Order, Shown, Understood
from serai.dialects.scayle_storefront import relations
from serai.dialects.scayle_storefront.filters import LARGEST
from serai.dialects.scayle_storefront.listings import products_out, shown_in
from serai.dialects.scayle_storefront.relations import Relations
from serai.dialects.scayle_storefront.shapes.categories import Branches, CategoryOut, category_out
from serai.dialects.scayle_storefront.shapes.looks import Look, look
from serai.dialects.scayle_storefront.shapes.products import category_ids, product_out
from serai.dialects.scayle_storefront.shapes.searches import (
    EntityOut,
    FirstSuggestionsOut,
    MappingsOut,
    ResolutionsOut,
    ResolvedCategoryOut,
    ResolvedOut,
    SuggestionsOut,
    TermOut,
    brand_out,
    category_entity,
    mappings_out,
    product_entity,
    resolved_attribute,
)
from serai.wire.call import Call, Reply
from serai.wire.errors import BadQuery
from serai.wire.operation import Operations

searches = Operations("Search")

MOST_CATEGORIES: Final = 5
MOST_PRODUCTS: Final = 10
LONGEST_TERM: Final = 500
NOTHING: Final = Reply(status=204)
"""In place of an entity, where there is none: the description shows the type of the one that is found."""


class TermQuery(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    term: Annotated[str, msgspec.Meta(description="What somebody typed.")]
    category_id: Annotated[int, msgspec.Meta(ge=1, le=LARGEST, description="Only below this category.")] | None = None
    campaign_key: str | None = None
    with_: Annotated[str, msgspec.Meta(description="What to include.")] | None = msgspec.field(default=None, name="with")


class SuggestionsQuery(TermQuery, frozen=True, kw_only=True, rename="camel"):
    depth: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = msgspec.field(default=None, name="category.depth")
    show_hidden: bool = msgspec.field(default=False, name="category.showHidden")


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed, from where, and what it means in this shop. `counts`: products by category."""

    here: Look
    term: str
    tree: Tree
    meant: Understood
    counts: dict[int, int]


@searches.get("/v2/search/suggestions")
async def get_suggestions(call: Call, query: SuggestionsQuery) -> SuggestionsOut:
    """Categories, with filters, and products that may be meant by what somebody is typing."""
    words, asked = await understood(call, query.term), relations.parse(query.with_)
    found = await found_products(call, words, query.category_id, size=MOST_PRODUCTS)
    made = await products_out(call.db, words.here, found.ids, asked.below("product"))
    branches = _branches(words, asked.below("category"), query)
    shown = [category_out(branches, node) for node in within(words, query.category_id)[:MOST_CATEGORIES]]
    categories = [category_entity(category, words.meant.values) for category in shown]
    return SuggestionsOut((*categories, *(product_entity(product) for product in made)))


@searches.get("/v2/search/resolve", extra={"also": (204,)})
async def resolve(call: Call, query: SuggestionsQuery) -> EntityOut:
    """The one thing that is meant, 204 when that is nothing: a product by its number, a category by its name, else the best."""
    words, asked = await understood(call, query.term), relations.parse(query.with_)
    named = next((n for n in within(words, query.category_id) if search.is_name(words.term, words.tree, n)), None)
    if named is None and words.meant.values and words.meant.categories and words.meant.rest:
        named = next(iter(within(words, query.category_id)), None)
    if named is not None:
        return category_entity(category_out(_branches(words, asked.below("category"), query), named), words.meant.values)
    found = await found_products(call, words, query.category_id, size=1)
    made = await products_out(call.db, words.here, found.ids, asked.below("product"))
    return product_entity(made[0]) if made else cast("EntityOut", NOTHING)


@searches.get("/v1/search/suggestions")
async def get_first_suggestions(call: Call, query: TermQuery) -> FirstSuggestionsOut:
    """Brands, categories, names and products that may be meant."""
    words, asked = await understood(call, query.term), relations.parse(query.with_)
    found = await found_products(call, words, query.category_id, size=MOST_PRODUCTS)
    shown, here = await shown_in(call.db, words.here, found.ids), words.here
    names = dict.fromkeys(here.text(each.product.own_names, each.product.name) for each in shown)
    brands = [meant.value for meant in words.meant.values if meant.group.key == "brand"]
    return FirstSuggestionsOut(
        brands=tuple(brand_out(brand) for brand in brands) if _wants(asked, "brands") else (),
        categories=_categories(words, query) if _wants(asked, "categories") else (),
        product_names=tuple(TermOut(name) for name in names) if _wants(asked, "productNames") else (),
        products=tuple(product_out(each, here, asked.below("products")) for each in shown) if _wants(asked, "products") else (),
    )


@searches.get("/v1/search/mappings")
async def get_mappings(call: Call, query: TermQuery) -> MappingsOut:
    """Which attributes and categories the words name."""
    words = await understood(call, query.term)
    nodes = within(words, query.category_id) if words.meant.rest else []
    return mappings_out(words.meant.values, [(node.id, words.tree.name(node)) for node in nodes])


@searches.get("/v1/search/resolve")
async def resolve_first(call: Call, query: TermQuery) -> ResolutionsOut:
    """The words as a category with attributes, and how many products that comes to."""
    words = await understood(call, query.term)
    nodes = within(words, query.category_id) if words.meant.rest else []
    if not nodes and not words.meant.values:
        return ResolutionsOut(())
    filter_ = Filter(
        categories=tuple(node.id for node in nodes[:1]),
        values=tuple(search.Values(m.group.key.lower(), (m.value.id,)) for m in words.meant.values),
    )
    found = await search.find(
        call.db, words.here.country, filter_, order=Order.ID, descending=True, size=1, offset=0, at=words.here.at
    )
    category = place(words, query.category_id, await shown_in(call.db, words.here, () if nodes else found.ids))
    if category is None:
        return ResolutionsOut(())
    shown = ResolvedCategoryOut(" ".join(words.meant.rest), category.id, words.tree.name(category))
    attributes = tuple(resolved_attribute(meant) for meant in words.meant.values)
    return ResolutionsOut((ResolvedOut(found.total, words.term, shown, attributes),))


async def understood(call: Call, term: str) -> Words:
    """Raises BadQuery for a term that is blank or endless. Two statements."""
    term = term.strip()
    if not 0 < len(term) <= LONGEST_TERM:
        raise BadQuery.one("term", f"Must have 1 to {LONGEST_TERM} characters.")
    here = look(call)
    country = here.country
    tree = await navigation.tree(call.db, country.store_id, country.shop_id, country.id, locale=here.locale)
    known = await search.known(call.db, country, locale=here.locale)
    return Words(here, term, tree, search.understand(term, tree, known.groups), known.counts)


async def found_products(call: Call, words: Words, category: int | None, *, size: int, fuzzy: bool = True) -> Found:
    """The products that fit best; the last word may be one that somebody is still typing. One statement."""
    categories = () if category is None else (category,)
    filter_ = Filter(term=words.term, categories=categories, is_prefix=True, is_fuzzy=fuzzy)
    here = words.here
    return await search.find(
        call.db, here.country, filter_, order=Order.RELEVANCE, descending=True, size=size, offset=0, at=here.at
    )


def within(words: Words, category: int | None) -> list[Node]:
    """The categories that may be meant, those below `category` where there is one."""
    below = None if category is None else {node.id for node in words.tree.below(category)}
    return [node for node in words.meant.categories if below is None or node.id in below]


def place(words: Words, category: int | None, products: Sequence[Shown]) -> Node | None:
    """Where to look for what the words name: in a category that they name, else where the best product lies, else here."""
    ids = [*(id_ for product in products for id_ in category_ids(product)), category or 0]
    nodes = (*within(words, category), *(words.tree.get(id_) for id_ in ids))
    return next((node for node in nodes if node is not None), None)


def _branches(words: Words, asked: Relations, query: SuggestionsQuery) -> Branches:
    levels = None if query.depth is None else max(query.depth, 1)
    return Branches(words.tree, words.here.country, asked, levels, query.show_hidden, bare=False)


def _categories(words: Words, query: TermQuery) -> tuple[CategoryOut, ...]:
    branches = Branches(words.tree, words.here.country, bare=False)
    return tuple(category_out(branches, node) for node in within(words, query.category_id)[:MOST_CATEGORIES])


def _wants(asked: Relations, key: str) -> bool:
    """Without a wish everything is wanted."""
    return key in asked or not asked.children
