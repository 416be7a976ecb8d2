"""What a store sells: products, their variants, images and categories, and what they cost.

Every product has a default variant. Alone it is the product; beside named variants it carries the product's price and the
pool of pieces that no variant has been given.
"""

from serai.core.catalog.create import create, create_all
from serai.core.catalog.edit import edit
from serai.core.catalog.errors import VariantReserved
from serai.core.catalog.model import (
    Category,
    CategoryRef,
    Handle,
    Image,
    NewProduct,
    NewVariant,
    Product,
    ProductChange,
    ProductId,
    Status,
    Variant,
)
from serai.core.catalog.read import Filter, by_slug, find, get, page, store_of
from serai.core.catalog.remove import remove

__all__ = [
    "Category",
    "CategoryRef",
    "Filter",
    "Handle",
    "Image",
    "NewProduct",
    "NewVariant",
    "Product",
    "ProductChange",
    "ProductId",
    "Status",
    "Variant",
    "VariantReserved",
    "by_slug",
    "create",
    "create_all",
    "edit",
    "find",
    "get",
    "page",
    "remove",
    "store_of",
]
