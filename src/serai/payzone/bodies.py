"""Bodies of callbacks and answers: JSON with exact numbers, from whoever may send it."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from serai.kit.text import is_storable

LARGEST_EXPONENT = 18


def document(raw: bytes) -> dict[str, Any]:  # whatever JSON somebody sends
    """The JSON object in it. Raises ValueError for anything else."""
    try:
        found = json.loads(raw, parse_float=Decimal, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004 - callers know one kind of bad body
    return found


def _refuse(text: str) -> None:
    raise ValueError(text)


def text(data: Mapping[str, Any], name: str) -> str | None:
    """A field that is text we can keep, or a number written as one; None when it isn't there."""
    value = data.get(name)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value and is_storable(value) else None


def amount(data: Mapping[str, Any], name: str) -> Decimal | None:
    """A field that is an amount, as a number or as text; None when it isn't there. Raises ValueError."""
    value = data.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        raise ValueError(name)  # noqa: TRY004 - callers know one kind of bad body
    try:
        found = Decimal(value)
    except InvalidOperation:
        raise ValueError(name) from None
    if not found.is_finite() or abs(found.adjusted()) > LARGEST_EXPONENT:
        raise ValueError(name)
    return found
