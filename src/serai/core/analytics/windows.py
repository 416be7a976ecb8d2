"""Which moments the days of a report are, in each store's zone. Pure."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from msgspec import Struct

from serai.core.accounts import OwnStore
from serai.core.stores import StoreId
from serai.kit import days
from serai.kit.errors import Invalid

ALL_TIME: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The slot and the day under which the sums of all time are kept."""
LONGEST: Final = 3660
"""Days that one report may have."""
_DAY: Final = timedelta(days=1)


class Span(Struct, frozen=True):
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Span":
        """As many days, up to the one before the first."""
        return Span(self.first - self.length * _DAY, self.first - _DAY)


class Window(Struct, frozen=True):
    """A store's moments from `since` up to, not including, `before`."""

    store: StoreId
    since: datetime
    before: datetime


def last(number: int, *, today: date) -> Span:
    """So many days that end with today."""
    return Span(today - (number - 1) * _DAY, today)


def checked(span: Span) -> Span:
    """Raises Invalid for days that run backwards, or more of them than LONGEST."""
    if span.first > span.last:
        raise Invalid.one("start_date", "Must not be after the end date.")
    if span.length > LONGEST:
        raise Invalid.one("start_date", f"May be at most {LONGEST:,} days before the end date.")
    return span


def of(store: OwnStore, span: Span) -> Window:
    """The span as it passes in the store's zone."""
    return Window(store.id, days.begin(span.first, store.time_zone), days.end(span.last, store.time_zone))


def always(store: OwnStore) -> Window:
    """Finds the sums of all time, and nothing else."""
    return Window(store.id, ALL_TIME, ALL_TIME + timedelta(minutes=1))


def columns(windows: Sequence[Window]) -> tuple[list[StoreId], list[datetime], list[datetime]]:
    """(stores, since, before), as `unnest` takes them."""
    return [w.store for w in windows], [w.since for w in windows], [w.before for w in windows]


def split(window: Window) -> tuple[list[tuple[date, date]], list[Window]]:
    """(whole days of UTC, the hours that are left at either end): the two together are the window."""
    if window.since == ALL_TIME:
        return [(ALL_TIME.date(), ALL_TIME.date() + _DAY)], []
    first = _midnight(window.since + _DAY - timedelta(microseconds=1))
    after = _midnight(window.before)
    if first >= after:
        return [], [window]
    ends = [Window(window.store, window.since, first), Window(window.store, after, window.before)]
    return [(first.date(), after.date())], [end for end in ends if end.since < end.before]


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.astimezone(UTC).date(), time.min, UTC)
