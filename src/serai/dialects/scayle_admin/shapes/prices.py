"""Prices of variants: with tax, in minor units; the tax in percent."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import msgspec

from serai.core import pricing
from serai.dialects.scayle_admin.dates import stamp, stamp_or_none
from serai.dialects.scayle_admin.shapes.fields import Data, Minor, Text
from serai.dialects.scayle_admin.shapes.merchants import DEFAULT
from serai.kit.errors import Invalid, NotFound
from serai.wire.parse import Number

Moment = Annotated[datetime, msgspec.Meta(tz=True, examples=["2026-02-01T00:00:00+00:00"])]
Percent = Annotated[Number, msgspec.Meta(description="Percent: 19 for 19 %.", examples=[19])]


class UnitPriceIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    unit: Text
    amount: int
    price: Minor


class PriceIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    price: Minor
    tax: Percent
    country_code: Text
    currency_code: Text
    old_price: Minor | None = None
    recommended_retail_price: Minor | None = None
    buying_price: Minor | None = None
    group_key: Text | None = None
    promotion_key: Text | None = None
    unit_price: UnitPriceIn | None = None
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    merchant_reference_key: Text | None = None
    custom_data: Data | None = None
    key: Text | None = None

    def to_core(self) -> pricing.NewPrice:
        """Raises Invalid for another merchant than the store itself."""
        check_merchant(self.merchant_reference_key)
        unit = self.unit_price
        return pricing.NewPrice(
            country=self.country_code.upper(),
            currency=self.currency_code.upper(),
            price_minor=self.price,
            tax_percent=Decimal(self.tax),
            old_minor=self.old_price,
            recommended_minor=self.recommended_retail_price,
            buying_minor=self.buying_price,
            group_key=self.group_key,
            promotion_key=self.promotion_key,
            unit=None if unit is None else pricing.Unit(unit.unit, unit.amount, unit.price),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            custom_data=self.custom_data or {},
        )


class UnitPriceOut(msgspec.Struct, frozen=True, rename="camel"):
    unit: str
    amount: int
    price: int


class PriceOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    key: str
    price: int
    old_price: int | None
    recommended_retail_price: int | None
    buying_price: int | None
    tax: Decimal
    country_code: str
    currency_code: str
    group_key: str | None
    promotion_key: str | None
    unit_price: UnitPriceOut | None
    valid_from: str
    valid_to: str | None
    merchant_reference_key: str
    custom_data: Data | None


def price_out(price: pricing.VariantPrice) -> PriceOut:
    """Keys are `<variant>-<number>`; 0 is the variant's own price, for which no other one stands."""
    unit = price.unit
    return PriceOut(
        key=price.key,
        price=price.price_minor,
        old_price=price.old_minor,
        recommended_retail_price=price.recommended_minor,
        buying_price=price.buying_minor,
        tax=number_out(price.tax_percent),
        country_code=price.country,
        currency_code=price.currency,
        group_key=price.group_key,
        promotion_key=price.promotion_key,
        unit_price=None if unit is None else UnitPriceOut(unit.unit, unit.amount, unit.price_minor),
        valid_from=stamp(price.valid_from),
        valid_to=stamp_or_none(price.valid_to),
        merchant_reference_key=price.merchant_key or DEFAULT.reference_key,
        custom_data=price.custom_data or None,
    )


def price_number(key: str, variant: int) -> int:
    """The number in a variant's price key. Raises NotFound for what is no key of this variant."""
    owner, _, number = key.partition("-")
    if owner != str(variant) or not number.isdecimal() or not number.isascii() or len(number) > 16:
        raise NotFound("price")
    return int(number)


def number_out(number: Decimal) -> Decimal:
    """Without zeros that say nothing: 19, 14.75."""
    whole = number.quantize(Decimal(1))
    return whole if whole == number else number.normalize()


def check_merchant(key: str | None) -> None:
    """Raises Invalid for another one than the store itself."""
    if key not in (None, DEFAULT.reference_key):
        raise Invalid.one("merchant_reference_key", "There is no merchant but 'default'.")
