"""Records to products: the lines of one handle belong together."""

from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

import msgspec

from serai.core.transfer.columns import Layout
from serai.core.transfer.faults import Fault, fault
from serai.core.transfer.source import FALLBACK, Dialect, Record, recognise, records
from serai.kit.errors import Invalid

MOST_LINES: Final = 1_000
"""Of one product. It can have 100 variants and 20 images, so that more is a mistake, and memory stays bounded."""


MOST_RECORDS: Final = 1_000_000
"""Of a file, which then takes a few minutes."""


class Survey(msgspec.Struct, frozen=True):
    """What a first look through a file tells: how it is written, how many records, and which handles come back later."""

    dialect: Dialect
    lines: int
    recurring: frozenset[str]


class Group(msgspec.Struct, frozen=True):
    """Consecutive lines of one handle. `recurs`: the handle stands elsewhere in the file too; `continues`: before this.

    Without a handle it is only the `faults` of lines that belong to no product.
    """

    handle: str
    rows: list[Record]
    recurs: bool = False
    continues: bool = False
    faults: tuple[Fault, ...] = ()

    @property
    def line(self) -> int:
        return self.rows[0].line if self.rows else self.faults[0].line

    @property
    def last_line(self) -> int:
        """The line that its last record begins on."""
        return self.rows[-1].line if self.rows else self.faults[-1].line

    @property
    def size(self) -> int:
        """Characters, roughly."""
        return sum(sum(map(len, record.cells)) for record in self.rows)


def survey(file: BinaryIO) -> Survey:
    """Look through the file once. A few machine words per product are kept. Raises Invalid on `file`."""
    dialect = recognise(file)
    count, last = 0, ""
    seen: set[int] = set()
    recurring: set[str] = set()
    for record in records(file, dialect):
        count += 1
        if count > MOST_RECORDS:
            raise Invalid.one("file", f"Has more than {MOST_RECORDS} lines; cut it into several files.")
        handle = _handle(record, dialect.layout)
        if handle == last:
            continue
        last, key = handle, hash(handle)
        if key in seen:
            recurring.add(handle)
        seen.add(key)
    return Survey(dialect, count, frozenset(recurring - {""}))


def groups(file: BinaryIO, found: Survey) -> Iterator[Group]:
    """The products of the file, in its order; faults of lines without a handle come between them."""
    if found.dialect.codec == FALLBACK:
        yield Group("", [], faults=(fault(1, "", "The file is not UTF-8; it was read as Windows-1252.", is_warning=True),))
    met: set[str] = set()
    for handle, rows in _runs(records(file, found.dialect), found.dialect.layout):
        if not handle:
            yield Group("", rows, faults=tuple(_homeless(record) for record in rows))
            continue
        recurs = handle in found.recurring
        yield Group(handle, rows, recurs, recurs and handle in met, _too_many(rows))
        if recurs:
            met.add(handle)


def _runs(source: Iterable[Record], layout: Layout) -> Iterator[tuple[str, list[Record]]]:
    handle, rows = "", list[Record]()
    for record in source:
        own = _handle(record, layout)
        if rows and (own != handle or (not own and len(rows) == MOST_LINES)):
            yield handle, rows
            rows = []
        handle = own
        if len(rows) <= MOST_LINES:  # one more tells that there were too many
            rows.append(record)
    if rows:
        yield handle, rows


def _handle(record: Record, layout: Layout) -> str:
    """Of a broken record only the first cell is known."""
    at = layout.at["Handle"]
    return record.cells[at].strip() if at < len(record.cells) else ""


def _homeless(record: Record) -> Fault:
    if record.broken:
        return fault(record.line, "", record.broken)
    return fault(record.line, "Handle", "This field is required.")


def _too_many(rows: list[Record]) -> tuple[Fault, ...]:
    if len(rows) <= MOST_LINES:
        return ()
    return (fault(rows[MOST_LINES].line, "Handle", f"One product may have at most {MOST_LINES} lines."),)
