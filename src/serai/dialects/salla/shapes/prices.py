"""Prices by themselves (§6.1)."""

from typing import Annotated

from msgspec import Meta, Struct

from serai.dialects.salla.money import Amount
from serai.dialects.salla.shapes.product_in import Id

MOST = 100


class PriceIn(Struct, frozen=True, kw_only=True):
    """A `sale_price` of 0 ends a sale."""

    price: Amount
    sale_price: Amount | None = None
    cost_price: Amount | None = None
    sale_start: str | None = None
    sale_end: str | None = None


class ProductPriceIn(PriceIn, frozen=True, kw_only=True):
    id: Id


class PricesIn(Struct, frozen=True, kw_only=True):
    products: Annotated[tuple[ProductPriceIn, ...], Meta(min_length=1, max_length=MOST)]
