"""Exact money. Amounts are integer minor units of an ISO 4217 currency; decimals exist only at the edges.

One rounding rule for the whole product: half up, away from zero, to the minor unit.
"""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, localcontext
from functools import cache

import pycountry

from serai.kit.errors import Invalid

MOST = 10**15
"""The largest amount anything may have, in minor units: sums of thousands of them still fit in a bigint."""

# ISO 4217 minor units where they are not 2.
_EXPONENTS = {
    **dict.fromkeys(
        ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"],
        0,
    ),
    **dict.fromkeys(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"], 3),
    **dict.fromkeys(["CLF", "UYW"], 4),
}


_WIDE = Context(prec=60)
_ONE = Decimal(1)


@cache
def is_currency(code: str) -> bool:
    return len(code) == 3 and pycountry.currencies.get(alpha_3=code) is not None


@cache
def currencies() -> tuple[str, ...]:
    """The codes of all there are, in their order."""
    return tuple(sorted(each.alpha_3 for each in pycountry.currencies))


@cache
def name_of(code: str) -> str | None:
    """SAR → Saudi Riyal; None for what is no currency."""
    found = pycountry.currencies.get(alpha_3=code)
    return None if found is None else str(found.name)


@cache
def decimals(currency: str) -> int:
    """Digits after the point: 2 for MAD, 0 for JPY, 3 for KWD."""
    return _EXPONENTS.get(currency, 2)


@cache
def minor_unit(currency: str) -> Decimal:
    """The smallest amount: Decimal('0.01') MAD. So many of them are an amount in exactly the currency's decimals."""
    return Decimal(1).scaleb(-decimals(currency))


def to_decimal(minor: int, currency: str) -> Decimal:
    """129900 MAD → Decimal('1299.00'): exactly the currency's decimals, so that it prints that way."""
    return minor_unit(currency) * minor


def to_minor(amount: Decimal, currency: str, *, field: str) -> int:
    """Decimal('1299') MAD → 129900. Raises Invalid on `field` for more decimals than the currency has, or beyond MOST."""
    places = decimals(currency)
    if not amount.is_finite() or amount.adjusted() > 18:
        raise Invalid.one(field, "Is too large.")
    with localcontext() as context:
        context.prec = 60
        context.traps[Inexact] = True
        try:
            whole = amount.scaleb(places).to_integral_exact()
        except (Inexact, InvalidOperation):
            raise Invalid.one(field, f"May have at most {places} decimals in {currency}.") from None
    if abs(whole) > MOST:
        raise Invalid.one(field, "Is too large.")
    return int(whole)


def portion(minor: int, rate: Decimal) -> int:
    """`minor` × `rate`, rounded half up to the minor unit. The rate is a fraction: 0.20 for 20 %."""
    return int(_WIDE.multiply(Decimal(minor), rate).quantize(_ONE, rounding=ROUND_HALF_UP, context=_WIDE))


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to `weights`, to the last minor unit (largest remainder, first one wins a tie).

    The parts sum to `total` exactly. All weights zero: everything goes to the first part.
    """
    if not total:
        return [0] * len(weights)
    whole = sum(weights)
    if not weights:
        return []
    if whole == 0:
        return [total, *([0] * (len(weights) - 1))]
    shares = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[: total - sum(shares)]:
        shares[i] += 1
    return shares
