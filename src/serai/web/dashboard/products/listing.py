"""The store's products, narrowed down and page by page."""

from typing import Final

from msgspec import Struct

from serai.core import catalog
from serai.core.catalog import CategoryFilter, Filter, Node, Product, Status
from serai.kit.pages import Slice
from serai.web.dashboard.listing import listed, number, slice_of
from serai.web.dashboard.products.section import PRODUCTS, SECTION
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Page

MOST_CATEGORIES: Final = 500
"""Categories to choose from."""
_MEANS: Final = {"active": (Status.ACTIVE, False), "out": (Status.ACTIVE, True), "draft": (Status.DRAFT, None)}


class Asked(Struct, frozen=True):
    """What the list is narrowed by; what makes no sense narrows nothing."""

    q: str
    status: str
    category: int | None

    @property
    def filter(self) -> Filter:
        status, sold_out = _MEANS.get(self.status, (None, None))
        return Filter(status=status, sold_out=sold_out, category_id=self.category, keyword=self.q or None)


@SECTION.page(PRODUCTS)
async def list_products(visit: Merchant) -> Answer:
    asked, slice_ = asked_of(visit), slice_of(visit)
    found = await catalog.page(visit.db, [visit.store_id], asked.filter, slice_)
    values = {
        "asked": asked,
        "found": listed(visit, found, slice_),
        "categories": await categories(visit),
        "prices": {product.id: prices(product) for product in found.items},
    }
    return Page("list.html", values)


def asked_of(visit: Merchant) -> Asked:
    status = visit.asked("status")
    return Asked(visit.asked("q"), status if status in _MEANS else "", number(visit.asked("category")))


async def categories(visit: Merchant) -> list[Node]:
    """Those to choose from, by their way from the root."""
    found = await catalog.page_categories(visit.db, visit.store_id, CategoryFilter(), Slice(1, MOST_CATEGORIES))
    return sorted(found.items, key=lambda node: [step.casefold() for step in node.path])


def prices(product: Product) -> tuple[int, int]:
    """The lowest and the highest of what is sold."""
    all_of_them = [variant.price_minor for variant in product.named or product.variants]
    return min(all_of_them), max(all_of_them)
