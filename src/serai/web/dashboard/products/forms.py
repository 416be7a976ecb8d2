"""A product's form, and what it says in core words. Pure."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Final

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core.catalog import (
    Category,
    CategoryRef,
    Full,
    Image,
    NewProduct,
    ProductChange,
    Status,
    VariantFacts,
)
from serai.kit import checks
from serai.kit.errors import Invalid
from serai.kit.money import to_minor
from serai.wire.parse import Number

LONGEST_WORD: Final = 100
Quantity = Annotated[int, Meta(ge=0, le=2_147_483_647)]
Line = Annotated[str, Meta(max_length=500)]
Short = Annotated[str, Meta(max_length=255)]
Sku = Annotated[str, Meta(max_length=100)]
Slug = Annotated[str, Meta(max_length=200, pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
_BETWEEN: Final = re.compile(r"[,،\n]")


class ProductForm(Struct):
    name: Annotated[str, Meta(max_length=200)]
    price: Number
    description: Annotated[str, Meta(max_length=100_000)] = ""
    compare_at_price: Number | None = None
    cost: Number | None = None
    sku: Sku | None = None
    barcode: Line | None = None
    categories: list[Annotated[str, Meta(max_length=100)]] = []
    tags: Annotated[str, Meta(max_length=10_000)] = ""
    vendor: Short | None = None
    product_type: Short | None = None
    seo_title: Line | None = None
    seo_description: Annotated[str, Meta(max_length=2000)] | None = None
    slug: Slug | None = None
    status: Status = Status.DRAFT
    track_inventory: bool = False
    low_stock_threshold: Quantity = 0
    subscription_enabled: bool = False

    def said(self, currency: str) -> dict[str, Any]:
        """What new products and changed ones have in common, by the core's names. Raises Invalid."""
        return {
            "name": checks.words(self.name, field="name", least=3, most=200),
            "description": self.description,
            "status": self.status,
            "price_minor": to_minor(self.price, currency, field="price"),
            "compare_at_minor": optional(self.compare_at_price, currency, field="compare_at_price"),
            "sku": line(self.sku),
            "barcode": line(self.barcode),
            "product_type": line(self.product_type),
            "track_inventory": self.track_inventory,
            "low_stock_threshold": self.low_stock_threshold,
            "subscription_enabled": self.subscription_enabled,
            "tags": between_commas(self.tags, field="tags"),
            "seo_title": line(self.seo_title),
            "seo_description": line(self.seo_description),
            "default_facts": VariantFacts(cost_minor=optional(self.cost, currency, field="cost")),
        }

    @property
    def category(self) -> str | None:
        return line(self.categories[0] if self.categories else None)


class NewForm(ProductForm):
    """`images` are addresses, one a line; `content` is a picture."""

    quantity: Quantity = 0
    images: str = ""
    content: bytes = b""

    def to_core(self, currency: str, picture: str | None) -> NewProduct:
        """`picture` is the address that the picture has got. Raises Invalid."""
        addresses = [checks.url(each.strip(), field="images") for each in self.images.split("\n") if each.strip()]
        return NewProduct(
            **self.said(currency),
            slug=self.slug,
            vendor=line(self.vendor),
            sellable=self.quantity,
            categories=_named(self.category, ()),
            images=tuple(Image(url) for url in ([picture] if picture else []) + addresses),
        )


class EditForm(ProductForm):
    """`version` is that of the product when the form was made."""

    version: int = 0

    def to_core(self, before: Full) -> ProductChange:
        """A brand and categories that are what they were are not touched. Raises Invalid."""
        return ProductChange(
            **self.said(before.currency),
            slug=self.slug or UNSET,
            vendor=UNSET if line(self.vendor) == before.vendor else line(self.vendor),
            categories=self._categories(before),
        )

    def _categories(self, before: Full) -> tuple[CategoryRef, ...] | UnsetType:
        now = before.categories[0].name if before.categories else None
        return UNSET if self.category == now else _named(self.category, before.categories[1:])


def line(text: str | None) -> str | None:
    """Without spaces around it; None for nothing but spaces."""
    return (text or "").strip() or None


def optional(amount: Number | None, currency: str, *, field: str) -> int | None:
    return None if amount is None else to_minor(amount, currency, field=field)


def between_commas(text: str, *, field: str) -> tuple[str, ...]:
    """The words, each once. Raises Invalid on `field` for one that is too long."""
    found = tuple(dict.fromkeys(word.strip() for word in _BETWEEN.split(text) if word.strip()))
    if any(len(word) > LONGEST_WORD for word in found):
        raise Invalid.one(field, f"May have at most {LONGEST_WORD} characters each.")
    return found


def stays_free(product: Full) -> bool:
    """Whether something of the product costs nothing already, and may go on to."""
    return not all(variant.price_minor for variant in product.variants)


def _named(name: str | None, others: Sequence[Category]) -> tuple[CategoryRef, ...]:
    first = () if name is None else (CategoryRef(name=name),)
    return (*first, *(CategoryRef(id=each.id) for each in others))
