"""Products as the core knows them. Money in minor units of the store's currency, quantities in pieces."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.inventory import VariantId
from serai.core.stores import StoreId

ProductId = NewType("ProductId", int)
CategoryId = NewType("CategoryId", int)
BrandId = NewType("BrandId", int)
ImageId = NewType("ImageId", int)

Json = dict[str, object]
"""An object that the core keeps and does not look into."""
Texts = dict[str, str]
"""{locale: text}, the locale as `ll_CC`."""


class Status(StrEnum):
    """Whether a product is for sale. Out of stock is not a status but a fact about its stock."""

    ACTIVE = "active"
    DRAFT = "draft"


class Kind(StrEnum):
    """The shape of a group's values, in SCAYLE's words."""

    SIMPLE = "simple"
    SIMPLE_LIST = "simpleList"
    LOCALIZED = "localizedString"
    LOCALIZED_LIST = "localizedStringList"
    ADVANCED = "advanced"
    ADVANCED_LIST = "advancedList"

    @property
    def is_list(self) -> bool:
        return self in (Kind.SIMPLE_LIST, Kind.LOCALIZED_LIST, Kind.ADVANCED_LIST)

    @property
    def is_localized(self) -> bool:
        return self in (Kind.LOCALIZED, Kind.LOCALIZED_LIST)

    @property
    def is_advanced(self) -> bool:
        return self in (Kind.ADVANCED, Kind.ADVANCED_LIST)


class AttributeDraft(msgspec.Struct, frozen=True):
    """An attribute as it shall be, its group by name. A `kind` must be the group's."""

    name: str
    value: object
    kind: Kind | None = None
    specific: tuple[Json, ...] = ()


class Handle(msgspec.Struct, frozen=True):
    """A product as a path names it: by id when there is one, else by slug or by reference key."""

    id: ProductId | None
    slug: str | None = None
    key: str | None = None


class Image(msgspec.Struct, frozen=True):
    """`reference_key` and what follows is for writing: None or UNSET leaves what an image of this address has.

    `drafts` are its attributes.
    """

    url: str
    alt: str = ""
    is_primary: bool = False
    reference_key: str | None = None
    name: str | None = None
    video_url: str | None = None
    drafts: tuple[AttributeDraft, ...] | UnsetType = UNSET


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
    """A category by its id, or by its name or slug: then one that the store does not have yet is created."""

    name: str | None = None
    slug: str | None = None
    id: CategoryId | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What only some dialects say about a product; UNSET leaves as it is. `traits` are merged into those there are.

    `names` and `descriptions` hold every language, the store's own too. `is_blocked` takes the product off sale whatever
    its status was, until something makes it active again. `kind` in Salla's words (`product`, `service`, `digital`, ...).
    """

    reference_key: str | None | UnsetType = UNSET
    master_key: str | None | UnsetType = UNSET
    names: Texts | UnsetType = UNSET
    descriptions: Texts | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    is_blocked: bool | UnsetType = UNSET
    is_hidden: bool | UnsetType = UNSET
    first_live_at: datetime | None | UnsetType = UNSET
    subtitle: str | None | UnsetType = UNSET
    promotion_title: str | None | UnsetType = UNSET
    promotion_subtitle: str | None | UnsetType = UNSET
    max_per_order: int | None | UnsetType = UNSET
    requires_shipping: bool | UnsetType = UNSET
    custom_data: Json | None | UnsetType = UNSET
    traits: Json | UnsetType = UNSET


class VariantFacts(msgspec.Struct, frozen=True, kw_only=True):
    """The same of a variant. `cost_minor` in minor units; the weight in grams, `weight_unit` is how to show it.

    A sale that is to come, or to end, is said with all three (sales.on_sale), or taken back with None in all of them.
    """

    custom_data: Json | None | UnsetType = UNSET
    cost_minor: int | None | UnsetType = UNSET
    gtin: str | None | UnsetType = UNSET
    mpn: str | None | UnsetType = UNSET
    weight_grams: Decimal | None | UnsetType = UNSET
    weight_unit: str | None | UnsetType = UNSET
    sale_minor: int | None | UnsetType = UNSET
    sale_from: datetime | None | UnsetType = UNSET
    sale_until: datetime | None | UnsetType = UNSET


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
    facts: VariantFacts = VariantFacts()
    attributes: tuple[AttributeDraft, ...] | UnsetType = UNSET


class NewProduct(msgspec.Struct, frozen=True, kw_only=True):
    """A product to make. `sellable` is of the whole product: what exceeds the variants' sum goes into the pool.

    Attributes, where they are said, replace all that the thing had of its level; the master's are those of its siblings too.

    With a `brand` the vendor is its name; a `vendor` alone finds the brand of that name, or makes it.
    """

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
    brand: BrandId | None = None
    facts: Facts = Facts()
    default_facts: VariantFacts = VariantFacts()
    attributes: tuple[AttributeDraft, ...] | UnsetType = UNSET
    default_attributes: tuple[AttributeDraft, ...] | UnsetType = UNSET
    master_attributes: tuple[AttributeDraft, ...] | UnsetType = UNSET


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
    brand: BrandId | None | UnsetType = UNSET
    facts: Facts | UnsetType = UNSET
    default_facts: VariantFacts | UnsetType = UNSET
    attributes: tuple[AttributeDraft, ...] | UnsetType = UNSET
    default_attributes: tuple[AttributeDraft, ...] | UnsetType = UNSET
    master_attributes: tuple[AttributeDraft, ...] | UnsetType = UNSET
