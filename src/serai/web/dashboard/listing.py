"""Lists, page by page: forward from where the last page ended, so that nothing is seen twice; back by the page's number."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from msgspec import Struct

from serai.kit.pages import Boundary, Page, Slice
from serai.web.visit import LARGEST_ID, Visit

T = TypeVar("T")

SIZE: Final = 25
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_AFTER: Final = re.compile(r"([0-9]{1,17})-([0-9]{1,15})")
_PAGE: Final = re.compile(r"[1-9][0-9]{0,8}")
_PASSING: Final = frozenset({"page", "after", "done", "language"})
"""Parameters that a list is not narrowed by."""


class Listed(Struct, Generic[T], frozen=True):
    """A page of a list; `earlier` and `later` are links, empty where there is none."""

    items: tuple[T, ...]
    total: int
    earlier: str
    later: str


def slice_of(visit: Visit, size: int = SIZE) -> Slice:
    """What the query asks for; the first page where it cannot be read."""
    page, after = visit.asked("page"), _AFTER.fullmatch(visit.asked("after"))
    if not _PAGE.fullmatch(page):
        return Slice(1, size)
    return Slice(int(page), size, None if after is None else Boundary(_EPOCH + int(after[1]) * _MICROSECOND, int(after[2])))


def listed(visit: Visit, page: Page[T], slice_: Slice, path: str | None = None) -> Listed[T]:
    """The page with its links, to `path` below the mount; None: to the page itself. They keep what the list is narrowed by."""
    place = "" if path is None else visit.base + path
    earlier = _link(visit, place, page=str(slice_.number - 1)) if slice_.number > 1 else ""
    return Listed(page.items, page.total, earlier, _later(visit, place, page, slice_))


def _later(visit: Visit, place: str, page: Page[Any], slice_: Slice) -> str:
    if page.end is None or slice_.number * slice_.size >= page.total:
        return ""
    after = f"{(page.end.at - _EPOCH) // _MICROSECOND}-{page.end.id}"
    return _link(visit, place, page=str(slice_.number + 1), after=after)


def _link(visit: Visit, place: str, **more: str) -> str:
    kept = [pair for pair in visit.request.query_params.multi_items() if pair[0] not in _PASSING]
    return f"{place}?{urlencode([*kept, *more.items()])}"


def day_of(visit: Visit, name: str) -> date | None:
    """A day of the query; None where it names none."""
    try:
        return date.fromisoformat(visit.asked(name))
    except ValueError:
        return None


def number(text: str) -> int | None:
    """An id; None for what can be none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 and 0 < int(text) < LARGEST_ID else None
