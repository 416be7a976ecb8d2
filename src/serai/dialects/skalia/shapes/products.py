"""Products on this wire."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core.accounts import OwnStore, StoreId
from serai.core.catalog import (
    CategoryRef,
    Image,
    NewProduct,
    NewVariant,
    Product,
    ProductChange,
    Status,
    Variant,
)
from serai.core.inventory import VariantId
from serai.dialects.skalia import ids
from serai.dialects.skalia.paging import Paged
from serai.dialects.skalia.shapes.times import Time, time_out
from serai.kit.errors import Invalid, NotFound, within
from serai.kit.money import to_decimal, to_minor
from serai.wire.parse import Number

StatusWord = Literal["active", "draft", "out_of_stock"]
Name = Annotated[str, Meta(min_length=3, max_length=200)]
Quantity = Annotated[int, Meta(ge=0, le=2_147_483_647)]
Url = Annotated[str, Meta(max_length=2000, pattern="^https?://[^\\s]+$")]
Tag = Annotated[str, Meta(min_length=1, max_length=100)]
Sku = Annotated[str, Meta(min_length=1, max_length=100)]
Text = Annotated[str, Meta(max_length=100_000)]
Line = Annotated[str, Meta(max_length=500)]

NO_IMAGE = "A product with at least one image sells better."


class ProductsQuery(Paged, rename="camel"):
    store_id: str | None = None
    status: StatusWord | None = None
    category: str | None = None
    search: str | None = None


class InventoryIn(Struct, rename="camel", frozen=True, forbid_unknown_fields=True):
    quantity: Quantity | UnsetType = UNSET
    track_inventory: bool | UnsetType = UNSET
    low_stock_threshold: Quantity | UnsetType = UNSET


class VariantIn(Struct, rename="camel", forbid_unknown_fields=True):
    """With an `id`, one that the product has; without, a new one."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    price: Number
    id: str | None = None
    sku: Sku | None = None
    inventory: Quantity | UnsetType = UNSET


class SeoIn(Struct, rename="camel", frozen=True, forbid_unknown_fields=True):
    title: Line | None | UnsetType = UNSET
    description: Annotated[str, Meta(max_length=2000)] | None | UnsetType = UNSET
    slug: Annotated[str, Meta(min_length=1, max_length=200, pattern="^[a-z0-9]+(-[a-z0-9]+)*$")] | UnsetType = UNSET


class ProductIn(Struct, rename="camel", forbid_unknown_fields=True):
    store_id: str
    name: Name
    price: Number
    description: Text = ""
    compare_at_price: Number | None = None
    sku: Sku | None = None
    barcode: Line | None = None
    category: Annotated[str, Meta(min_length=1, max_length=100)] | None = None
    tags: Annotated[list[Tag], Meta(max_length=50)] = []
    images: Annotated[list[Url], Meta(max_length=20)] = []
    inventory: InventoryIn = InventoryIn()
    variants: Annotated[list[VariantIn], Meta(max_length=100)] = []
    seo: SeoIn = SeoIn()
    status: StatusWord = "active"

    def to_core(self, currency: str) -> NewProduct:
        """Raises Invalid for a price that the currency cannot have."""
        stock = self.inventory
        return NewProduct(
            name=self.name,
            description=self.description,
            price_minor=to_minor(self.price, currency, field="price"),
            compare_at_minor=_optional_minor(self.compare_at_price, currency),
            sku=self.sku,
            barcode=self.barcode,
            categories=_categories(self.category),
            tags=tuple(self.tags),
            images=tuple(Image(url) for url in self.images),
            sellable=None if stock.quantity is UNSET else stock.quantity,
            track_inventory=stock.track_inventory is not False,
            low_stock_threshold=0 if stock.low_stock_threshold is UNSET else stock.low_stock_threshold,
            variants=_variants(self.variants, currency, new=True),
            seo_title=self.seo.title or None,
            seo_description=self.seo.description or None,
            slug=self.seo.slug or None,
            status=_status(self.status),
        )


class ProductsIn(Struct, forbid_unknown_fields=True):
    items: Annotated[list[ProductIn], Meta(min_length=1, max_length=100)]

    def to_core(self, owned: Mapping[StoreId, OwnStore]) -> list[tuple[StoreId, NewProduct]]:
        """Raises NotFound for a store that is not among `owned`, Invalid for a price that its currency cannot have."""
        made = []
        for i, item in enumerate(self.items):
            store = ids.store(item.store_id)
            if store not in owned:
                raise NotFound("store")
            with within(f"items.{i}"):
                made.append((store, item.to_core(owned[store].currency)))
        return made


class ProductChangeIn(Struct, rename="camel", forbid_unknown_fields=True):
    """Nested objects are merged, arrays replaced."""

    name: Name | UnsetType = UNSET
    description: Text | UnsetType = UNSET
    price: Number | UnsetType = UNSET
    compare_at_price: Number | None | UnsetType = UNSET
    sku: Sku | None | UnsetType = UNSET
    barcode: Line | None | UnsetType = UNSET
    category: Annotated[str, Meta(min_length=1, max_length=100)] | None | UnsetType = UNSET
    tags: Annotated[list[Tag], Meta(max_length=50)] | UnsetType = UNSET
    images: Annotated[list[Url], Meta(max_length=20)] | UnsetType = UNSET
    inventory: InventoryIn = InventoryIn()
    variants: Annotated[list[VariantIn], Meta(max_length=100)] | UnsetType = UNSET
    seo: SeoIn = SeoIn()
    status: StatusWord | UnsetType = UNSET

    def to_core(self, currency: str) -> ProductChange:
        """Raises Invalid for a price that the currency cannot have."""
        return ProductChange(
            name=self.name,
            description=self.description,
            price_minor=UNSET if self.price is UNSET else to_minor(self.price, currency, field="price"),
            compare_at_minor=UNSET if self.compare_at_price is UNSET else _optional_minor(self.compare_at_price, currency),
            sku=self.sku,
            barcode=self.barcode,
            categories=UNSET if self.category is UNSET else _categories(self.category),
            tags=UNSET if self.tags is UNSET else tuple(self.tags),
            images=UNSET if self.images is UNSET else tuple(Image(url) for url in self.images),
            sellable=self.inventory.quantity,
            track_inventory=self.inventory.track_inventory,
            low_stock_threshold=self.inventory.low_stock_threshold,
            variants=UNSET if self.variants is UNSET else _variants(self.variants, currency, new=False),
            seo_title=self.seo.title,
            seo_description=self.seo.description,
            slug=self.seo.slug,
            status=UNSET if self.status is UNSET else _status(self.status),
        )


class InventoryOut(Struct, rename="camel"):
    quantity: int
    track_inventory: bool
    low_stock_threshold: int


class VariantOut(Struct, rename="camel"):
    id: str
    name: str
    sku: str | None
    price: Decimal
    inventory: int


class SeoOut(Struct, rename="camel"):
    title: str | None
    description: str | None
    slug: str


class ProductOut(Struct, rename="camel"):
    id: str
    store_id: str
    name: str
    description: str
    price: Decimal
    compare_at_price: Decimal | None
    sku: str | None
    barcode: str | None
    category: str | None
    tags: tuple[str, ...]
    images: list[str]
    inventory: InventoryOut
    variants: list[VariantOut]
    seo: SeoOut
    status: StatusWord
    created_at: Time
    updated_at: Time
    currency: str


class ProductItem(Struct, omit_defaults=True):
    """`message` is advice, not an error."""

    item: ProductOut
    message: str | UnsetType = UNSET


def product_out(product: Product) -> ProductOut:
    default = product.default
    compare_at = default.compare_at_minor
    return ProductOut(
        id=ids.write("product", product.id),
        store_id=ids.write("store", product.store_id),
        name=product.name,
        description=product.description,
        price=to_decimal(default.price_minor, product.currency),
        compare_at_price=None if compare_at is None else to_decimal(compare_at, product.currency),
        sku=default.sku,
        barcode=default.barcode,
        category=product.categories[0].name if product.categories else None,
        tags=product.tags,
        images=[image.url for image in product.images],
        inventory=InventoryOut(product.sellable, product.track_inventory, product.low_stock_threshold),
        variants=[_variant_out(variant, product.currency) for variant in product.named],
        seo=SeoOut(product.seo_title, product.seo_description, product.slug),
        status="out_of_stock" if product.status is Status.ACTIVE and product.is_sold_out else product.status.value,
        created_at=time_out(product.created_at),
        updated_at=time_out(product.updated_at),
        currency=product.currency,
    )


def product_item(product: Product) -> ProductItem:
    """With a word of advice when it has no image (SK-033)."""
    return ProductItem(product_out(product), UNSET if product.images else NO_IMAGE)


def _variant_out(variant: Variant, currency: str) -> VariantOut:
    price = to_decimal(variant.price_minor, currency)
    return VariantOut(ids.write("variant", variant.id), variant.name, variant.sku, price, variant.sellable)


def _variants(variants: list[VariantIn], currency: str, *, new: bool) -> tuple[NewVariant, ...]:
    return tuple(_variant(i, variant, currency, new=new) for i, variant in enumerate(variants))


def _variant(i: int, variant: VariantIn, currency: str, *, new: bool) -> NewVariant:
    if new and variant.id is not None:
        raise Invalid.one(f"variants.{i}.id", "A new product's variants have no id yet.")
    sellable = None if variant.inventory is UNSET else variant.inventory
    return NewVariant(
        id=None if variant.id is None else VariantId(ids.read("variant", variant.id)),
        name=variant.name,
        price_minor=to_minor(variant.price, currency, field=f"variants.{i}.price"),
        sku=variant.sku,
        sellable=sellable if sellable is not None or variant.id is not None else 0,
    )


def _optional_minor(amount: Number | None, currency: str) -> int | None:
    return None if amount is None else to_minor(amount, currency, field="compare_at_price")


def _categories(name: str | None) -> tuple[CategoryRef, ...]:
    return () if name is None else (CategoryRef(name=name),)


def _status(word: StatusWord) -> Status:
    """Being out of stock is a fact about the stock: who writes it means a product that is for sale (X-16)."""
    return Status.DRAFT if word == "draft" else Status.ACTIVE
