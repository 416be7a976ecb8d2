"""Weights: kept in grams, shown in the unit they were given in."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from msgspec import Struct

from serai.kit.errors import Invalid

GRAMS: Final = {"kg": Decimal(1000), "g": Decimal(1), "lb": Decimal("453.59237"), "oz": Decimal("28.349523125")}
_KEPT: Final = Decimal("0.0001")
_MOST: Final = Decimal(10**9)


class WeightOut(Struct, frozen=True):
    unit: str
    value: Decimal


class WeightIn(Struct, frozen=True):
    value: Decimal
    unit: str | None = None
    units: str | None = None


def unit_of(unit: str | None) -> str:
    return unit or "kg"


def value_of(grams: Decimal | None, unit: str) -> Decimal:
    """In that unit, at most four decimals and no zeros behind them."""
    value = ((grams or Decimal(0)) / GRAMS[unit]).quantize(_KEPT, rounding=ROUND_HALF_UP).normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def to_grams(weight: Decimal | WeightIn, unit: str | None) -> tuple[Decimal, str]:
    """(grams, unit). Raises Invalid on `weight` for what is none, on `weight_type` for an unknown unit."""
    if isinstance(weight, WeightIn):
        unit = weight.unit or weight.units or unit
        weight = weight.value
    unit = unit_of(unit)
    if unit not in GRAMS:
        raise Invalid.one("weight_type", f"Must be one of {', '.join(GRAMS)}.")
    if not weight.is_finite() or not 0 <= weight <= _MOST:
        raise Invalid.one("weight", "Must not be negative or too large.")
    exponent = weight.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -4:
        raise Invalid.one("weight", "May have at most 4 decimals.")
    return weight * GRAMS[unit], unit


def label(grams: Decimal | None, unit: str) -> str | None:
    """`0.5 kg`"""
    return None if grams is None else f"{value_of(grams, unit):f} {unit}"
