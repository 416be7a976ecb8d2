"""Shopify's columns: what each one is called, which of them the core has a word for, and where the others are kept."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

import msgspec

from serai.kit.errors import Invalid

OPTIONS: Final = tuple((f"Option{n} Name", f"Option{n} Value") for n in (1, 2, 3))
VALUES: Final = tuple(value for _, value in OPTIONS)

# fmt: off
SHOPIFY: Final = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published",
    "Option1 Name", "Option1 Value", "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value",
    "Variant SKU", "Variant Grams", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy",
    "Variant Fulfillment Service", "Variant Price", "Variant Compare At Price", "Variant Requires Shipping", "Variant Taxable",
    "Variant Barcode", "Image Src", "Image Position", "Image Alt Text", "Gift Card", "SEO Title", "SEO Description",
    "Google Shopping / Google Product Category", "Google Shopping / Gender", "Google Shopping / Age Group",
    "Google Shopping / MPN", "Google Shopping / AdWords Grouping", "Google Shopping / AdWords Labels",
    "Google Shopping / Condition", "Google Shopping / Custom Product", "Google Shopping / Custom Label 0",
    "Google Shopping / Custom Label 1", "Google Shopping / Custom Label 2", "Google Shopping / Custom Label 3",
    "Google Shopping / Custom Label 4", "Variant Image", "Variant Weight Unit", "Variant Tax Code", "Cost per item", "Status",
)
"""The columns of an export, in Shopify's order. Those that a file had besides follow, by name."""

BEYOND: Final = "Serai"
"""Our own last column: what the model knows and Shopify has no column for (see `beyond`)."""

MAPPED: Final = frozenset({
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Status", "SEO Title", "SEO Description",
    "Variant SKU", "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Price", "Variant Compare At Price",
    "Variant Barcode", "Variant Image", "Image Src", "Image Position", "Image Alt Text", BEYOND,
    *(name for pair in OPTIONS for name in pair),
})
"""What the core has words for; every other column is kept verbatim."""

# A product's first line says these; on a later line they would contradict it.
OF_PRODUCT: Final = ("Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Status", "SEO Title", "SEO Description")

# A later line that has one of these is a variant, one that has none is a further image.
OF_VARIANT: Final = (*VALUES, "Variant SKU", "Variant Price", "Variant Inventory Qty", "Variant Barcode")

DEFAULTS: Final[Mapping[str, str]] = MappingProxyType({
    "Variant Grams": "0", "Variant Inventory Policy": "deny", "Variant Fulfillment Service": "manual",
    "Variant Requires Shipping": "true", "Variant Taxable": "true", "Variant Weight Unit": "kg", "Gift Card": "false",
})
"""What Shopify insists on and a product that never was there does not have. A blank cell of a file is kept as blank."""

# The words of Shopify's newer template for the same columns.
_NEWER: Final = {
    "url handle": "Handle", "description": "Body (HTML)", "published on online store": "Published", "sku": "Variant SKU",
    "barcode": "Variant Barcode", "price": "Variant Price", "compare-at price": "Variant Compare At Price",
    "charge tax": "Variant Taxable", "tax code": "Variant Tax Code", "inventory tracker": "Variant Inventory Tracker",
    "inventory quantity": "Variant Inventory Qty", "continue selling when out of stock": "Variant Inventory Policy",
    "weight value (grams)": "Variant Grams", "weight unit for display": "Variant Weight Unit",
    "requires shipping": "Variant Requires Shipping", "fulfillment service": "Variant Fulfillment Service",
    "product image url": "Image Src", "variant image url": "Variant Image",
}
# fmt: on
_BY_KEY: Final = {**{name.lower(): name for name in (*SHOPIFY, BEYOND)}, **_NEWER}
_VARIANT_PREFIXES: Final = ("Variant ", "Cost per item", "Price / ", "Compare At Price / ", "Unit Price ")
_VARIANT_METAFIELD: Final = "(variant.metafields."


class Layout(msgspec.Struct, frozen=True):
    """Where a file has what: `header` are its columns by their classic names, `at` the place of each.

    The others are (place, name) of the columns that are kept verbatim with the product and with the variant, and of all
    that only the first line of a product says.
    """

    header: tuple[str, ...]
    at: dict[str, int]
    of_product: tuple[tuple[int, str], ...]
    of_variant: tuple[tuple[int, str], ...]
    of_first_line: tuple[tuple[int, str], ...]


def canonical(name: str) -> str:
    """The classic name of a column, whatever its case or template; an unknown one stays as it is."""
    bare = name.strip()
    return _BY_KEY.get(bare.lower(), bare)


def belongs_to_variant(name: str) -> bool:
    """Whether a column that is kept verbatim says something about a variant."""
    return name.startswith(_VARIANT_PREFIXES) or _VARIANT_METAFIELD in name


def layout(cells: Sequence[str]) -> Layout:
    """The layout that a header line says. Raises Invalid on `file` for a header that no product can be read by."""
    header = tuple(canonical(cell) for cell in cells)
    at = {name: i for i, name in enumerate(header) if name}
    if "Handle" not in at:
        raise Invalid.one("file", "Has no column 'Handle': this is not a Shopify product CSV.")
    repeated = {name for i, name in enumerate(header) if name and at[name] != i}
    if repeated:
        raise Invalid.one("file", f"Has the column '{min(repeated)}' twice.")
    kept = [(i, name) for name, i in at.items() if name not in MAPPED]
    of_product = tuple((i, name) for i, name in kept if not belongs_to_variant(name))
    return Layout(
        header,
        at,
        of_product,
        tuple((i, name) for i, name in kept if belongs_to_variant(name)),
        (*((at[name], name) for name in OF_PRODUCT if name in at), *of_product),
    )
