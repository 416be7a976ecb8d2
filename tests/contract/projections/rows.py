"""What projections are made of."""

from typing import Final

Row = dict[str, object]
View = dict[int, Row]

EVERYTHING: Final = {"limit": 1000}
"""For SCAYLE's lists."""


def number(text: str) -> int:
    """Of an id with a prefix."""
    return int(text.rpartition("_")[2])
