"""Absent, null and a value are three different things in a change."""

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
from msgspec import UnsetType

T = TypeVar("T")

_EXACT = msgspec.json.Encoder(decimal_format="number")


def sent(value: T | UnsetType, otherwise: T) -> T:
    """A field of a change as it will be: what was sent, or what there was."""
    return otherwise if isinstance(value, UnsetType) else value


def as_json(data: Mapping[str, Any] | None) -> str | None:
    """A client's own object as a jsonb column takes it, its numbers as they were sent; an empty one is none."""
    return _EXACT.encode(data).decode() if data else None
