"""Variants of products. Fields that only the server sets may be sent and count for nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import catalog, inventory, pricing
from serai.core.inventory import VariantId
from serai.dialects.scayle_admin.relations import Relations
from serai.dialects.scayle_admin.shapes.attributes import AttributeIn, AttributeOut, attribute_out, drafts
from serai.dialects.scayle_admin.shapes.fields import Data, Id, Text
from serai.dialects.scayle_admin.shapes.merchants import DEFAULT
from serai.dialects.scayle_admin.shapes.prices import PriceIn, PriceOut, check_merchant, price_out
from serai.dialects.scayle_admin.shapes.stocks import StockIn, StockOut, stocks_out

Prices = Mapping[VariantId, Sequence[pricing.VariantPrice]]
Stocks = Mapping[VariantId, Sequence[inventory.Stock]]


class VariantIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    reference_key: Text
    ean: Text | None | UnsetType = UNSET
    attributes: list[AttributeIn] | UnsetType = UNSET
    prices: list[PriceIn] | UnsetType = UNSET
    stocks: list[StockIn] | UnsetType = UNSET
    custom_data: Data | None | UnsetType = UNSET
    merchant_reference_keys: list[Text] = []
    id: Id | None = None
    is_composite: bool | None = None

    def to_core(self) -> catalog.NewVariant:
        """A variant that is not there yet. Its price and stock are set apart."""
        return catalog.NewVariant(name=self.reference_key, price_minor=0, **self.said())

    def said(self) -> dict[str, Any]:
        """What is said of a variant, by the core's field names. Raises Invalid for another merchant than the store itself."""
        for key in self.merchant_reference_keys:
            check_merchant(key)
        said: dict[str, Any] = {
            "sku": self.reference_key,
            "facts": catalog.VariantFacts(custom_data=self.custom_data),
            "attributes": drafts(self.attributes),
        }
        return said if isinstance(self.ean, UnsetType) else {**said, "barcode": self.ean}

    def relations(self) -> Relations:
        """What was sent, and so comes back."""
        names = ("attributes", "prices", "stocks")
        return Relations({name: Relations({}) for name in names if getattr(self, name) is not UNSET})


class VariantOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`attributes`, `prices` and `stocks` where they were asked for or sent."""

    id: int
    reference_key: str
    ean: str | None
    merchant_reference_keys: list[str]
    is_composite: bool
    attributes: list[AttributeOut] | UnsetType = UNSET
    prices: list[PriceOut] | UnsetType = UNSET
    stocks: list[StockOut] | UnsetType = UNSET
    custom_data: dict[str, Any] | UnsetType = UNSET


def variant_out(variant: catalog.FullVariant, wanted: Relations, prices: Prices, stocks: Stocks) -> VariantOut:
    return VariantOut(
        id=variant.id,
        reference_key=variant.reference_key,
        ean=variant.barcode,
        merchant_reference_keys=[DEFAULT.reference_key],
        is_composite=False,
        attributes=[attribute_out(each) for each in variant.attributes] if "attributes" in wanted else UNSET,
        prices=[price_out(each) for each in prices.get(variant.id, ())] if "prices" in wanted else UNSET,
        stocks=stocks_out(stocks.get(variant.id, ())) if "stocks" in wanted else UNSET,
        custom_data=variant.custom_data or UNSET,
    )
