"""A figure beside the one before it. Pure."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from serai.core.analytics.model import Figure, Trend

_TENTH: Final = Decimal("0.1")


def percent(part: int, whole: int) -> Decimal | None:
    """`part` of `whole` in per cent, one decimal, half away from zero; None when there is no whole."""
    if not whole:
        return None
    return (Decimal(100 * part) / abs(whole)).quantize(_TENTH, ROUND_HALF_UP) + Decimal("0.0")


def figure(now: int, before: int | None) -> Figure:
    """`before` None: there is nothing to compare with. The trend is that of the change shown."""
    change = None if before is None else percent(now - before, before)
    way = now if change is None else change
    return Figure(now, change, Trend.UP if way > 0 else Trend.DOWN if way < 0 else Trend.FLAT)


def average(total: int, number: int) -> int:
    """Total ÷ number, half away from zero; 0 without any."""
    if not number:
        return 0
    return int((Decimal(total) / number).quantize(Decimal(1), ROUND_HALF_UP))
