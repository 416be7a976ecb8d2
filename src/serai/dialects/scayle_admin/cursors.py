"""Lists: `limit` and `cursor` in, `{entities, cursor: {next}}` out.

Every list goes by ascending id and continues after the last one shown, so that rows that come or go meanwhile neither
repeat nor hide others. A cursor names its list: one of another list is refused.
"""

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Final, Generic, TypeVar

import msgspec

from serai.dialects.scayle_admin.identifiers import number
from serai.wire.call import Call
from serai.wire.errors import BadQuery

T = TypeVar("T")
E = TypeVar("E")

LIMIT: Final = 100
MOST: Final = 1000


class ListQuery(msgspec.Struct, frozen=True, kw_only=True):
    """What every list takes."""

    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST, description="Entities on one page.")] = LIMIT
    cursor: Annotated[str | None, msgspec.Meta(description="`cursor.next` of the page before.")] = None
    with_: Annotated[str | None, msgspec.Meta(description="Related resources to include: `a,b.c`.")] = msgspec.field(
        name="with", default=None
    )


class Cursor(msgspec.Struct, frozen=True):
    """`next` continues the list; null on its last page."""

    next: str | None


class Collection(msgspec.Struct, Generic[E], frozen=True):
    """One page of a list."""

    entities: list[E]
    cursor: Cursor


async def collect(
    call: Call,
    query: ListQuery,
    *,
    read: Callable[[int, int], Awaitable[Sequence[T]]],
    id_of: Callable[[T], int],
    shape: Callable[[T], E],
) -> Collection[E]:
    """A page of what `read(after, most)` gives: at most `most` objects with ids above `after`, ascending.

    Raises BadQuery (cursor).
    """
    found = await read(_after(call, query.cursor), query.limit + 1)
    shown = found[: query.limit]
    next_ = _cursor(call, id_of(shown[-1])) if len(found) > len(shown) else None
    return Collection([shape(each) for each in shown], Cursor(next_))


def whole(entities: list[E]) -> Collection[E]:
    """A list that never has a second page."""
    return Collection(entities, Cursor(None))


def _cursor(call: Call, last: int) -> str:
    return base64.urlsafe_b64encode(f"{call.operation.name}:{last}".encode()).decode().rstrip("=")


def _after(call: Call, cursor: str | None) -> int:
    """The id after which the page begins. An empty cursor is none, as scripts send it for their first page."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        text = ""
    name, _, last = text.partition(":")
    if name != call.operation.name or not number(last):
        raise BadQuery.one("cursor", "Is not a cursor of this list.")
    return int(last)
