"""When a delivery is tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.core.webhooks import schedule

BEGAN = datetime(2026, 4, 8, 10, tzinfo=UTC)
HOUR = 3600


def test_the_attempts_are_at_these_moments() -> None:
    assert schedule.ATTEMPTS == (0, 5, 300, 1800, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)


@given(st.integers(1, 9))
def test_jitter_is_a_tenth_at_most_and_never_late(tries: int) -> None:
    due = schedule.next_due(tries=tries, begun=BEGAN, now=BEGAN, headers={})

    assert due is not None
    offset = (due - BEGAN).total_seconds()
    assert schedule.ATTEMPTS[tries] * 0.9 <= offset <= schedule.ATTEMPTS[tries]


def test_there_is_no_eleventh() -> None:
    assert schedule.next_due(tries=10, begun=BEGAN, now=BEGAN, headers={}) is None


def test_an_attempt_that_took_long_is_not_followed_at_once() -> None:
    late = BEGAN + timedelta(seconds=15)

    due = schedule.next_due(tries=1, begun=BEGAN, now=late, headers={})

    assert due == late + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("99999999999", 24 * HOUR),
        ("Wed, 08 Apr 2026 10:01:00 GMT", 60),
        ("Wed, 08 Apr 2026 10:01:00 -0000", 60),
        ("Wed, 08 Apr 2027 10:01:00 GMT", 24 * HOUR),
        ("Wed, 08 Apr 2026 09:00:00 GMT", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("٣", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_in_seconds_and_as_a_date(text: str | None, seconds: int | None) -> None:
    found = schedule.retry_after(text, BEGAN)

    assert found == (None if seconds is None else timedelta(seconds=seconds))


def test_a_wish_never_makes_it_earlier() -> None:
    due = schedule.next_due(tries=9, begun=BEGAN, now=BEGAN, headers={"retry-after": "1"})

    assert due is not None
    assert due >= BEGAN + timedelta(hours=20)
