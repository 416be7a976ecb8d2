"""The days of a subscription, against a reference that works another way: from the first day on, with no day in between."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.core.subscriptions import Frequency, FrequencyId, Unit, rules
from serai.kit.errors import Invalid

DATES = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def every(count: int, unit: Unit, *, percent: str = "10") -> Frequency:
    return Frequency(FrequencyId(1), "Often", unit, count, Decimal(percent))


def reference(start: date, months: int) -> date:
    """So many months after the first day: the same day of that month, or the last day before the next month begins."""
    year, month = start.year + (start.month - 1 + months) // 12, (start.month - 1 + months) % 12 + 1
    try:
        return date(year, month, start.day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def walk(start: date, frequency: Frequency, times: int) -> list[date]:
    days = [start]
    for _ in range(times):
        days.append(rules.after(days[-1], frequency, anchor=start.day))
    return days


def test_the_end_of_january_comes_back_after_february() -> None:
    found = walk(date(2027, 1, 31), every(1, Unit.MONTH), 15)

    assert found[:5] == [date(2027, 1, 31), date(2027, 2, 28), date(2027, 3, 31), date(2027, 4, 30), date(2027, 5, 31)]
    assert found[13:15] == [date(2028, 2, 29), date(2028, 3, 31)]


@given(start=DATES, count=st.integers(1, 14))
def test_months_are_the_references(start: date, count: int) -> None:
    found = walk(start, every(count, Unit.MONTH), 40)

    assert found == [reference(start, count * n) for n in range(41)]


@given(start=DATES, count=st.integers(1, 90))
def test_days_and_weeks_are_so_many_days(start: date, count: int) -> None:
    assert walk(start, every(count, Unit.DAY), 3)[-1] == start + timedelta(days=3 * count)
    assert walk(start, every(count, Unit.WEEK), 3)[-1] == start + timedelta(days=21 * count)


@given(start=DATES, later=st.integers(0, 2000))
def test_taking_up_again_skips_what_is_past_and_no_more(start: date, later: int) -> None:
    today = start + timedelta(days=later)

    found = rules.from_today(start, every(1, Unit.MONTH), anchor=start.day, today=today)

    assert found == next(day for n in range(100) if (day := reference(start, n)) >= today)


@pytest.mark.parametrize(
    ("minor", "percent", "price"), [(14_500, "10", 13_050), (5, "10", 4), (999, "0", 999), (999, "100", 0)]
)
def test_the_discount_is_rounded_half_up(minor: int, percent: str, price: int) -> None:
    assert rules.price(minor, every(1, Unit.DAY, percent=percent)) == price


def test_a_date_is_between_today_and_ten_years_ahead() -> None:
    today = date(2026, 4, 8)

    assert rules.checked_day(today, today=today, field="start_date") == today
    for day in (today - timedelta(days=1), today + timedelta(days=3654)):
        with pytest.raises(Invalid):
            rules.checked_day(day, today=today, field="start_date")
