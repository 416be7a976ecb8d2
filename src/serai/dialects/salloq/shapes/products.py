"""Products. One without named variants is its default variant; with them, stock is their sum and the pool's (X-11)."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from typing import Final

from msgspec import UNSET, Struct, UnsetType

from serai.core import catalog
from serai.core.inventory import MOST
from serai.dialects.salloq.paging import PageQuery
from serai.dialects.salloq.shapes.fields import Flag, is_true, sent
from serai.kit import checks
from serai.kit.checks import Faults
from serai.kit.errors import Invalid
from serai.kit.money import to_decimal, to_minor
from serai.wire.parse import Number

LONGEST_NAME: Final = 200
LONGEST_SLUG: Final = 100
_CATEGORY = re.compile(r"[^\W_]+(-[^\W_]+)*")


class ImageOut(Struct, frozen=True):
    url: str
    is_primary: bool


class ProductOut(Struct, frozen=True):
    """`currency` and `status` (active, draft) stand beside the documentation's fields."""

    id: int
    name: str
    slug: str
    price: Decimal
    description: str
    stock_qty: int
    subscription_enabled: bool
    categories: tuple[str, ...]
    images: tuple[ImageOut, ...]
    currency: str
    status: str


class InventoryOut(Struct, frozen=True):
    product_id: int
    stock_qty: int
    in_stock: bool


def product_out(product: catalog.Product) -> ProductOut:
    return ProductOut(
        id=product.id,
        name=product.name,
        slug=product.slug,
        price=to_decimal(product.default.price_minor, product.currency),
        description=product.description,
        stock_qty=product.sellable,
        subscription_enabled=product.subscription_enabled,
        categories=tuple(category.slug for category in product.categories),
        images=tuple(ImageOut(image.url, image.is_primary) for image in product.images),
        currency=product.currency,
        status=product.status,
    )


def inventory_out(product: catalog.Product) -> InventoryOut:
    """What is not tracked is always in stock."""
    return InventoryOut(product.id, product.sellable, not product.is_sold_out)


@contextmanager
def stock_named() -> Iterator[None]:
    """What the core has against a product's `quantity` is said of `stock_qty`."""
    try:
        yield
    except Invalid as error:
        raise Invalid({"stock_qty" if field == "quantity" else field: said for field, said in error.fields.items()}) from error


class ProductQuery(PageQuery, frozen=True, kw_only=True):
    category: str | None = None
    search: str | None = None
    in_stock: Flag | None = None
    subscription_enabled: Flag | None = None

    def to_core(self) -> catalog.Filter:
        in_stock = is_true(self.in_stock)
        return catalog.Filter(
            category_slug=self.category,
            search=self.search,
            sold_out=None if in_stock is None else not in_stock,
            subscription_enabled=is_true(self.subscription_enabled),
        )


class ImageIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    url: str
    is_primary: bool = False


class ProductIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`categories` are slugs, made when new; without a slug the product gets one from its name."""

    name: str
    slug: str | None = None
    description: str | None = None
    price: Number
    stock_qty: int = 0
    subscription_enabled: bool = False
    categories: tuple[str, ...] = ()
    images: tuple[ImageIn, ...] = ()

    def to_core(self, currency: str) -> catalog.NewProduct:
        """Raises Invalid naming every field that is wrong."""
        faults = Faults()
        new = catalog.NewProduct(
            name=faults.of(partial(_name, self.name)) or "",
            slug=None if self.slug is None else faults.of(partial(_slug, self.slug)),
            description=self.description or "",
            price_minor=faults.of(partial(_price, self.price, currency)) or 0,
            sellable=faults.of(partial(_stock, self.stock_qty)) or 0,
            subscription_enabled=self.subscription_enabled,
            categories=faults.of(partial(_categories, self.categories)) or (),
            images=faults.of(partial(_images, self.images)) or (),
        )
        faults.settle()
        return new


class ProductChangeIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is not sent stays. Lists replace what there was; `price` is the default variant's."""

    name: str | UnsetType = UNSET
    slug: str | UnsetType = UNSET
    description: str | None | UnsetType = UNSET
    price: Number | UnsetType = UNSET
    stock_qty: int | UnsetType = UNSET
    subscription_enabled: bool | UnsetType = UNSET
    categories: tuple[str, ...] | UnsetType = UNSET
    images: tuple[ImageIn, ...] | UnsetType = UNSET

    def to_core(self, currency: str) -> catalog.ProductChange:
        """Raises Invalid naming every field that is wrong."""
        faults = Faults()
        change = catalog.ProductChange(
            name=sent(faults, self.name, _name),
            slug=sent(faults, self.slug, _slug),
            description=sent(faults, self.description, lambda text: text or ""),
            price_minor=sent(faults, self.price, lambda price: _price(price, currency)),
            sellable=sent(faults, self.stock_qty, _stock),
            subscription_enabled=self.subscription_enabled,
            categories=sent(faults, self.categories, _categories),
            images=sent(faults, self.images, _images),
        )
        faults.settle()
        return change


def _name(text: str) -> str:
    return checks.words(text, field="name", least=1, most=LONGEST_NAME)


def _slug(text: str) -> str:
    return checks.slug(text, field="slug", least=1, most=LONGEST_SLUG)


def _price(amount: Decimal, currency: str) -> int:
    minor = to_minor(amount, currency, field="price")
    if minor < 0:
        raise Invalid.one("price", "Must not be negative.")
    return minor


def _stock(quantity: int) -> int:
    if not 0 <= quantity <= MOST:
        raise Invalid.one("stock_qty", f"Must be a whole number from 0 to {MOST}.")
    return quantity


def _categories(slugs: tuple[str, ...]) -> tuple[catalog.CategoryRef, ...]:
    """A category named in another script has a slug in it, so that letters are not ASCII only."""
    faults = Faults()
    for i, slug in enumerate(slugs):
        if not _CATEGORY.fullmatch(slug) or slug != slug.lower() or len(slug) > LONGEST_SLUG:
            faults.add(f"categories.{i}", "Is not a category slug: lower-case letters and digits in words joined by hyphens.")
    faults.settle()
    return tuple(catalog.CategoryRef(slug=slug) for slug in slugs)


def _images(images: tuple[ImageIn, ...]) -> tuple[catalog.Image, ...]:
    faults = Faults()
    for i, image in enumerate(images):
        faults.of(partial(checks.url, image.url, field=f"images.{i}.url"))
    faults.settle()
    return tuple(catalog.Image(image.url, is_primary=image.is_primary) for image in images)
