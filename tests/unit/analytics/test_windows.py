"""The days of a report as moments."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.core.accounts import OwnStore, StoreId
from serai.core.analytics import windows
from serai.core.analytics.windows import Span, Window
from serai.kit import days
from serai.kit.errors import Invalid

ZONES = [
    "Africa/Casablanca", "Africa/Cairo", "America/Sao_Paulo", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe",
    "Europe/Paris", "Pacific/Kiritimati", "UTC",
]  # fmt: skip
A_ZONE = st.sampled_from(ZONES)
A_DAY = st.dates(date(2018, 1, 1), date(2028, 12, 31))
QUARTER = timedelta(minutes=15)


@given(A_DAY, A_ZONE)
def test_a_day_begins_at_its_first_moment_there(day: date, zone: str) -> None:
    begin = days.begin(day, zone)

    assert days.of(begin, zone) == day
    assert days.of(begin - timedelta(microseconds=1), zone) == day - timedelta(days=1)
    assert days.end(day, zone) == days.begin(day + timedelta(days=1), zone)


@given(A_DAY, A_ZONE)
def test_a_day_begins_with_a_quarter_of_an_hour(day: date, zone: str) -> None:
    """So that it is made of whole slots of the kept sums."""
    assert (days.begin(day, zone) - datetime(1970, 1, 1, tzinfo=UTC)) % QUARTER == timedelta()


@pytest.mark.parametrize(
    ("day", "begins", "hours"),
    [("2026-02-14", "2026-02-13T23:00", 24), ("2026-02-15", "2026-02-14T23:00", 25), ("2026-02-16", "2026-02-16T00:00", 24),
     ("2026-03-22", "2026-03-22T00:00", 23), ("2026-03-23", "2026-03-22T23:00", 24)],
)  # fmt: skip
def test_days_of_casablanca_around_ramadan(day: str, begins: str, hours: int) -> None:
    that = date.fromisoformat(day)

    begin = days.begin(that, "Africa/Casablanca")

    assert begin == datetime.fromisoformat(begins).replace(tzinfo=UTC)
    assert days.end(that, "Africa/Casablanca") - begin == timedelta(hours=hours)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_days_that_nobody_means_are_still_moments(day: date) -> None:
    assert days.begin(day, "Asia/Kathmandu") < days.end(day, "Asia/Kathmandu")


@given(st.integers(1, 400), A_DAY)
def test_the_range_before_is_as_long_and_ends_where_this_one_begins(number: int, today: date) -> None:
    span = windows.last(number, today=today)

    assert (span.length, span.last) == (number, today)
    assert (span.before.length, span.before.last) == (number, span.first - timedelta(days=1))


@given(A_DAY, st.integers(0, 40), A_ZONE)
def test_whole_days_and_the_hours_at_either_end_are_the_window(first: date, more: int, zone: str) -> None:
    store = OwnStore(StoreId(1), "MAD", zone)
    window = windows.of(store, Span(first, first + timedelta(days=more)))

    whole, ends = windows.split(window)

    midnights = [tuple(datetime.combine(day, datetime.min.time(), UTC) for day in pair) for pair in whole]
    pieces = sorted([*midnights, *((end.since, end.before) for end in ends)])
    assert [pieces[0][0], pieces[-1][1]] == [window.since, window.before]
    assert all(one[1] == other[0] for one, other in pairwise(pieces))
    assert all(before > since for since, before in pieces)
    assert sum(((end.before - end.since) for end in ends), timedelta()) < timedelta(days=2)


def test_all_time_is_one_kept_day() -> None:
    window = windows.always(OwnStore(StoreId(1), "MAD", "Africa/Casablanca"))

    assert windows.split(window) == ([(date(1970, 1, 1), date(1970, 1, 2))], [])
    assert window == Window(StoreId(1), datetime(1970, 1, 1, tzinfo=UTC), datetime(1970, 1, 1, 0, 1, tzinfo=UTC))


@pytest.mark.parametrize("span", [Span(date(2026, 1, 2), date(2026, 1, 1)), Span(date(2000, 1, 1), date(2026, 1, 1))])
def test_days_that_run_backwards_or_are_too_many_are_refused(span: Span) -> None:
    with pytest.raises(Invalid) as refused:
        windows.checked(span)

    assert list(refused.value.fields) == ["start_date"]
    assert windows.checked(Span(date(2026, 1, 1), date(2026, 1, 1))).length == 1
