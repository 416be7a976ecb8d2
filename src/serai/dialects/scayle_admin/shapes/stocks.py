"""Stock of variants in warehouses."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import inventory
from serai.dialects.scayle_admin.dates import stamp_or_none
from serai.dialects.scayle_admin.shapes.fields import Text
from serai.dialects.scayle_admin.shapes.merchants import DEFAULT
from serai.dialects.scayle_admin.shapes.prices import Moment

Quantity = Annotated[int, msgspec.Meta(ge=0, le=inventory.MOST, description="Pieces that may be sold.")]
Day = Annotated[date, msgspec.Meta(examples=["2026-03-01"])]


class StockIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    quantity: Quantity
    warehouse_reference_key: Text
    changed_at: Moment | None = None
    sellable_without_stock: bool | UnsetType = UNSET
    merchant_reference_key: Text | None = None
    expected_availability_at: Day | None = None


class StockOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    quantity: int
    warehouse_reference_key: str
    changed_at: str | None
    sellable_without_stock: bool
    merchant_reference_key: str
    expected_availability_at: str | None


class SellableWithoutStock(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    warehouse_reference_key: Text
    sellable_without_stock: bool
    merchant_reference_key: Text | None = None


def stock_out(stock: inventory.Stock) -> StockOut:
    """`quantity` is what may be sold: what is promised or held is not in it."""
    return StockOut(
        quantity=stock.sellable,
        warehouse_reference_key=stock.warehouse_key,
        changed_at=stamp_or_none(stock.changed_at),
        sellable_without_stock=stock.sellable_without_stock,
        merchant_reference_key=DEFAULT.reference_key,
        expected_availability_at=None if stock.expected_on is None else stock.expected_on.isoformat(),
    )


def stocks_out(stocks: Iterable[inventory.Stock]) -> list[StockOut]:
    """Without shelves that never had a piece and where nobody counted: every variant has one in the default warehouse."""
    return [stock_out(stock) for stock in stocks if stock.on_hand or stock.changed_at is not None]
