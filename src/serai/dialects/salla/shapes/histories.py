"""An order's history in its two forms (C5, C6): rows below `items`, or a bare list with other words for the same."""

from collections.abc import Sequence

from msgspec import Struct

from serai.core.orders import Change, Order
from serai.dialects.salla.dates import DateOut, date_out, stamp
from serai.dialects.salla.shapes.answers import Pagination
from serai.dialects.salla.shapes.statuses import StatusOut, state_out
from serai.dialects.salla.view import View


class EntryOut(Struct, frozen=True, kw_only=True):
    """The seed's row."""

    id: int
    status: StatusOut
    comment: str
    note: str
    created_at: str
    type: str = "activity"


class OriginalOut(Struct, frozen=True):
    id: int
    name: str


class OwnStatusOut(Struct, frozen=True, kw_only=True):
    id: int
    name: str
    type: str
    slug: str
    original: OriginalOut
    parent: int | None


class ActorOut(Struct, frozen=True):
    id: int
    name: str


class RowOut(Struct, frozen=True, kw_only=True):
    """The row that the published clients read."""

    id: int
    status: str
    note: str
    comment: str
    customized: OwnStatusOut
    created_at: DateOut
    created_by: ActorOut
    type: str = "activity"


class EntriesOut(Struct, frozen=True):
    items: tuple[EntryOut, ...]


class HistoryOut(Struct, frozen=True):
    status: int
    success: bool
    data: EntriesOut | tuple[RowOut, ...]
    pagination: Pagination


def entries_out(order: Order, changes: Sequence[Change], view: View) -> EntriesOut:
    return EntriesOut(tuple(entry_out(order, change, view) for change in changes))


def entry_out(order: Order, change: Change, view: View) -> EntryOut:
    said = change.note or _WITHOUT_NOTE
    return EntryOut(
        id=change.id,
        status=_status(order, change, view),
        comment=said,
        note=said,
        created_at=stamp(change.created_at, view),
    )


def row_out(order: Order, change: Change, view: View) -> RowOut:
    status = _status(order, change, view)
    said = change.note or _WITHOUT_NOTE
    original = OriginalOut(status.id, status.name)
    own = status.customized
    return RowOut(
        id=change.id,
        status=status.name,
        note=said,
        comment=said,
        customized=OwnStatusOut(id=own.id, name=own.name, type="custom", slug=status.slug, original=original, parent=None),
        created_at=date_out(change.created_at, view),
        created_by=ActorOut(0, change.actor),
    )


_WITHOUT_NOTE = "Status changed"


def _status(order: Order, change: Change, view: View) -> StatusOut:
    return state_out(order, change.state, live=view.live)
