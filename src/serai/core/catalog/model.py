"""Products as the core knows them. Money in minor units of the store's currency, quantities in pieces."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.inventory import VariantId
from serai.core.stores import StoreId

ProductId = NewType("ProductId", int)
CategoryId = NewType("CategoryId", int)


class Status(StrEnum):
    """Whether a product is for sale. Out of stock is not a status but a fact about its stock."""

    ACTIVE = "active"
    DRAFT = "draft"


class Handle(msgspec.Struct, frozen=True):
    """A product as a path names it: by id when there is one, else by slug."""

    id: ProductId | None
    slug: str | None = None


class Image(msgspec.Struct, frozen=True):
    url: str
    alt: str = ""
    is_primary: bool = False


class Category(msgspec.Struct, frozen=True):
    id: CategoryId
    name: str
    slug: str


class Variant(msgspec.Struct, frozen=True):
    """What is sold. The default one carries the product's own price, and beside named ones the unassigned pool."""

    id: VariantId
    is_default: bool
    name: str
    options: tuple[str, ...]
    sku: str | None
    barcode: str | None
    price_minor: int
    compare_at_minor: int | None
    image_url: str | None
    on_hand: int
    reserved: int
    extra: dict[str, str]

    @property
    def sellable(self) -> int:
        return self.on_hand - self.reserved


class Product(msgspec.Struct, frozen=True):
    """`variants` begins with the default one; `categories` with the primary one; `images` in their order."""

    store_id: StoreId
    id: ProductId
    version: int
    currency: str
    name: str
    slug: str
    description: str
    status: Status
    tags: tuple[str, ...]
    vendor: str | None
    product_type: str | None
    seo_title: str | None
    seo_description: str | None
    track_inventory: bool
    low_stock_threshold: int
    subscription_enabled: bool
    option_names: tuple[str, ...]
    extra: dict[str, str]
    categories: tuple[Category, ...]
    images: tuple[Image, ...]
    variants: tuple[Variant, ...]
    created_at: datetime
    updated_at: datetime

    @property
    def default(self) -> Variant:
        return self.variants[0]

    @property
    def named(self) -> tuple[Variant, ...]:
        return self.variants[1:]

    @property
    def sellable(self) -> int:
        """Σ variants + the unassigned pool."""
        return sum(variant.sellable for variant in self.variants)

    @property
    def is_sold_out(self) -> bool:
        return self.track_inventory and self.sellable == 0


class CategoryRef(msgspec.Struct, frozen=True):
    """A category by its name or its slug; one that the store does not have yet is created."""

    name: str | None = None
    slug: str | None = None


class NewVariant(msgspec.Struct, frozen=True, kw_only=True):
    """A named variant as it shall be. With an `id` it is one that the product has already."""

    id: VariantId | None = None
    name: str
    price_minor: int
    compare_at_minor: int | None = None
    sku: str | None = None
    barcode: str | None = None
    sellable: int | None = None
    options: tuple[str, ...] = ()
    image_url: str | None = None
    extra: dict[str, str] = {}


class NewProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product to make. `sellable` is of the whole product: what exceeds the variants' sum goes into the pool."""

    name: str
    price_minor: int
    slug: str | None = None
    description: str = ""
    status: Status = Status.ACTIVE
    compare_at_minor: int | None = None
    sku: str | None = None
    barcode: str | None = None
    sellable: int | None = None
    track_inventory: bool = True
    low_stock_threshold: int = 0
    subscription_enabled: bool = False
    tags: tuple[str, ...] = ()
    vendor: str | None = None
    product_type: str | None = None
    seo_title: str | None = None
    seo_description: str | None = None
    option_names: tuple[str, ...] = ()
    categories: tuple[CategoryRef, ...] = ()
    images: tuple[Image, ...] = ()
    variants: tuple[NewVariant, ...] = ()
    default_options: tuple[str, ...] = ()
    default_image_url: str | None = None
    default_extra: dict[str, str] = {}
    extra: dict[str, str] = {}
    id: ProductId | None = None


class ProductChange(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is. Tuples replace what there was."""

    name: str | UnsetType = UNSET
    slug: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    price_minor: int | UnsetType = UNSET
    compare_at_minor: int | None | UnsetType = UNSET
    sku: str | None | UnsetType = UNSET
    barcode: str | None | UnsetType = UNSET
    sellable: int | UnsetType = UNSET
    track_inventory: bool | UnsetType = UNSET
    low_stock_threshold: int | UnsetType = UNSET
    subscription_enabled: bool | UnsetType = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    vendor: str | None | UnsetType = UNSET
    product_type: str | None | UnsetType = UNSET
    seo_title: str | None | UnsetType = UNSET
    seo_description: str | None | UnsetType = UNSET
    option_names: tuple[str, ...] | UnsetType = UNSET
    categories: tuple[CategoryRef, ...] | UnsetType = UNSET
    images: tuple[Image, ...] | UnsetType = UNSET
    variants: tuple[NewVariant, ...] | UnsetType = UNSET
    default_options: tuple[str, ...] | UnsetType = UNSET
    default_image_url: str | None | UnsetType = UNSET
    default_extra: dict[str, str] | UnsetType = UNSET
    extra: dict[str, str] | UnsetType = UNSET
