"""Days where somebody lives: a day begins when it begins there, also when clocks change."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)
_FIRST, _LAST = date(1970, 1, 2), date(9998, 12, 30)


def begin(day: date, zone: str) -> datetime:
    """The moment, in UTC, at which the day begins in the zone. Days that nobody could mean are moved into 1970…9998."""
    return _midnight(_meant(day), zone)


def end(day: date, zone: str) -> datetime:
    """The moment at which the day is over: where the next one begins."""
    return _midnight(_meant(day) + _DAY, zone)


def _meant(day: date) -> date:
    return min(max(day, _FIRST), _LAST)


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def of(moment: datetime, zone: str) -> date:
    """The day that it then is in the zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def each(first: date, last: date) -> Iterator[date]:
    """Every day from the first to the last, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def back(day: date, number: int) -> date:
    """So many days earlier, but not before there are days."""
    return date.fromordinal(max(day.toordinal() - number, 1))
