"""Paging: what a dialect asks for and what it gets, whatever it calls the two."""

from collections import OrderedDict
from datetime import datetime
from typing import Generic, Protocol, TypeVar

import msgspec

T = TypeVar("T")

DEEPEST = 10**9
"""Pages beyond this one are treated as this one; both are empty."""


class Boundary(msgspec.Struct, frozen=True):
    """Where the previous page ended: its last row's time, by which the list is ordered, and id."""

    at: datetime
    id: int


class Slice(msgspec.Struct, frozen=True):
    """Page `number` (from 1) of `size` rows. With `after`, the page starts there and needs no offset."""

    number: int
    size: int
    after: Boundary | None = None

    @property
    def offset(self) -> int:
        """Rows to skip; 0 where `after` says where to start."""
        return 0 if self.after else (min(self.number, DEEPEST) - 1) * self.size

    @property
    def start(self) -> tuple[datetime, int] | tuple[None, None]:
        """(time, id) after which the page starts; None twice when it starts by its offset."""
        return (self.after.at, self.after.id) if self.after else (None, None)


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Rows in their order, the number of all rows that match, and where this page ends (None when it is empty)."""

    items: tuple[T, ...]
    total: int
    end: Boundary | None = None


class _Created(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...


C = TypeVar("C", bound=_Created)


def newest_first(items: tuple[C, ...], total: int) -> Page[C]:
    """A page of a list that goes by `created_at`, then id."""
    return Page(items, total, Boundary(items[-1].created_at, items[-1].id) if items else None)


class Boundaries:
    """Remembers where each page of a listing ended, so that the next one continues there.

    A client that walks page after page then sees every row once, however many are inserted meanwhile, and a deep page
    costs what the first one costs. Forgetting is harmless: the page is then found by offset. Keys are opaque; `most` of
    them are kept, each for `seconds`.
    """

    def __init__(self, *, most: int = 20_000, seconds: float = 600) -> None:
        self._kept: OrderedDict[tuple[str, int], tuple[float, Boundary]] = OrderedDict()
        self._most = most
        self._seconds = seconds

    def recall(self, listing: str, page: int, *, now: float) -> Boundary | None:
        """Where the page before `page` ended; `now` in seconds on any steady scale."""
        found = self._kept.get((listing, page))
        if found is None or found[0] < now:
            return None
        return found[1]

    def remember(self, listing: str, page: int, end: Boundary, *, now: float) -> None:
        """Note that `page` of the listing starts after `end`."""
        self._kept[(listing, page)] = (now + self._seconds, end)
        self._kept.move_to_end((listing, page))
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
