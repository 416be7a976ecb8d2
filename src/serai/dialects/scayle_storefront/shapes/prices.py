"""Prices: whole numbers of minor units, rates and relative reductions as fractions. Source: scayle-storefront.md 2.1.

`withTax` + Σ `absoluteWithTax` = the undiscounted price; `withTax` − `withoutTax` = `tax.vat.amount`.
"""

from decimal import Decimal
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from serai.core import pricing
from serai.core.pricing import Price, Reduction


class AmountOut(Struct, frozen=True, rename="camel"):
    relative: Decimal
    absolute_with_tax: int


class ReductionOut(Struct, frozen=True, rename="camel"):
    """`category`: sale, campaign, promotion or voucher; `type`: relative or absolute."""

    category: str
    type: str
    amount: AmountOut
    promotion_id: str | UnsetType = UNSET


class TotalReductionOut(Struct, frozen=True):
    amount: AmountOut


class VatOut(Struct, frozen=True):
    amount: int
    rate: Decimal


class TaxOut(Struct, frozen=True):
    vat: VatOut


class ReferenceOut(Struct, frozen=True, rename="camel"):
    """The price of `size` units, such as 100 ml."""

    with_tax: int
    without_tax: int
    size: int
    unit: str


class VariantPriceOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """Reductions in the order in which they were applied."""

    currency_code: str
    with_tax: int
    without_tax: int
    tax: TaxOut
    recommended_retail_price: int | None
    reference: ReferenceOut | None
    applied_reductions: tuple[ReductionOut, ...]
    before_sale_with_tax: int | None
    total_applied_reductions: TotalReductionOut | None
    reductions_relative_to: str | None
    custom_data: dict[str, Any] | UnsetType = UNSET


class PriceRangeOut(Struct, frozen=True):
    min: VariantPriceOut
    max: VariantPriceOut


class LowestPriorPriceOut(Struct, frozen=True, rename="camel"):
    """The lowest price of the 30 days before the reduction, and how the present one differs from it."""

    with_tax: int | None
    relative_difference_to_price: Decimal | None


def price_out(price: Price, *, with_data: bool = False) -> VariantPriceOut:
    """`with_data`: with what the merchant keeps with the price."""
    reference = price.reference
    whole = pricing.relative(price.reduced, price.original)
    return VariantPriceOut(
        currency_code=price.currency,
        with_tax=price.with_tax,
        without_tax=price.without_tax,
        tax=TaxOut(VatOut(price.vat, fraction(price.rate))),
        recommended_retail_price=price.recommended,
        reference=None
        if reference is None
        else ReferenceOut(reference.with_tax, reference.without_tax, reference.size, reference.unit),
        applied_reductions=tuple(reduction_out(step) for step in price.reductions),
        before_sale_with_tax=price.before_sale,
        total_applied_reductions=TotalReductionOut(AmountOut(fraction(whole), price.reduced)) if price.reductions else None,
        reductions_relative_to="beforeSaleWithTax" if price.before_sale is not None else None,
        custom_data=price.custom_data if with_data else UNSET,
    )


def reduction_out(step: Reduction) -> ReductionOut:
    amount = AmountOut(fraction(step.relative), step.absolute_minor)
    return ReductionOut(step.category, step.type, amount, step.promotion or UNSET)


def lowest_prior_out(price: Price | None) -> LowestPriorPriceOut:
    """Both null where nothing is reduced, or nothing is known of before."""
    if price is None or price.lowest_prior is None:
        return LowestPriorPriceOut(None, None)
    change = pricing.relative(price.with_tax - price.lowest_prior, price.lowest_prior)
    return LowestPriorPriceOut(price.lowest_prior, fraction(change))


def fraction(number: Decimal) -> Decimal:
    """The number without zeros that say nothing: 0.19 for 0.190000."""
    plain = number.normalize()
    return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain
