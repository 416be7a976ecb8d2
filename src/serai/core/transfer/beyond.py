"""What the model knows and Shopify has no column for, as JSON in a column of our own; blank for a plain Shopify product."""

import json
from typing import Any, Final

import msgspec

from serai.core.catalog import Image, Product, Variant
from serai.core.transfer import cells
from serai.core.transfer.cells import BadCell, amount_text
from serai.kit.text import fold

JOINED: Final = " / "
"""Between the option values in a variant's name."""


class Beyond(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Each field only when an import could not tell it from Shopify's columns.

    `price` to `quantity` are the product's own beside named variants (amounts as decimal text, the quantity its unassigned
    pool); `primary_image` counts from 0; `categories` are names, the primary one first.
    """

    categories: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    track_inventory: bool | None = None
    low_stock_threshold: int = 0
    subscription: bool = False
    primary_image: int = 0
    variant_names: tuple[str, ...] | None = None
    price: str | None = None
    compare_at: str | None = None
    sku: str | None = None
    barcode: str | None = None
    quantity: int | None = None


NOTHING: Final = Beyond()


def decode(text: str) -> Beyond:
    """The facts in a cell. Raises BadCell."""
    try:
        return msgspec.convert(json.loads(text), Beyond) if text.strip() else NOTHING
    except (ValueError, RecursionError) as error:
        raise BadCell(f"Is not what an export writes here: {error}") from None


def encode(product: Product, *, tracked: bool) -> str:
    """The facts of a product; `tracked` is what Shopify's columns already say about its inventory."""
    facts = Beyond(
        categories=_categories(product),
        tags=product.tags if cells.tags(", ".join(product.tags)) != product.tags else None,
        track_inventory=product.track_inventory if product.track_inventory is not tracked else None,
        low_stock_threshold=product.low_stock_threshold,
        subscription=product.subscription_enabled,
        primary_image=primary(product.images),
        variant_names=_names(product.named),
        **_own(product),
    )
    return "" if facts == NOTHING else msgspec.json.encode(facts).decode()


def primary(images: tuple[Image, ...]) -> int:
    """The place of the primary image, from 0."""
    return next((i for i, image in enumerate(images) if image.is_primary), 0)


def shown_options(variants: tuple[Variant, ...]) -> list[tuple[str, ...]]:
    """Each variant's option values. One that has none shows its name, numbered when another has it already."""
    shown: list[tuple[str, ...]] = []
    for variant in variants:
        values = variant.options or (variant.name,)
        again = 2
        while values in shown:
            values = (*(variant.options or (variant.name,))[:-1], f"{(variant.options or (variant.name,))[-1]} ({again})")
            again += 1
        shown.append(values)
    return shown


def _names(variants: tuple[Variant, ...]) -> tuple[str, ...] | None:
    names = tuple(variant.name for variant in variants)
    return names if names != tuple(JOINED.join(values) for values in shown_options(variants)) else None


def _categories(product: Product) -> tuple[str, ...] | None:
    names = tuple(category.name for category in product.categories)
    by_type = (product.product_type,) if product.product_type else ()
    return names if [fold(name) for name in names] != [fold(name) for name in by_type] else None


def _own(product: Product) -> dict[str, Any]:
    """What the default variant says beside named ones, as far as the first of those does not say the same."""
    if not product.named:
        return {}
    own, first = product.default, product.named[0]
    same = (own.price_minor, own.compare_at_minor) == (first.price_minor, first.compare_at_minor)
    return {
        "price": None if same else amount_text(own.price_minor, product.currency),
        "compare_at": None if same or own.compare_at_minor is None else amount_text(own.compare_at_minor, product.currency),
        "sku": own.sku,
        "barcode": own.barcode,
        "quantity": own.sellable or None,
    }
