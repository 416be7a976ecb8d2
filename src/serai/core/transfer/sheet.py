"""The lines of one product as a table that is asked by column name, and that gathers what is wrong with it."""

from collections.abc import Callable
from typing import Final, TypeVar

from msgspec import UNSET, UnsetType

from serai.core.catalog.rules import LONGEST_TEXT
from serai.core.transfer.cells import BadCell
from serai.core.transfer.columns import Layout
from serai.core.transfer.faults import Fault, fault
from serai.core.transfer.parse import Group
from serai.core.transfer.source import Record

T = TypeVar("T")

LONGEST_TITLE: Final = 255
_SHORTEST: Final = 100
_LONGEST: Final = {
    "Handle": LONGEST_TITLE,
    "Title": LONGEST_TITLE,
    "Type": _SHORTEST,
    "Vendor": LONGEST_TITLE,
    "Variant Barcode": 255,
}


class Sheet:
    """`rows` are the lines that can be read. `comma`: amounts may have a decimal comma."""

    def __init__(self, group: Group, layout: Layout, *, currency: str, comma: bool) -> None:
        self.group = group
        self.layout = layout
        self.currency = currency
        self.comma = comma
        self.faults: list[Fault] = list(group.faults)
        self.rows = [record for record in group.rows if self._is_readable(record)]

    @property
    def is_broken(self) -> bool:
        """Whether anything is wrong enough to leave the product out."""
        return any(not one.is_warning for one in self.faults)

    def has(self, column: str) -> bool:
        return column in self.layout.at

    def text(self, row: Record, column: str) -> str:
        """The cell; blank when the file has no such column."""
        at = self.layout.at.get(column)
        return "" if at is None else row.cells[at]

    def said(self, row: Record, column: str, *, blank: T, read: Callable[[str], T]) -> T | UnsetType:
        """What the cell says: UNSET without such a column, `blank` when nothing stands there or it cannot be read."""
        if column not in self.layout.at:
            return UNSET
        text = self.text(row, column)
        return self.read(row, column, read, otherwise=blank) if text.strip() else blank

    def read(self, row: Record, column: str, read: Callable[[str], T], *, otherwise: T) -> T:
        """The cell through `read`; `otherwise`, and a fault, when it cannot be."""
        try:
            return read(self.text(row, column))
        except BadCell as error:
            self.wrong(row, column, str(error))
            return otherwise

    def wrong(self, row: Record, column: str, message: str) -> None:
        self.faults.append(fault(row.line, column, message, self.text(row, column)))

    def warn(self, row: Record, column: str, message: str) -> None:
        self.faults.append(fault(row.line, column, message, self.text(row, column), is_warning=True))

    def _is_readable(self, row: Record) -> bool:
        if row.broken:
            self.faults.append(fault(row.line, "", row.broken))
            return False
        self._fit(row)
        whole = "".join(row.cells)
        if "\x00" in whole:
            self.faults.append(fault(row.line, "", "Has characters that cannot be stored.", whole))
        if len(whole) > _SHORTEST:
            self._check_lengths(row)
        return True

    def _fit(self, row: Record) -> None:
        """As many cells as the header has; programs leave blank ones out at the end of a line."""
        missing = len(self.layout.header) - len(row.cells)
        if missing > 0:
            row.cells.extend([""] * missing)
        elif any(row.cells[len(self.layout.header) :]):
            value = ",".join(row.cells[len(self.layout.header) :])
            self.faults.append(fault(row.line, "", "Has more cells than the header has columns.", value))

    def _check_lengths(self, row: Record) -> None:
        for at, cell in enumerate(row.cells):
            if len(cell) > _SHORTEST and at < len(self.layout.header):
                column = self.layout.header[at]
                most = _LONGEST.get(column, LONGEST_TITLE if column.startswith("Option") else LONGEST_TEXT)
                if len(cell) > most:
                    self.wrong(row, column, f"May have at most {most} characters.")
