"""Absent, null and a value are three different things in a change."""

from typing import TypeVar

from msgspec import UnsetType

T = TypeVar("T")


def sent(value: T | UnsetType, otherwise: T) -> T:
    """A field of a change as it will be: what was sent, or what there was."""
    return otherwise if isinstance(value, UnsetType) else value
