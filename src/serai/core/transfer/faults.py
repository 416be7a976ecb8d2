"""What is wrong with a file, by line."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final

import msgspec

LONGEST_VALUE: Final = 200
HEAD: Final = b"line,column,message,value\r\n"


class Fault(msgspec.Struct, frozen=True):
    """`line` is the number that an editor shows (the header is 1), `column` Shopify's name for it, `value` what stands there.

    A warning is something that was changed or left out of a product that was otherwise imported.
    """

    line: int
    column: str
    message: str
    value: str = ""
    is_warning: bool = False


def fault(line: int, column: str, message: str, value: str = "", *, is_warning: bool = False) -> Fault:
    """A fault with its value cut to what a person reads, and without what no database holds."""
    shown = value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"
    return Fault(line, column, message, shown.replace("\x00", "\ufffd"), is_warning)


def faults_csv(faults: Iterable[Fault]) -> bytes:
    """Lines of the errors file, without its HEAD. A warning's message says that it is one."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for one in faults:
        message = f"Warning: {one.message}" if one.is_warning else one.message
        writer.writerow((one.line, one.column, message, one.value))
    return out.getvalue().encode()
