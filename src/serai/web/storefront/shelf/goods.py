"""Products as shoppers see them: what each variant costs now, and whether it can be had. Pure."""

import re
from collections.abc import Iterable
from typing import Final

from markupsafe import Markup
from msgspec import Struct

from serai.core import content, navigation, pricing
from serai.core.catalog import Full, FullVariant
from serai.core.pricing import Price
from serai.core.search import Shown
from serai.core.stores import ShopCountry
from serai.web.storefront.visit import Guest

MOST_AT_ONCE: Final = 99
"""Pieces that the product page offers to put into the basket."""
_INNER: Final = re.compile(r'(<(?:a|img)\b[^>]*? (?:href|src)=")/(?!/|media/|s/)')
"""Before a path of somebody's own that is none of the platform's."""
_TAG: Final = re.compile(r"<[a-zA-Z/!]")
_PICTURES: Final = ("https://", "http://", "/", "data:image/")


class Picture(Struct, frozen=True):
    url: str
    alt: str


class Crumb(Struct, frozen=True):
    """A category on the way to a product."""

    id: int
    name: str


class Offer(Struct, frozen=True, kw_only=True):
    """A variant with its price. `left` None: there is no end to it."""

    id: int
    name: str
    price: Price
    left: int | None
    is_low: bool

    @property
    def is_there(self) -> bool:
        return self.left is None or self.left > 0


class Goods(Struct, frozen=True, kw_only=True):
    """A product with its offers in their order; there is at least one. `cheapest` is that which can be had, where any can."""

    product: Full
    name: str
    offers: tuple[Offer, ...]
    pictures: tuple[Picture, ...]
    crumbs: tuple[Crumb, ...]
    is_open: bool

    @property
    def slug(self) -> str:
        return self.product.slug

    @property
    def is_there(self) -> bool:
        return self.is_open and any(offer.is_there for offer in self.offers)

    @property
    def cheapest(self) -> Offer:
        return min(self.offers, key=lambda offer: (not offer.is_there, offer.price.with_tax))

    @property
    def price(self) -> Price:
        return self.cheapest.price

    @property
    def is_from(self) -> bool:
        """Whether others of its variants cost more."""
        return any(offer.price.with_tax > self.price.with_tax for offer in self.offers)

    @property
    def percent_off(self) -> int:
        """In whole percent, rounded down; what is cheaper at all is never 0."""
        price = self.price
        return max(1, 100 * price.reduced // price.original) if price.reduced > 0 else 0

    @property
    def most(self) -> int:
        """Pieces that may be asked for at once."""
        per_order = self.product.max_per_order or MOST_AT_ONCE
        return min(per_order, MOST_AT_ONCE, max((_left(offer) for offer in self.offers), default=1) or 1)


def goods(found: Iterable[Shown], guest: Guest) -> list[Goods]:
    """Those that have a price here."""
    made = (_goods(shown, guest) for shown in found)
    return [each for each in made if each is not None]


def _goods(shown: Shown, guest: Guest) -> Goods | None:
    product, country = shown.product, guest.country
    offers = tuple(offer for variant in product.sold if (offer := _offer(shown, variant, guest)) is not None)
    if not offers:
        return None
    return Goods(
        product=product,
        name=own_text(product.own_names, product.name, country),
        offers=offers,
        pictures=_pictures(product),
        crumbs=_crumbs(shown, country),
        is_open=_is_timely(product, guest),
    )


def _offer(shown: Shown, variant: FullVariant, guest: Guest) -> Offer | None:
    facts = shown.facts.get(variant.id)
    price = facts and pricing.price_of(facts, guest.country, at=guest.now, campaign_key=guest.place.campaign)
    if not price:
        return None
    left = None if shown.is_endless(variant.id) else max(0, shown.quantity(variant.id))
    return Offer(
        id=variant.id,
        name=" / ".join(variant.options) or variant.name,
        price=price,
        left=left,
        is_low=left is not None and 0 < left <= shown.product.low_stock_threshold,
    )


def _left(offer: Offer) -> int:
    return MOST_AT_ONCE if offer.left is None else offer.left


def _pictures(product: Full) -> tuple[Picture, ...]:
    """The one that was chosen to stand for the product first."""
    own = sorted((image for image in product.images if not image.video_url), key=lambda image: not image.is_primary)
    return tuple(Picture(image.url, image.alt or product.name) for image in own if image.url.startswith(_PICTURES))


def _crumbs(shown: Shown, country: ShopCountry) -> tuple[Crumb, ...]:
    """From the root to the first of its categories, in the tree that the shop shows."""
    if shown.nodes is None:
        own = next((each for each in shown.product.categories if each.status == "active"), None)
        return tuple(Crumb(step.id, own_text(step.names, step.name, country)) for step in own.path) if own else ()
    by_id = {node.id: node for node in shown.nodes}
    above = {node.parent_id for node in shown.nodes}
    node = next((each for each in shown.nodes if each.id not in above), None)
    line: list[Crumb] = []
    while node is not None:
        line.insert(0, Crumb(node.id, navigation.in_locale(node.names, country.locale)))
        node = by_id.get(node.parent_id or 0)
    return tuple(line)


def _is_timely(product: Full, guest: Guest) -> bool:
    there = next((each for each in product.countries if each.shop_country_id == guest.country.id), None)
    if there is None:
        return True
    begins, ends = there.sellable_from, there.sellable_until
    return (begins is None or begins <= guest.now) and (ends is None or guest.now < ends)


def own_text(texts: dict[str, str], own: str, country: ShopCountry) -> str:
    """In the country's language, else as it was written."""
    return texts.get(country.locale) or own


def prose(text: str, guest: Guest) -> Markup:
    """HTML that somebody wrote, made safe; a text without tags keeps its lines. Its own paths are the storefront's."""
    if not _TAG.search(text):
        return Markup("<p>{}</p>").format(text).replace("\n", Markup("<br>"))
    return Markup(_INNER.sub(rf"\1{guest.base}/", content.safe(text)))  # noqa: S704 - made safe here


def inner(link: str, guest: Guest) -> str:
    """A link of the theme's: what is a path is one of the storefront's pages."""
    if not link.startswith("/"):
        return link
    return guest.base + link.removeprefix(f"/s/{guest.shop.public_slug}")
