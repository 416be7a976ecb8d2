"""A draft of a product that the store does not have. Pure."""

from typing import Any, Final

from msgspec import UnsetType
from msgspec.structs import replace

from serai.core.catalog import Image, NewProduct, NewVariant
from serai.core.transfer.beyond import JOINED, Beyond
from serai.core.transfer.cells import BadCell, amount
from serai.core.transfer.draft import Draft, DraftVariant
from serai.kit.values import sent

SAME: Final = (
    "name",
    "description",
    "status",
    "tags",
    "vendor",
    "product_type",
    "seo_title",
    "seo_description",
    "option_names",
)
"""Fields that a draft, a new product, a product and its change call by the same name."""


class Unfit(Exception):
    """The draft cannot become a product: the line and column that say why."""

    def __init__(self, line: int, column: str, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def new_product(draft: Draft, currency: str) -> NewProduct:
    """The product to make. Raises Unfit where the file does not say enough."""
    _check_enough(draft)
    facts = draft.facts
    variants = [new_variant(variant) for variant in draft.variants]
    said: dict[str, Any] = {name: value for name in SAME if not isinstance(value := getattr(draft, name), UnsetType)}
    said |= {
        "slug": draft.handle,
        "extra": draft.extra,
        "categories": draft.categories(),
        "images": with_primary(sent(draft.images, ()), facts.primary_image),
        "track_inventory": sent(draft.track_inventory, False) if facts.track_inventory is None else facts.track_inventory,
        "low_stock_threshold": facts.low_stock_threshold,
        "subscription_enabled": facts.subscription,
    }
    own = _named(draft, variants, currency) if draft.is_named else _only(variants[0])
    return NewProduct(**said, **own)


def new_variant(draft: DraftVariant) -> NewVariant:
    """A variant that the product does not have yet. Raises Unfit without a price."""
    if isinstance(draft.price_minor, UnsetType):
        raise Unfit(draft.line, "Variant Price", "This field is required.")
    return NewVariant(
        name=JOINED.join(draft.options),
        price_minor=draft.price_minor,
        compare_at_minor=sent(draft.compare_at_minor, None),
        sku=sent(draft.sku, None),
        barcode=sent(draft.barcode, None),
        sellable=sent(draft.quantity, 0),
        options=draft.options,
        image_url=sent(draft.image_url, None),
        extra=draft.extra,
    )


def with_names(variants: list[NewVariant], facts: Beyond) -> tuple[NewVariant, ...]:
    """The variants by the names that an export gave them, where it gave any."""
    if facts.variant_names is None or len(facts.variant_names) != len(variants):
        return tuple(variants)
    return tuple(replace(variant, name=name) for variant, name in zip(variants, facts.variant_names, strict=True))


def with_primary(images: tuple[Image, ...], primary: int) -> tuple[Image, ...]:
    """The images with one of them primary; the first when there is none at that place."""
    chosen = primary if primary < len(images) else 0
    return tuple(Image(image.url, image.alt, i == chosen) for i, image in enumerate(images))


def own_price(draft: Draft, first: NewVariant, currency: str) -> tuple[int, int | None]:
    """What a product with named variants itself costs, and its price before: the first one's, unless the file says another."""
    facts = draft.facts
    if facts.price is None:
        return first.price_minor, first.compare_at_minor
    try:
        before = None if facts.compare_at is None else amount(facts.compare_at, currency, comma=False)
        return amount(facts.price, currency, comma=False), before
    except BadCell as error:
        raise Unfit(draft.line, "Serai", str(error)) from None


def _check_enough(draft: Draft) -> None:
    if not isinstance(draft.name, str):
        raise Unfit(draft.line, "Title", "This field is required for a new product.")
    if not draft.variants:
        raise Unfit(draft.line, "Variant Price", "This field is required.")
    if draft.is_named and not sent(draft.option_names, ()):
        raise Unfit(draft.line, "Option1 Name", "This field is required.")


def _only(variant: NewVariant) -> dict[str, Any]:
    return {
        "price_minor": variant.price_minor,
        "compare_at_minor": variant.compare_at_minor,
        "sku": variant.sku,
        "barcode": variant.barcode,
        "sellable": variant.sellable,
        "default_image_url": variant.image_url,
        "default_extra": variant.extra,
    }


def _named(draft: Draft, variants: list[NewVariant], currency: str) -> dict[str, Any]:
    price, before = own_price(draft, variants[0], currency)
    facts = draft.facts
    return {
        "price_minor": price,
        "compare_at_minor": before,
        "sku": facts.sku,
        "barcode": facts.barcode,
        "sellable": (facts.quantity or 0) + sum(variant.sellable or 0 for variant in variants),
        "variants": with_names(variants, facts),
    }
