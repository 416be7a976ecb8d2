"""What makes a product legal. Pure; field paths are in core words (`variants.0.price`)."""

from collections.abc import Sequence

from msgspec.structs import replace

from serai.core.catalog import facts
from serai.core.catalog.model import Image, NewProduct, NewVariant
from serai.core.inventory.model import MOST
from serai.kit.errors import Invalid
from serai.kit.money import MOST as MOST_MONEY

MOST_VARIANTS = 100
MOST_IMAGES = 20
MOST_TAGS = 50
LONGEST_SKU = 100
LONGEST_TEXT = 100_000


def check(product: NewProduct, *, free: bool) -> None:
    """Raises Invalid naming everything that is wrong. `free`: a price of nothing is allowed."""
    wrong: dict[str, list[str]] = {}
    _check_price(wrong, "", product.price_minor, product.compare_at_minor, free=free)
    _check_quantity(wrong, "quantity", product.sellable)
    _check_quantity(wrong, "low_stock_threshold", product.low_stock_threshold)
    _check_count(wrong, "tags", product.tags, MOST_TAGS)
    _check_count(wrong, "images", product.images, MOST_IMAGES)
    _check_count(wrong, "variants", product.variants, MOST_VARIANTS)
    _check_length(wrong, "sku", product.sku, LONGEST_SKU)
    _check_length(wrong, "description", product.description, LONGEST_TEXT)
    facts.check(product.facts, wrong)
    facts.check_variant(product.default_facts, wrong, "")
    for i, variant in enumerate(product.variants):
        _check_variant(wrong, f"variants.{i}.", variant, free=free)
    _check_repeats(wrong, product)
    if wrong:
        raise Invalid(wrong)


def pool(total: int | None, variants: Sequence[NewVariant], *, otherwise: int) -> int:
    """Pieces for the unassigned pool so that the product has `total`; `otherwise` when no total is given (SK-G05).

    Raises Invalid on `quantity` when the variants alone have more than the total.
    """
    if total is None:
        return otherwise
    assigned = sum(variant.sellable or 0 for variant in variants)
    if total < assigned:
        raise Invalid.one("quantity", f"Is less than the {assigned} pieces of its variants.")
    return total - assigned


def with_one_primary(images: Sequence[Image]) -> tuple[Image, ...]:
    """Exactly one image is the primary one: the first that says so, else the first. Raises Invalid when two say so."""
    chosen = [i for i, image in enumerate(images) if image.is_primary]
    if len(chosen) > 1:
        raise Invalid.one(f"images.{chosen[1]}.is_primary", "Only one image can be the primary one.")
    primary = chosen[0] if chosen else 0
    return tuple(replace(image, is_primary=i == primary) for i, image in enumerate(images))


def _check_variant(wrong: dict[str, list[str]], path: str, variant: NewVariant, *, free: bool) -> None:
    _check_price(wrong, path, variant.price_minor, variant.compare_at_minor, free=free)
    _check_quantity(wrong, f"{path}quantity", variant.sellable)
    _check_length(wrong, f"{path}sku", variant.sku, LONGEST_SKU)
    facts.check_variant(variant.facts, wrong, path)


def _check_price(wrong: dict[str, list[str]], path: str, price: int, compare_at: int | None, *, free: bool) -> None:
    if price < 0 or (price == 0 and not free):
        wrong[f"{path}price"] = ["Must be greater than 0." if not free else "Must not be negative."]
    elif price > MOST_MONEY:
        wrong[f"{path}price"] = ["Is too large."]
    if compare_at is not None and compare_at < price:
        wrong[f"{path}compare_at_price"] = ["Must not be less than the price."]


def _check_quantity(wrong: dict[str, list[str]], path: str, quantity: int | None) -> None:
    if quantity is not None and not 0 <= quantity <= MOST:
        wrong[path] = [f"Must be a whole number from 0 to {MOST}."]


def _check_count(wrong: dict[str, list[str]], path: str, items: Sequence[object], most: int) -> None:
    if len(items) > most:
        wrong[path] = [f"May have at most {most}."]


def _check_length(wrong: dict[str, list[str]], path: str, text: str | None, most: int) -> None:
    if text is not None and len(text) > most:
        wrong[path] = [f"May have at most {most} characters."]


def _check_repeats(wrong: dict[str, list[str]], product: NewProduct) -> None:
    seen = {product.sku} - {None}
    for i, variant in enumerate(product.variants):
        if variant.sku in seen:
            wrong[f"variants.{i}.sku"] = ["Is used twice in this product."]
        if variant.sku:
            seen.add(variant.sku)
