"""Figures beside those before them, and the currency of a report."""

from decimal import Decimal

import pytest

from serai.core.accounts import OwnStore, StoreId
from serai.core.analytics.compare import average, figure, percent
from serai.core.analytics.currency import of_report


@pytest.mark.parametrize(
    ("now", "before", "change", "trend"),
    [
        (1125, 1000, "12.5", "up"), (875, 1000, "-12.5", "down"), (1000, 1000, "0.0", "flat"), (5, 0, None, "up"),
        (0, 0, None, "flat"), (-5, 0, None, "down"), (10001, 10000, "0.0", "flat"), (10005, 10000, "0.1", "up"),
        (9995, 10000, "-0.1", "down"), (0, 7, "-100.0", "down"), (100, -100, "200.0", "up"), (-300, -100, "-200.0", "down"),
        (5, None, None, "up"), (0, None, None, "flat"),
    ],
)  # fmt: skip
def test_a_change_has_one_decimal_and_the_trend_is_its_sign(
    now: int, before: int | None, change: str | None, trend: str
) -> None:
    found = figure(now, before)

    assert (found.value, found.trend) == (now, trend)
    assert (None if found.change is None else str(found.change)) == change


@pytest.mark.parametrize(("total", "number", "mean"), [(4567800, 127, 35967), (5, 2, 3), (-5, 2, -3), (7, 0, 0), (0, 3, 0)])
def test_an_average_is_rounded_half_away_from_nought(total: int, number: int, mean: int) -> None:
    assert average(total, number) == mean


def test_a_percentage_of_nothing_is_none() -> None:
    assert percent(3, 0) is None
    assert percent(32, 1000) == Decimal("3.2")


@pytest.mark.parametrize(
    ("traded", "asked", "preferred", "currency"),
    [
        ([], None, "MAD", "MAD"), (["USD"], None, "MAD", "USD"), (["USD", "USD"], None, "MAD", "USD"),
        (["USD", "MAD"], None, "MAD", "MAD"), (["USD", "EUR"], None, "MAD", "USD"), (["USD"], "JPY", "MAD", "JPY"),
    ],
)  # fmt: skip
def test_the_currency_of_a_report(traded: list[str], asked: str | None, preferred: str, currency: str) -> None:
    stores = [OwnStore(StoreId(n), code, "UTC") for n, code in enumerate(traded, 1)]

    assert of_report(stores, asked=asked, preferred=preferred) == currency
