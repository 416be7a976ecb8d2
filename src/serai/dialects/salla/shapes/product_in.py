"""A product as bodies describe it (§6.1)."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, Struct
from msgspec.structs import replace

from serai.core import catalog
from serai.core.inventory import MOST
from serai.dialects.salla.money import Amount, to_minor
from serai.dialects.salla.shapes.sales import Costs, Today, costs
from serai.dialects.salla.shapes.translations import TranslationsIn
from serai.dialects.salla.shapes.weights import WeightIn, to_grams
from serai.kit import checks
from serai.kit.checks import Faults
from serai.kit.errors import Invalid, NotFound

KINDS: Final = ("product", "service", "digital", "food", "codes")
_NOT_HERE: Final = ("scoped_prices", "booking_details", "consisted_products", "min_amount_donating", "max_amount_donating")
_TRAITS: Final = (
    "with_tax",
    "tax_reason_code",
    "hide_quantity",
    "calories",
    "channels",
    "enable_upload_image",
    "enable_note",
    "pinned",
    "active_advance",
    "show_in_web",
)
LONGEST_NAME: Final = 255
LONGEST_SLUG: Final = 100

Quantity = Annotated[int, Meta(ge=0, le=MOST)]
Id = Annotated[int, Meta(ge=1, le=2**53 - 1)]


class ImageIn(Struct, frozen=True, kw_only=True):
    """`original` is the address of a picture; it is kept where it is."""

    original: str
    thumbnail: str | None = None
    alt: str = ""
    default: bool = False
    sort: int | None = None
    video_url: str | None = None

    def to_core(self, path: str) -> catalog.Image:
        """Raises Invalid on `{path}original`."""
        url = checks.url(self.original, field=f"{path}original")
        video = None if self.video_url is None else checks.url(self.video_url, field=f"{path}video_url")
        if len(self.alt) > LONGEST_NAME:
            raise Invalid.one(f"{path}alt", f"May have at most {LONGEST_NAME} characters.")
        return catalog.Image(url=url, alt=self.alt, is_primary=self.default, video_url=video)


class VideoIn(Struct, frozen=True, kw_only=True):
    url: str
    sort: int | None = None


class OptionValueChangeIn(Struct, frozen=True, kw_only=True):
    """What is left out stays."""

    name: str | None = None
    price: Amount | None = None
    quantity: Quantity | None = None
    display_value: str | None = None
    is_default: bool | None = None


class OptionValueIn(Struct, frozen=True, kw_only=True):
    """`price` is what the value adds to the product's price."""

    name: str
    price: Amount | None = None
    quantity: Quantity | None = None
    display_value: str | None = None
    is_default: bool = False


class OptionChangeIn(Struct, frozen=True, kw_only=True):
    """What is left out stays; `values` replace all there are. `sort` counts from 0."""

    name: str | None = None
    type: str | None = None
    display_type: str | None = None
    description: str | None = None
    required: bool | None = None
    visibility: str | None = None
    sort: int | None = None
    values: tuple[OptionValueIn, ...] | None = None


class OptionIn(OptionChangeIn, frozen=True, kw_only=True):
    name: str
    values: tuple[OptionValueIn, ...] = ()


class StatusIn(Struct, frozen=True, kw_only=True):
    """sale (or active), out, hidden."""

    status: str


class ProductChangeIn(Struct, frozen=True, kw_only=True):
    """What is left out stays. `images` replace all there are; a `sale_price` of 0 ends a sale, an empty date is none."""

    name: str | None = None
    price: Amount | None = None
    product_type: str | None = None
    status: str | None = None
    quantity: Quantity | None = None
    unlimited_quantity: bool | None = None
    description: str | None = None
    categories: tuple[Id, ...] | None = None
    sale_price: Amount | None = None
    sale_start: str | None = None
    sale_end: str | None = None
    cost_price: Amount | None = None
    sku: str | None = None
    mpn: str | None = None
    gtin: str | None = None
    calories: Quantity | None = None
    weight: Decimal | WeightIn | None = None
    weight_type: str | None = None
    require_shipping: bool | None = None
    maximum_quantity_per_order: int | None = None
    notify_quantity: Quantity | None = None
    with_tax: bool | None = None
    tax_reason_code: str | None = None
    hide_quantity: bool | None = None
    brand_id: Id | None = None
    tags: tuple[Id, ...] | None = None
    subtitle: str | None = None
    promotion_title: str | None = None
    promotion_subtitle: str | None = None
    metadata_title: str | None = None
    metadata_description: str | None = None
    metadata_url: str | None = None
    channels: tuple[str, ...] | None = None
    images: tuple[ImageIn, ...] | None = None
    video: VideoIn | None = None
    options: tuple[OptionIn, ...] | None = None
    translations: TranslationsIn | None = None
    enable_upload_image: bool | None = None
    enable_note: bool | None = None
    pinned: bool | None = None
    active_advance: bool | None = None
    show_in_web: bool | None = None
    scoped_prices: Any = None
    booking_details: Any = None
    consisted_products: Any = None
    min_amount_donating: Any = None
    max_amount_donating: Any = None


class ProductIn(ProductChangeIn, frozen=True, kw_only=True):
    """`name`, `price` and `product_type` are required."""

    name: str
    price: Amount
    product_type: str


def fields(
    body: ProductChangeIn,
    currency: str,
    today: Today,
    *,
    before: catalog.Full | None = None,
    tags: tuple[str, ...] | None = None,
) -> dict[str, Any]:
    """The body in core words, without what it leaves out; `before` is the product that it changes, `tags` are names.

    Raises Invalid naming every field that is wrong.
    """
    faults = Faults()
    for name in _NOT_HERE:
        if getattr(body, name) is not None:
            faults.add(name, "Is not supported here.")
    said = {core: value for wire, core in _PLAIN.items() if (value := getattr(body, wire)) is not None}
    said |= {core: _short(value, wire, faults) for wire, core in _SHORT.items() if (value := getattr(body, wire)) is not None}
    if body.name is not None:
        said["name"] = faults.of(partial(checks.words, body.name, field="name", least=1, most=LONGEST_NAME)) or ""
    if body.metadata_url is not None:
        check = partial(checks.slug, body.metadata_url, field="metadata_url", least=1, most=LONGEST_SLUG)
        said["slug"] = faults.of(check) or ""
    if body.categories is not None:
        said["categories"] = tuple(catalog.CategoryRef(id=catalog.CategoryId(id_)) for id_ in body.categories)
    if tags is not None:
        said["tags"] = tags
    if body.unlimited_quantity is not None:
        said["track_inventory"] = not body.unlimited_quantity
    priced = faults.of(partial(costs, body, currency, today, before.default if before else None)) or Costs()
    said |= priced.price
    said |= faults.of(partial(_availability, body.status, before)) or {}
    said |= _pictures(body, faults)
    said["facts"] = faults.of(partial(_facts, body, before)) or catalog.Facts()
    measures = faults.of(partial(_measures, body, currency)) or catalog.VariantFacts()
    said["default_facts"] = replace(measures, **priced.facts)
    faults.settle()
    return said


_PLAIN: Final = {
    "description": "description",
    "quantity": "sellable",
    "sku": "sku",
    "brand_id": "brand",
    "notify_quantity": "low_stock_threshold",
}
_SHORT: Final = {"metadata_title": "seo_title", "metadata_description": "seo_description"}


@contextmanager
def known(field: str) -> Iterator[None]:
    """What a body names and the store does not have is said of the field that names it."""
    try:
        yield
    except NotFound as error:
        raise Invalid.one(field, f"There is no such {error.what}.") from error


def status_in(word: str) -> str:
    """sale, out or hidden. Raises Invalid on `status`. Source: C4."""
    known = {"sale": "sale", "active": "sale", "out": "out", "hidden": "hidden"}
    if word not in known:
        raise Invalid.one("status", "Must be one of sale, active, out, hidden.")
    return known[word]


def _availability(status: str | None, before: catalog.Full | None) -> dict[str, Any]:
    """What a status means in the core. `out` is no status there but a fact: nothing is left to sell."""
    if status is None:
        return {}
    word = status_in(status)
    if word == "hidden":
        return {"status": catalog.Status.DRAFT}
    if word == "sale":
        return {"status": catalog.Status.ACTIVE}
    said: dict[str, Any] = {"status": catalog.Status.ACTIVE, "track_inventory": True, "sellable": 0}
    if before is not None and before.named:
        said["variants"] = tuple(catalog.kept(variant, sellable=0) for variant in before.named)
    return said


def _facts(body: ProductChangeIn, before: catalog.Full | None) -> catalog.Facts:
    kind = body.product_type
    if before is not None and kind not in (None, before.kind):
        raise Invalid.one("product_type", "Cannot be changed.")
    if kind is not None and kind not in KINDS:
        raise Invalid.one("product_type", f"Must be one of {', '.join(KINDS)}.")
    if body.calories is not None and (kind or (before and before.kind)) != "food":
        raise Invalid.one("calories", "Only food has calories.")
    if body.channels is not None and not set(body.channels) <= {"app", "web"}:
        raise Invalid.one("channels", "May be app and web.")
    traits = {name: value for name in _TRAITS if (value := getattr(body, name)) is not None}
    return catalog.Facts(
        kind=_sent(kind),
        subtitle=_sent(body.subtitle),
        promotion_title=_sent(body.promotion_title),
        promotion_subtitle=_sent(body.promotion_subtitle),
        max_per_order=UNSET if body.maximum_quantity_per_order is None else body.maximum_quantity_per_order or None,
        requires_shipping=_sent(body.require_shipping),
        traits=traits or UNSET,
    )


def _measures(body: ProductChangeIn, currency: str) -> catalog.VariantFacts:
    grams, unit = (UNSET, UNSET) if body.weight is None else to_grams(body.weight, body.weight_type)
    return catalog.VariantFacts(
        cost_minor=UNSET if body.cost_price is None else to_minor(body.cost_price, currency, field="cost_price"),
        gtin=_sent(body.gtin),
        mpn=_sent(body.mpn),
        weight_grams=grams,
        weight_unit=unit,
    )


def _pictures(body: ProductChangeIn, faults: Faults) -> dict[str, Any]:
    """In the order of their `sort`; a video is one of them."""
    if body.images is None and body.video is None:
        return {}
    ordered = sorted(enumerate(body.images or ()), key=lambda pair: (pair[1].sort is None, pair[1].sort or 0, pair[0]))
    images = [faults.of(partial(image.to_core, f"images.{i}.")) for i, image in ordered]
    if body.video is not None:
        video = faults.of(partial(checks.url, body.video.url, field="video.url"))
        images.append(None if video is None else catalog.Image(url=video, video_url=video))
    return {"images": tuple(image for image in images if image is not None)}


def _short(text: str, field: str, faults: Faults) -> str:
    if len(text) > LONGEST_NAME:
        faults.add(field, f"May have at most {LONGEST_NAME} characters.")
    return text


def _sent(value: Any) -> Any:
    return UNSET if value is None else value
