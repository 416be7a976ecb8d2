"""What the catalogue refuses, by the line and column of the file that asked for it."""

from typing import Final

from serai.core.catalog import VariantReserved
from serai.core.transfer.columns import BEYOND
from serai.core.transfer.draft import Draft
from serai.core.transfer.faults import Fault, fault
from serai.core.transfer.fresh import Unfit
from serai.kit.errors import DomainError, Invalid, Taken

SKU: Final = "Variant SKU"
USED: Final = "Is used by another product or variant."

_COLUMNS: Final = {
    "name": "Title",
    "slug": "Handle",
    "price": "Variant Price",
    "compare_at_price": "Variant Compare At Price",
    "quantity": "Variant Inventory Qty",
    "sku": SKU,
    "description": "Body (HTML)",
    "tags": "Tags",
    "images": "Image Src",
    "variants": "Option1 Value",
    "categories": "Type",
    "low_stock_threshold": BEYOND,
}


def faults_of(draft: Draft, error: DomainError | Unfit) -> list[Fault]:
    """At least one."""
    if isinstance(error, Unfit):
        return [fault(error.line, error.column, str(error))]
    if isinstance(error, Taken):
        return [_taken(draft, error)]
    if isinstance(error, Invalid):
        return [_invalid(draft, path, message) for path, messages in error.fields.items() for message in messages]
    if isinstance(error, VariantReserved):
        message = f"The file leaves out the variant '{error.name}', of which open orders hold {error.reserved}."
        return [fault(draft.line, "Option1 Value", message, error.name)]
    return [fault(draft.line, "", type(error).__name__)]


def _taken(draft: Draft, error: Taken) -> Fault:
    if error.field.endswith("sku"):
        return fault(line_of_sku(draft, error.value), SKU, USED, error.value)
    return fault(draft.line, _COLUMNS.get(error.field, ""), "Is used by another product.", error.value)


def line_of_sku(draft: Draft, sku: str) -> int:
    """The variant that has it; the product's line when none does."""
    return next((variant.line for variant in draft.variants if variant.sku == sku), draft.line)


def _invalid(draft: Draft, path: str, message: str) -> Fault:
    """`variants.2.price` → the line of the third variant, and its price."""
    head, _, rest = path.partition(".")
    place, _, leaf = rest.partition(".")
    own = draft.variants[int(place)] if head == "variants" and leaf and int(place) < len(draft.variants) else None
    column = _COLUMNS.get(leaf if head == "variants" and leaf else head, "")
    variant = own or (draft.variants[0] if draft.variants else None)
    value = variant.sku if column == SKU and variant and isinstance(variant.sku, str) else ""
    return fault(own.line if own else draft.line, column, message, value)
