"""Query strings to typed input."""

from functools import cache, reduce
from operator import or_
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin
from urllib.parse import parse_qsl

import msgspec

from serai.kit.text import is_storable
from serai.wire.errors import BadQuery

T = TypeVar("T", bound=msgspec.Struct)

MOST_PARAMETERS = 200


def pairs(query_string: bytes, *, joins: bool = False) -> dict[str, str]:
    """Name → value. Raises BadQuery for invalid UTF-8, a name that comes twice, or a value nobody could mean.

    `joins`: a name that comes several times, or as `name[]`, has all its values, with commas between.
    """
    if not query_string:
        return {}
    try:
        found = parse_qsl(
            query_string.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except ValueError:
        raise BadQuery.one("query", "Is not a valid query string.") from None
    values: dict[str, str] = {}
    for name, value in found:
        if joins:
            name = name.removesuffix("[]")  # noqa: PLW2901 - the same parameter
            value = f"{values.pop(name)},{value}" if name in values else value  # noqa: PLW2901
        elif name in values:
            raise BadQuery.one(name[:100], "Was given twice.")
        if not is_storable(value) or not is_storable(name):
            raise BadQuery.one(name[:100].replace("\x00", ""), "Has characters that cannot be stored.")
        values[name] = value
    return values


def parse(values: dict[str, str], kind: type[T]) -> T:
    """The parameters as `kind`; unknown ones are left alone. Raises BadQuery naming every parameter that does not fit."""
    known: dict[str, Any] = {}
    faults: dict[str, list[str]] = {}
    for name, field, meant, required in _fields(kind):
        if name in values:
            try:
                known[field] = msgspec.convert(values[name], meant, strict=False)
            except msgspec.ValidationError as error:
                faults[name] = [str(error).split(" - at `", 1)[0] + "."]
        elif required:
            faults[name] = ["This parameter is required."]
    if faults:
        raise BadQuery(faults)
    return kind(**known)


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, Any, bool], ...]:
    """(parameter, field, what it may be when it is there, whether it must be)"""
    return tuple((f.encode_name, f.name, _without_none(f.type), f.required) for f in msgspec.structs.fields(kind))


def _without_none(kind: Any) -> Any:
    """`None` is for a parameter that is absent: the text `null` is a text."""
    if get_origin(kind) not in (Union, UnionType):
        return kind
    return reduce(or_, (part for part in get_args(kind) if part is not NoneType))
