"""Small files and what is read from them."""

from io import BytesIO

from serai.core.transfer.draft import Draft
from serai.core.transfer.faults import Fault
from serai.core.transfer.interpret import interpret
from serai.core.transfer.parse import groups, survey
from serai.core.transfer.sheet import Sheet
from serai.core.transfer.source import Record, recognise, records

__all__ = ["drafts", "file", "only", "read"]


def file(*lines: str, end: str = "\r\n", codec: str = "utf-8") -> bytes:
    return "".join(line + end for line in lines).encode(codec)


def read(content: bytes) -> list[Record]:
    source = BytesIO(content)
    return list(records(source, recognise(source)))


def drafts(content: bytes, currency: str = "MAD") -> tuple[list[Draft], list[Fault]]:
    """What the file says, and what is wrong with it."""
    source = BytesIO(content)
    found = survey(source)
    said, faults = [], list[Fault]()
    for group in groups(source, found):
        if not group.handle:
            faults += group.faults
            continue
        sheet = Sheet(group, found.dialect.layout, currency=currency, comma=found.dialect.delimiter == ";")
        draft = interpret(sheet)
        faults += sheet.faults
        said += [draft] if draft else []
    return said, faults


def only(content: bytes, currency: str = "MAD") -> Draft:
    """The file's only product, with nothing wrong."""
    (draft,), faults = drafts(content, currency)
    assert faults == []
    return draft
