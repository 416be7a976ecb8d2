"""Bytes to typed input. The fast way is one decode and one conversion; when that fails, a second look names every bad field."""

import json
import re
import types
import typing
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final, TypeVar, get_args, get_origin

import msgspec
from msgspec import UnsetType

from serai.kit.errors import Invalid
from serai.kit.text import is_storable
from serai.wire import forms
from serai.wire.errors import Malformed

T = TypeVar("T")
Hook = Callable[[type, object], object]

DEEPEST = 64
"""Levels of nesting a JSON body may have."""
_LONGEST_NUMBER = 400
_TOO_LONG: Final = "Has too many digits."
# Possessive, and content with a text that never ends: every byte is looked at once.
_BRACKETS = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|([\[{])|([\]}])', re.DOTALL)
_TYPED = re.compile(r"-?\d{1,20}(\.\d{1,12})?")
_ODD_NUMBERS = re.compile(rb"NaN|Infinity|\d{150}|[eE][+-]?\d{3}")
"""What every number has in it that nothing takes, and few others have."""


class Number(Decimal):
    """An exact number of a body. JSON text such as `1299.00` stays what it is; a string or a boolean is refused."""


def body(raw: bytes, kind: type[T]) -> T:
    """The body as `kind`. Raises Malformed when it is not acceptable JSON, Invalid naming every field that does not fit."""
    is_odd = _ODD_NUMBERS.search(raw) is not None
    value = _decode(raw, _JSON if is_odd else _PLAIN)
    made = _converted(value, kind, strict=True)
    if is_odd and (unusable := dict(_unusables(value, ""))):
        raise Invalid(unusable)
    return made


def lenient(raw: bytes, kind: type[T]) -> T:
    """The same for wires whose clients write numbers as texts, and null for what they leave out."""
    value = _decode(raw, _JSON)
    if unusable := dict(_unusables(value, "")):
        raise Invalid(unusable)
    return _converted(without_nulls(value), kind, strict=False)


def form(raw: bytes, content_type: str, kind: type[T]) -> T:
    """A form as `kind`. Raises as the two above do."""
    value = forms.values(raw, content_type)
    _check_storable(value)
    return _converted(value, kind, strict=False)


def filled(value: object, kind: type[T]) -> T:
    """The fields of a form that a person filled in, as `kind`: what was left empty was not sent, and a `Number` may be one.

    Raises Invalid naming every field that does not fit.
    """
    _check_storable(value)
    return _converted(_without_blanks(value), kind, strict=False, hook=_typed)


def _without_blanks(value: object) -> object:
    if isinstance(value, dict):
        kept = {key: _without_blanks(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ("", b"")}
    return [_without_blanks(item) for item in value] if isinstance(value, list) else value


def _typed(kind: type, value: object) -> object:
    if kind is Number and isinstance(value, str):
        if _TYPED.fullmatch(value.strip()) is None:
            raise ValueError("Expected `number`")
        return Number(value.strip())
    return _hook(kind, value)


def _unusables(value: object, path: str) -> Iterator[tuple[str, list[str]]]:
    """Every number that nothing takes, also where nothing is expected: what is ignored must be JSON all the same."""
    if isinstance(value, _Unusable):
        yield path or "body", [value.why]
    elif isinstance(value, (dict, list)):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _unusables(item, f"{path}.{key}" if path else str(key))


def without_nulls(value: object) -> object:
    """Objects without their members that are null, at every depth."""
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def _converted(value: object, kind: type[T], *, strict: bool, hook: Hook | None = None) -> T:
    """`hook` makes what msgspec does not know, as `_hook` does for JSON."""
    hook = hook or _hook
    try:
        return msgspec.convert(value, kind, dec_hook=hook, strict=strict)
    except msgspec.ValidationError as error:
        raise Invalid(_faults(value, kind, hook, strict=strict) or {"body": [_worded(str(error))]}) from None


def _decode(raw: bytes, decoder: json.JSONDecoder) -> object:
    if not raw.strip():
        raise Malformed("The body is empty; a JSON object is expected.")
    _check_depth(raw)
    try:
        value = decoder.decode(raw.decode("utf-8"))
    except UnicodeDecodeError:
        raise Malformed("The body is not valid UTF-8.") from None
    except json.JSONDecodeError as error:
        raise Malformed(f"The body is not valid JSON: {error.msg} at character {error.pos}.") from None
    if b"\\u" in raw:  # nothing else makes such a character out of valid UTF-8
        _check_storable(value)
    return value


def _check_depth(raw: bytes) -> None:
    if raw.count(b"[") + raw.count(b"{") <= DEEPEST:
        return
    depth = 0
    for found in _BRACKETS.finditer(raw):
        depth += 1 if found[1] else -1 if found[2] else 0
        if depth > DEEPEST:
            raise Malformed(f"The body is nested more than {DEEPEST} levels deep.")


class _Unusable(float):
    """Stands for a number that nothing takes: the conversion then refuses it, and the second look names its field."""

    why: str


def _unusable(why: str) -> _Unusable:
    value = _Unusable("nan")
    value.why = why
    return value


def _exact(text: str) -> Decimal | _Unusable:
    """An exponent counts as the digits that it stands for: `1e999999999` must not become so many of them anywhere."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return _unusable(_TOO_LONG)
    if len(text) > _LONGEST_NUMBER or abs(number.adjusted()) >= _LONGEST_NUMBER:
        return _unusable(_TOO_LONG)
    return number


def _whole(text: str) -> int | _Unusable:
    return int(text) if len(text) <= _LONGEST_NUMBER else _unusable(_TOO_LONG)


def _constant(text: str) -> _Unusable:
    return _unusable(f"{text} is not a JSON number.")


def _no_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    result = dict(pairs)
    if len(result) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise Malformed(f"The body has the key '{twice[:100]}' twice." if is_storable(twice) else "The body has a key twice.")
    return result


def _hook(kind: type, value: object) -> object:
    if kind is Number:
        if isinstance(value, _Unusable):
            raise ValueError(value.why)
        if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
            raise ValueError("Expected `number`")
        return Number(value)
    raise NotImplementedError(kind)


_JSON: Final = json.JSONDecoder(parse_float=_exact, parse_int=_whole, parse_constant=_constant, object_pairs_hook=_no_repeats)
_PLAIN: Final = json.JSONDecoder(parse_float=Decimal, object_pairs_hook=_no_repeats)
"""For bodies without odd numbers: most of them."""


def _check_storable(value: object) -> None:
    odd = _unstorable(value, "")
    if odd is not None:
        raise Invalid.one(odd or "body", "Has characters that cannot be stored.")


def _unstorable(value: object, path: str) -> str | None:
    if isinstance(value, str):
        return None if is_storable(value) else path
    if isinstance(value, dict):
        for key, item in value.items():
            odd = path if not is_storable(key) else _unstorable(item, f"{path}.{key}" if path else key)
            if odd is not None:
                return odd
    elif isinstance(value, list):
        for i, item in enumerate(value):
            odd = _unstorable(item, f"{path}.{i}")
            if odd is not None:
                return odd
    return None


# ── the second look ──


def _faults(value: object, kind: Any, hook: Hook, *, strict: bool) -> dict[str, list[str]]:
    faults = _Faults(hook, strict)
    _look(value, kind, "", faults)
    return dict(faults)


class _Faults(dict[str, list[str]]):
    """By path. `hook` and `strict`: how the values were converted."""

    def __init__(self, hook: Hook, strict: bool) -> None:
        super().__init__()
        self.hook = hook
        self.strict = strict


def _look(value: object, kind: Any, path: str, faults: "_Faults") -> None:
    struct, item = _parts(kind)
    if struct is not None and isinstance(value, dict):
        _look_into(value, struct, path, faults)
    elif item is not None and isinstance(value, list):
        for i, each in enumerate(value):
            _look(each, item, f"{path}.{i}" if path else str(i), faults)
        if not any(name == path or name.startswith(f"{path}." if path else "") for name in faults):
            _try(value, kind, path, faults)
    else:
        _try(value, kind, path, faults)


def _look_into(value: dict[str, object], struct: Any, path: str, faults: "_Faults") -> None:
    fields = msgspec.structs.fields(struct)
    known = {f.encode_name for f in fields}
    prefix = f"{path}." if path else ""
    for f in fields:
        if f.encode_name in value:
            _look(value[f.encode_name], f.type, prefix + f.encode_name, faults)
        elif f.required:
            faults[prefix + f.encode_name] = ["This field is required."]
    if struct.__struct_config__.forbid_unknown_fields:
        for name in value.keys() - known:
            faults[prefix + name[:100]] = ["Unknown field."]


def _try(value: object, kind: Any, path: str, faults: "_Faults") -> None:
    if isinstance(value, _Unusable):
        faults[path or "body"] = [value.why]
        return
    try:
        msgspec.convert(value, kind, dec_hook=faults.hook, strict=faults.strict)
    except msgspec.ValidationError as error:
        faults[path or "body"] = [_worded(str(error))]


def _parts(kind: Any) -> tuple[Any, Any]:
    """(struct, None) for a struct, (None, item) for a list or tuple of items, also when optional."""
    while get_origin(kind) is typing.Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) in (typing.Union, types.UnionType):
        rest = [a for a in get_args(kind) if a not in (type(None), UnsetType)]
        return _parts(rest[0]) if len(rest) == 1 else (None, None)
    origin = get_origin(kind)
    if origin in (list, tuple):
        return None, get_args(kind)[0]
    bare = origin or kind
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        return kind if origin is None else bare, None
    return None, None


def _worded(message: str) -> str:
    """Msgspec's sentence without its path, which the field name already says."""
    return message.split(" - at `", 1)[0].removesuffix(".") + "."
