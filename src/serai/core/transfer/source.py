"""A CSV file as records with line numbers, whatever its encoding and delimiter, in memory that does not grow with it."""

import csv
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from typing import BinaryIO, Final

import msgspec

from serai.core.transfer.columns import Layout, layout
from serai.kit.errors import Invalid

LONGEST_CELL: Final = 1 << 20
"""Characters. Also how far an opened quote is followed before it counts as never closed."""
DELIMITERS: Final = ",;\t"
FALLBACK: Final = "cp1252"
MOST_COLUMNS: Final = 1_000
IN_MEMORY: Final = 4 << 20

csv.field_size_limit(LONGEST_CELL)


class Record(msgspec.Struct, frozen=True):
    """A record and the line it begins on. `broken` says why it cannot be read; `cells` then has the first one at most."""

    line: int
    cells: list[str]
    broken: str = ""


class Dialect(msgspec.Struct, frozen=True):
    """How a file is written: its codec, its delimiter, the line its records begin on, and its columns."""

    codec: str
    delimiter: str
    first_line: int
    layout: Layout


def spool(chunks: Iterable[bytes]) -> BinaryIO:
    """Chunks as a file that can be read twice; a large one lives on disk and vanishes when it is closed."""
    kept = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
    for chunk in chunks:
        kept.write(chunk)
    kept.seek(0)
    return kept  # type: ignore[return-value]  # a binary file in all but name


def recognise(file: BinaryIO) -> Dialect:
    """Look through the file for its codec, and at its header for the rest. Raises Invalid on `file` for one of another kind."""
    codec = _codec(file)
    text = _open(file, codec)
    try:
        first = text.readline(LONGEST_CELL)
        skipped = 1 if first.lower().startswith("sep=") else 0  # a spreadsheet's hint
        header = text.readline(LONGEST_CELL) if skipped else first
    finally:
        text.detach()
    if not header.strip():
        raise Invalid.one("file", "Is empty.")
    delimiter = max(DELIMITERS, key=lambda d: (_has_handle(header, d), header.count(d)))
    cells = next(csv.reader([header], delimiter=delimiter), [])
    if len(cells) > MOST_COLUMNS:
        raise Invalid.one("file", f"Has more than {MOST_COLUMNS} columns.")
    return Dialect(codec, delimiter, skipped + 2, layout(cells))


def records(file: BinaryIO, dialect: Dialect) -> Iterator[Record]:
    """Every record behind the header, blank ones left out. One that cannot be read never takes those behind it along."""
    text = _open(file, dialect.codec)
    try:
        lines = _Lines(text, number=dialect.first_line - 1)
        for _ in range(dialect.first_line - 1):
            text.readline()
        reader = csv.reader(lines, delimiter=dialect.delimiter, strict=True)
        while True:
            line = lines.begin()
            try:
                cells = next(reader, None)
            except csv.Error as error:
                start = lines.give_back_all_but_first()
                yield Record(line, [start.split(dialect.delimiter, 1)[0].strip('" \r\n')], _worded(error))
                continue
            if cells is None:
                return
            if any(cells):
                yield Record(line, cells)
    finally:
        text.detach()


class _Lines:
    """Physical lines, counted. Those of the record being read can be given back, to be read again as records of their own."""

    def __init__(self, text: TextIOWrapper, *, number: int) -> None:
        self._text = text
        self._again: deque[str] = deque()
        self._taken: list[str] = []
        self._number = number

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._text)
        self._taken.append(line)
        return line

    def begin(self) -> int:
        """A new record: the number of its first line."""
        self._number += len(self._taken)
        self._taken.clear()
        return self._number + 1

    def give_back_all_but_first(self) -> str:
        """The first line of the record, which is all that is used up of it."""
        self._again.extendleft(reversed(self._taken[1:]))
        del self._taken[1:]
        return self._taken[0] if self._taken else ""


def _worded(error: csv.Error) -> str:
    if "limit" in str(error):
        return f"A cell is longer than {LONGEST_CELL} characters, or a quote is never closed."
    return "The quotes are broken: a quote inside a quoted cell must be doubled, and each one closed."


def _has_handle(header: str, delimiter: str) -> bool:
    try:
        return "Handle" in layout(next(csv.reader([header], delimiter=delimiter))).at
    except (Invalid, csv.Error, StopIteration):
        return False


def _open(file: BinaryIO, codec: str) -> TextIOWrapper:
    file.seek(0)
    return TextIOWrapper(file, codec, errors="replace" if codec == FALLBACK else "strict", newline="")


def _codec(file: BinaryIO) -> str:
    """UTF-8 or UTF-16 by its mark; without one UTF-8 when the whole file is, else what old spreadsheets write."""
    file.seek(0)
    if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16" if _decodes(file, "utf-16") else _refuse()
    return "utf-8-sig" if _decodes(file, "utf-8-sig") else FALLBACK


def _decodes(file: BinaryIO, codec: str) -> bool:
    text = _open(file, codec)
    try:
        while text.read(1 << 16):
            pass
    except UnicodeError:
        return False
    finally:
        text.detach()
    return True


def _refuse() -> str:
    raise Invalid.one("file", "Says that it is UTF-16, but is not.")
