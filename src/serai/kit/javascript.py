"""JSON exactly as JavaScript writes it: the bytes of `JSON.stringify(JSON.parse(text))`, for whoever signs that.

Source: ECMA-262, Number::toString, QuoteJSONString and SerializeJSONObject.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import msgspec

_ESCAPED: Final = re.compile(r'["\\\x00-\x1f\ud800-\udfff]')
_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,9}")
_LARGEST_INDEX: Final = 2**32 - 2
_EXACT: Final = 2**53
_FIXED_DIGITS: Final = 21
"""Up to 10^21 a number is written without an exponent."""
_FIXED_ZEROS: Final = -6
"""And down to 10^-6."""


def reread(encoded: bytes) -> bytes:
    """JSON that somebody wrote, as JavaScript would write it after reading it."""
    return stringify(msgspec.json.decode(encoded))


def stringify(value: Any) -> bytes:  # whatever JSON can hold
    """Raises TypeError for what JSON cannot hold. Numbers that are not finite become null, as they do there."""
    return _text(value).encode()


def _text(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return str(value) if abs(value) <= _EXACT else _number(float(value))
    if isinstance(value, float | Decimal):
        return _number(float(value))
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_quoted(key)}:{_text(value[key])}" for key in _ordered(value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_text(item) for item in value) + "]"
    raise TypeError(f"JSON has no {type(value).__name__}")


def _quoted(text: str) -> str:
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return _SHORT.get(found[0]) or f"\\u{ord(found[0]):04x}"


def _ordered(members: Mapping[str, Any]) -> list[str]:
    """Names that are array indexes come first, by number; the others as they were added."""
    indexes = sorted((name for name in members if _INDEX.fullmatch(name) and int(name) <= _LARGEST_INDEX), key=int)
    return [*indexes, *(name for name in members if name not in set(indexes))] if indexes else list(members)


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return "null"
    if value == 0:
        return "0"
    sign, found, exponent = Decimal(repr(value)).normalize().as_tuple()
    digits, point = "".join(map(str, found)), len(found) + int(exponent)
    return ("-" if sign else "") + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """The digits with the decimal point after the first `point` of them."""
    if len(digits) <= point <= _FIXED_DIGITS:
        return digits + "0" * (point - len(digits))
    if 0 < point <= _FIXED_DIGITS:
        return f"{digits[:point]}.{digits[point:]}"
    if _FIXED_ZEROS < point <= 0:
        return f"0.{'0' * -point}{digits}"
    mantissa = digits[0] + (f".{digits[1:]}" if len(digits) > 1 else "")
    return f"{mantissa}e{'+' if point > 0 else '-'}{abs(point - 1)}"
