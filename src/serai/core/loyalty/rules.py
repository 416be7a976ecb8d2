"""Decisions about points. Pure."""

from decimal import Decimal, localcontext
from typing import Final

from serai.core.loyalty.model import Settings
from serai.kit.checks import Faults
from serai.kit.money import decimals, portion

MOST_PER_UNIT: Final = 10_000
MOST_MINIMUM: Final = 1_000_000_000
LARGEST_VALUE: Final = 1_000_000
PLACES: Final = 6
"""Decimals that a point's value may have."""
MOST_POINTS: Final = 10**12
"""The most that one order earns or one adjustment moves: sums of them stay exact in JSON."""


def worth(points: int, point_value: Decimal, currency: str) -> int:
    """What the points are worth, in minor units of the currency, rounded half up."""
    return portion(points, point_value.scaleb(decimals(currency)))


def needed(left: int, point_value: Decimal, currency: str) -> int:
    """The fewest points that are worth `left` minor units."""
    with localcontext() as context:
        context.prec = 60
        fewest = int(Decimal(left) / point_value.scaleb(decimals(currency)))
    return fewest if worth(fewest, point_value, currency) >= left else fewest + 1


def checked(settings: Settings) -> Settings:
    """Raises Invalid naming every field that is wrong."""
    faults = Faults()
    if not 0 <= settings.points_per_unit <= MOST_PER_UNIT:
        faults.add("points_per_unit", f"Must be a whole number from 0 to {MOST_PER_UNIT}.")
    if not 1 <= settings.min_redeem_points <= MOST_MINIMUM:
        faults.add("min_redeem_points", f"Must be a whole number from 1 to {MOST_MINIMUM}.")
    value = settings.point_value
    if not value.is_finite() or not 0 < value <= LARGEST_VALUE:
        faults.add("point_value", f"Must be more than 0 and at most {LARGEST_VALUE}.")
    elif value != round(value, PLACES):
        faults.add("point_value", f"May have at most {PLACES} decimals.")
    faults.settle()
    return settings
