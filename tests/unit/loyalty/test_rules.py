"""What points are worth, and how few pay something."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.core.loyalty import rules

VALUES = st.decimals("0.000001", 1000, places=6)


@pytest.mark.parametrize(
    ("points", "value", "currency", "minor"),
    [
        (2500, "0.01", "USD", 2500),
        (3, "0.005", "USD", 2),
        (1, "0.004", "USD", 0),
        (500, "0.01", "KWD", 5000),
        (500, "0.01", "JPY", 5),
    ],
)
def test_worth(points: int, value: str, currency: str, minor: int) -> None:
    assert rules.worth(points, Decimal(value), currency) == minor


@given(left=st.integers(1, 10**9), value=VALUES)
def test_what_is_needed_is_enough_and_one_point_less_is_not_a_whole_point_too_many(left: int, value: Decimal) -> None:
    points = rules.needed(left, value, "USD")

    assert rules.worth(points, value, "USD") >= left
    assert (points - 1) * value * 100 < left
