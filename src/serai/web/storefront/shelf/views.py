"""What everybody sees: the home page, listings, products, pages."""

from pathlib import Path
from typing import Final

from msgspec import Struct

from serai.core import catalog, navigation, search
from serai.core.catalog import Handle
from serai.core.content import DEFAULT
from serai.core.navigation import Node, Tree
from serai.core.search import Filter, Order
from serai.kit.errors import NotFound
from serai.kit.text import is_storable
from serai.web.section import Section
from serai.web.storefront.shelf import listing
from serai.web.storefront.shelf.goods import Goods, goods, inner, own_text, prose
from serai.web.storefront.visit import Guest
from serai.web.visit import Answer, Page

SECTION: Section[Guest] = Section(Path(__file__).parent)

NEWEST: Final = 12
FEATURED: Final = 24
ALIKE: Final = 4
MANY: Final = 12
"""Variants that are still shown one below the other."""
_SAMPLE: Final = DEFAULT.homepage
SAMPLES: Final[dict[str | None, str]] = {
    _SAMPLE.hero.title: "title",
    _SAMPLE.hero.subtitle: "subtitle",
    _SAMPLE.hero.cta_text: "press",
    **{section.title: "featured" for section in _SAMPLE.sections or ()},
}
"""Texts of the theme that nobody has changed yet: which of our words say them in the shop's language."""


class Part(Struct, frozen=True):
    """A section of the home page with what is in it."""

    title: str
    goods: tuple[Goods, ...]


@SECTION.page("/")
async def home(visit: Guest) -> Answer:
    hero = visit.shop.theme.homepage.hero
    link = inner(hero.cta_link or "/products", visit)
    picture = None if hero.image == _SAMPLE.hero.image else hero.image
    return Page("home.html", {"hero": hero, "link": link, "picture": picture, "shown": await _parts(visit), "samples": SAMPLES})


async def _parts(visit: Guest) -> list[Part]:
    """The theme's sections, with the newest products in those that name none; only these where there are no sections."""
    sections = [(each.title, each.product_ids[:FEATURED]) for each in visit.shop.theme.homepage.sections or ()]
    if not sections:
        sections = [("", ())]
    newest: tuple[int, ...] = ()
    if any(not ids for _, ids in sections):
        found = await search.find(
            visit.db, visit.country, Filter(), order=Order.NEW, descending=True, size=NEWEST, offset=0, at=visit.now
        )
        newest = tuple(found.ids)
    wanted = [id_ for _, ids in sections for id_ in ids or newest]
    by_id = {each.product.id: each for each in goods(await search.show(visit.db, visit.country, wanted, at=visit.now), visit)}
    parts = [
        Part(title, tuple(by_id[i] for i in map(catalog.ProductId, ids or newest) if i in by_id)) for title, ids in sections
    ]
    return [part for part in parts if part.goods]


@SECTION.page("/products")
async def products(visit: Guest) -> Answer:
    return await _listing(visit, await _tree(visit), None)


@SECTION.page("/categories/{path:path}")
async def category(visit: Guest) -> Answer:
    tree, path = await _tree(visit), visit.text("path").strip("/")
    by_id = tree.get(int(path)) if path.isascii() and path.isdigit() and len(path) < 17 else None
    node = by_id or tree.at(path.split("/"))
    if node is None:
        raise NotFound("category")
    return await _listing(visit, tree, node)


async def _tree(visit: Guest) -> Tree:
    country = visit.country
    return await navigation.tree(visit.db, country.store_id, country.shop_id, country.id, locale=country.locale)


async def _listing(visit: Guest, tree: Tree, node: Node | None) -> Answer:
    """Four statements with the tree's: which products, what they are, what they can be narrowed by."""
    wanted = listing.asked(visit.request.query_params.multi_items(), visit.currency)
    filter_, (order, descending) = wanted.filter(node.id if node else None), wanted.order
    found = await search.find(
        visit.db,
        visit.country,
        filter_,
        order=order,
        descending=descending,
        size=listing.SIZE,
        offset=wanted.offset,
        at=visit.now,
    )
    shown = goods(await search.show(visit.db, visit.country, found.ids, at=visit.now), visit)
    facets = await search.facets(visit.db, visit.country, filter_, locale=visit.country.locale, at=visit.now)
    counts = dict(facets.categories)
    last = min(-(-found.total // listing.SIZE), listing.LAST_PAGE)
    return Page(
        "listing.html",
        {
            "asked": wanted,
            "tree": tree,
            "node": node,
            "line": tree.rootline(node) if node else [],
            "below": [(each, counts[each.id]) for each in tree.children(node.id if node else None) if each.id in counts],
            "goods": shown,
            "total": found.total,
            "last": last,
            "groups": listing.offered(facets, wanted),
            "facets": facets,
            "sorts": listing.SORTS,
            "field_of": listing.field_of,
        },
    )


@SECTION.page("/products/{slug}")
async def product(visit: Guest) -> Answer:
    slug = visit.text("slug")
    if not is_storable(slug):
        raise NotFound("product")
    id_ = await catalog.product_id(visit.db, visit.store, Handle(id=None, slug=slug))
    alike = await search.similar(visit.db, visit.country, id_, Filter(), size=ALIKE, at=visit.now, others_only=True)
    found = goods(await search.show(visit.db, visit.country, [id_, *(a.id for a in alike)], at=visit.now), visit)
    if not found or found[0].product.id != id_:
        raise NotFound("product")
    full = found[0].product
    about = prose(own_text(full.own_descriptions, full.description, visit.country), visit)
    return Page("product.html", {"goods": found[0], "about": about, "alike": found[1:], "many": MANY})


@SECTION.page("/pages/{slug}")
async def page(visit: Guest) -> Answer:
    slug = visit.text("slug")
    found = next((each for each in visit.shop.pages if each.slug == slug), None)
    if found is None:
        raise NotFound("page")
    return Page("text.html", {"page": found, "content": prose(found.content, visit)})
