"""When a pending payment is asked after: at 2, 5, 15 and 60 minutes, then hourly, and after a day no more."""

from datetime import datetime, timedelta
from typing import Final

_MINUTES: Final = (2, 5, 15, *range(60, 24 * 60 + 1, 60))


def next_check(created_at: datetime, now: datetime) -> datetime | None:
    """The first time after `now`; None when the day is over."""
    times = (created_at + timedelta(minutes=minutes) for minutes in _MINUTES)
    return next((at for at in times if at > now), None)
