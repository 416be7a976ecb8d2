"""Rounding a price that a percentage made to what a shop country likes to show. Pure."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from serai.core.stores import PriceRounding
from serai.kit.money import decimals

ENDINGS: Final = frozenset({"0.99", "0.95", "0.90"})
"""These say how a price ends; every other precision is the step between prices."""


def rounded(gross: int, currency: str, rules: Sequence[PriceRounding], *, most: int) -> int:
    """`gross` by the currency's rule, if it has one: half up, at most `most`.

    A price stays as it is where the currency has no such amount, and where it would become nothing; nothing stays nothing.
    """
    rule = next((each for each in rules if each.currency == currency), None)
    if rule is None or not gross:
        return gross
    unit = 10 ** decimals(currency)
    amount = Decimal(rule.precision) * unit
    if amount % 1:
        return gross
    step, end = (unit, int(amount)) if rule.precision in ENDINGS else (int(amount), 0)
    return _nearest(gross, rule, step, end, most)


def _nearest(gross: int, rule: PriceRounding, step: int, end: int, most: int) -> int:
    below = (gross - end) // step * step + end
    above = below if below == gross else below + step
    up = rule.direction == "up" or (rule.direction == "nearest" and above - gross <= gross - below)
    found = above if up else below
    return min(found, most) if found > 0 else gross
