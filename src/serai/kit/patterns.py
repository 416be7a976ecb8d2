"""Regular expressions that somebody else wrote: matched in linear time and bounded memory (RE2), never tried twice over."""

from functools import lru_cache
from typing import Final

import re2

from serai.kit.errors import Invalid

LONGEST: Final = 1000
"""Bytes that a pattern may have."""
MEMORY: Final = 1 << 20
"""Bytes that a compiled pattern may take."""


class Pattern:
    """A pattern that takes in a whole text."""

    def __init__(self, source: str) -> None:
        options = re2.Options()
        options.max_mem = MEMORY
        options.log_errors = False
        self._compiled = re2.compile(source, options)
        self.groups: int = self._compiled.groups

    def groups_of(self, text: str) -> tuple[str, ...] | None:
        """What the groups caught, an empty text for those that caught nothing; None when the text does not match."""
        found = self._compiled.fullmatch(text)
        return None if found is None else tuple(part or "" for part in found.groups())


@lru_cache(maxsize=4096)
def compiled(source: str) -> Pattern:
    """The pattern, kept for the next time. Raises ValueError when it is none."""
    try:
        return Pattern(source)
    except re2.error as error:
        raise ValueError(str(error)) from None


def check(source: str, *, field: str) -> Pattern:
    """Raises Invalid for what is not a pattern: too long, too costly, or with look-around and back references."""
    if len(source.encode()) > LONGEST:
        raise Invalid.one(field, f"May have at most {LONGEST} bytes.")
    try:
        return compiled(source)
    except ValueError:
        raise Invalid.one(field, "Is not a regular expression (RE2 syntax: no look-around, no back references).") from None
