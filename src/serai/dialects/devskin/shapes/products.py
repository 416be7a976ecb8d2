"""Products: one price, one stock figure, whatever variants there are."""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from serai.core.catalog import Product, Status
from serai.dialects.devskin.shapes.answers import Time, time_out
from serai.kit.money import to_decimal

Word = Literal["active", "inactive", "out_of_stock"]


class ProductOut(Struct, frozen=True):
    id: int
    name: str
    slug: str
    price: Decimal
    stock: int
    status: Word
    created_at: Time
    currency: str


def product_out(product: Product) -> ProductOut:
    return ProductOut(
        id=product.id,
        name=product.name,
        slug=product.slug,
        price=to_decimal(product.default.price_minor, product.currency),
        stock=product.sellable,
        status=_status(product),
        created_at=time_out(product.created_at),
        currency=product.currency,
    )


def _status(product: Product) -> Word:
    if product.status is Status.DRAFT:
        return "inactive"
    return "out_of_stock" if product.is_sold_out else "active"
