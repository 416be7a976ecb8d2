"""Kinds of fields that several bodies have."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from msgspec import UNSET, Meta, UnsetType

from serai.kit.checks import Faults
from serai.kit.errors import Invalid

A = TypeVar("A")
B = TypeVar("B")

Id = Annotated[int, Meta(ge=0, le=2**53 - 1)]
Flag = Literal["true", "false"]


def is_true(flag: Flag | None) -> bool | None:
    return None if flag is None else flag == "true"


def whole_seconds(at: datetime) -> datetime:
    """Times are written without fractions: `2025-12-08T10:30:00Z`."""
    return at.replace(microsecond=0)


def plain(number: Decimal) -> Decimal:
    """Without zeros that say nothing: 10.0000 → 10, 0.0100 → 0.01."""
    bare = number.normalize()
    return bare.quantize(Decimal(1)) if bare == bare.to_integral_value() else bare


def at_most(text: str | None, most: int, *, field: str) -> str | None:
    """Optional text without spaces around it; None when nothing is left. Raises Invalid."""
    bare = (text or "").strip()
    if len(bare) > most:
        raise Invalid.one(field, f"May have at most {most} characters.")
    return bare or None


def sent(faults: Faults, value: A | UnsetType, check: Callable[[A], B]) -> B | UnsetType:
    """What the check makes of a field that was sent. What it refuses counts as not sent: the faults are raised later."""
    if isinstance(value, UnsetType):
        return UNSET
    kept = value
    found = faults.of(lambda: (check(kept),))
    return UNSET if found is None else found[0]
