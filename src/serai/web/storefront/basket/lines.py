"""A basket's lines as a shopper reads them."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from serai.core import baskets
from serai.core.baskets import Basket, Item, Status
from serai.core.search import Shown
from serai.web.storefront.visit import Guest


class Line(Struct, frozen=True):
    """`name` and `slug` are empty for what is shown no more. `trouble`: why it cannot be had as it is, if so."""

    item: Item
    name: str = ""
    variant: str = ""
    picture: str = ""
    slug: str = ""
    trouble: str = ""


async def read(visit: Guest) -> tuple[Basket, list[Line]]:
    """The visitor's basket, with the lines of what is gone for good too."""
    place = replace(visit.place, orphans=True)
    basket, shown = await baskets.get_shown(visit.db, place, at=visit.now)
    return basket, lines_of(basket, shown)


def lines_of(basket: Basket, shown: Sequence[Shown]) -> list[Line]:
    known: dict[int, Shown] = {each.product.id: each for each in shown}
    return [_line(item, known.get(item.product)) for item in basket.items]


def _line(item: Item, shown: Shown | None) -> Line:
    if shown is None:
        return Line(item, trouble="gone")
    product = shown.product
    variant = next((each for each in product.variants if each.id == item.variant), None)
    picture = next((image.url for image in product.images if image.is_primary), "")
    return Line(
        item,
        name=product.name,
        variant="" if variant is None or variant.is_default else variant.name,
        picture=(variant.image_url if variant else None) or picture or next((image.url for image in product.images), ""),
        slug=product.slug,
        trouble=_trouble(item),
    )


def _trouble(item: Item) -> str:
    if item.status is Status.DELETED or item.unit is None:
        return "gone"
    if item.status is Status.UNAVAILABLE:
        return "sold_out"
    return "fewer" if item.available is not None and item.quantity > item.available else ""
