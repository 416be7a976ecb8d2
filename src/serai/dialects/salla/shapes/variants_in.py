"""Variants as bodies describe them (§6.2). Every member is optional: the published connector sends one or two."""

from decimal import Decimal

from msgspec import UNSET, Struct

from serai.core import catalog
from serai.dialects.salla.money import Amount, to_minor
from serai.dialects.salla.shapes.product_in import Id, Quantity
from serai.dialects.salla.shapes.sales import Today, costs
from serai.dialects.salla.shapes.weights import WeightIn, to_grams


class QuantityIn(Struct, frozen=True, kw_only=True):
    quantity: Quantity


class BranchQuantityIn(Struct, frozen=True, kw_only=True):
    branch: Id
    quantity: Quantity
    reason_id: int | None = None


class VariantIn(Struct, frozen=True, kw_only=True):
    """What is left out stays; `quantities` are what single branches have."""

    sku: str | None = None
    barcode: str | None = None
    price: Amount | None = None
    sale_price: Amount | None = None
    sale_start: str | None = None
    sale_end: str | None = None
    cost_price: Amount | None = None
    stock_quantity: Quantity | None = None
    weight: Decimal | WeightIn | None = None
    weight_type: str | None = None
    mpn: str | None = None
    gtin: str | None = None
    notify_low: Quantity | None = None
    quantities: tuple[BranchQuantityIn, ...] | None = None

    def to_core(self, currency: str, today: Today, before: catalog.FullVariant) -> catalog.VariantChange:
        """Raises Invalid."""
        priced = costs(self, currency, today, before)
        grams, unit = (UNSET, UNSET) if self.weight is None else to_grams(self.weight, self.weight_type)
        facts = catalog.VariantFacts(
            cost_minor=UNSET if self.cost_price is None else to_minor(self.cost_price, currency, field="cost_price"),
            mpn=UNSET if self.mpn is None else self.mpn,
            gtin=UNSET if self.gtin is None else self.gtin,
            weight_grams=grams,
            weight_unit=unit,
            **priced.facts,
        )
        return catalog.VariantChange(
            sku=UNSET if self.sku is None else self.sku,
            barcode=UNSET if self.barcode is None else self.barcode,
            sellable=UNSET if self.stock_quantity is None else self.stock_quantity,
            facts=facts,
            **priced.price,
        )
