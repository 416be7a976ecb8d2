"""Amounts as this wire writes and reads them: numbers or texts, bare or with their currency."""

from decimal import Decimal

import msgspec

from serai.kit import money
from serai.kit.errors import Invalid


class Money(msgspec.Struct, frozen=True):
    amount: Decimal
    currency: str


class MoneyIn(msgspec.Struct, frozen=True):
    amount: Decimal
    currency: str | None = None


Amount = Decimal | MoneyIn
"""99.9, "99.90" or {"amount": 99.9, "currency": "SAR"}."""


def money_out(minor: int, currency: str) -> Money:
    return Money(money.to_decimal(minor, currency), currency)


def to_minor(amount: Amount, currency: str, *, field: str) -> int:
    """Minor units, 0 or more. Raises Invalid on `field` for another currency, too many decimals, or less than nothing."""
    if isinstance(amount, MoneyIn):
        if amount.currency not in (None, currency):
            raise Invalid.one(field, f"Must be in {currency}.")
        amount = amount.amount
    if not amount.is_finite():
        raise Invalid.one(field, "Is not a number.")
    if amount < 0:
        raise Invalid.one(field, "Must not be negative.")
    return money.to_minor(amount, currency, field=field)
