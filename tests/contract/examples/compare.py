"""What an answer has differently from the printed one: status, headers, keys, their order, types, lengths, values."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from tests.contract.examples.messages import Message

DIGITS: Final = ""
"""The form of a changing value: as printed, with other digits, in other numbers where it is all digits."""
TEXT: Final = r"(?s).+"
"""The form of a sentence that the document only describes."""
TIME: Final = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)"


@dataclass(frozen=True)
class Number:
    """A number as it is written: 1299.00 is not 1299.0."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Difference:
    """`path` is `items[].price`, `headers.Name` or `HTTP status`; `values` are there when only they differ: printed, found."""

    path: str
    what: str
    values: tuple[str, str] | None = None

    def __str__(self) -> str:
        return f"{self.path or 'the body'}: {self.what}"


def differences(printed: Message, answer: Message) -> list[Difference]:
    """Everything that differs, in the order of the printed message."""
    return [*_heads(printed, answer), *_bodies(printed.body, answer.body)]


def fits(form: str, printed: str, found: str) -> bool:
    """Whether the found value has the form."""
    return re.fullmatch(form or _digits(printed), found) is not None


def _digits(printed: str) -> str:
    """Dates keep their digits' places, numbers their decimals; what stands behind a prefix may be longer or shorter."""
    if re.search(r"\d-\d\d", printed):
        return re.sub(r"\d", r"\\d", re.escape(printed))
    if number := re.fullmatch(r"\d+(?:\.(\d+))?", printed):
        return rf"-?\d+\.\d{{{len(number[1])}}}" if number[1] else r"-?\d+"
    return re.sub(r"\d+", r"\\d+", re.escape(printed))


def _heads(printed: Message, answer: Message) -> Iterator[Difference]:
    """The first line of a delivery is its method; an answer's is its status."""
    wanted, found = (str(m.status) if m.first.startswith("HTTP/") else m.method for m in (printed, answer))
    if wanted != found:
        yield Difference("HTTP status", f"{found} for {wanted}: {answer.body[:300]}")
    for name, value in printed.headers:
        given = answer.header(name)
        if given is None:
            yield Difference(f"headers.{name}", "is missing")
        elif given != value:
            yield Difference(f"headers.{name}", f"{given!r} for {value!r}", (value, given))
    is_said = printed.header("content-type") is not None
    if printed.body and not is_said and "json" not in (answer.header("content-type") or ""):
        yield Difference("headers.Content-Type", f"{answer.header('content-type')!r} is not JSON")


def _bodies(printed: str, answer: str) -> Iterator[Difference]:
    if not printed or not answer:
        if printed != answer:
            yield Difference("", f"{answer[:200]!r} for {printed[:200]!r}")
        return
    yield from _values(_read(printed), _read(answer), "")


def _read(text: str) -> Any:
    return json.loads(text, parse_float=Number, parse_int=Number)


def _values(printed: Any, found: Any, path: str) -> Iterator[Difference]:
    if isinstance(printed, dict) and isinstance(found, dict):
        yield from _objects(printed, found, path)
    elif isinstance(printed, list) and isinstance(found, list):
        if len(printed) != len(found):
            yield Difference(path, f"{len(found)} for {len(printed)} elements")
        for wanted, given in zip(printed, found, strict=False):
            yield from _values(wanted, given, f"{path}[]")
    elif type(printed) is not type(found):
        yield Difference(path, f"{found!r} for {printed!r}: another type")
    elif printed != found and not _abbreviated(printed, found):
        yield Difference(path, f"{found} for {printed}", (str(printed), str(found)))


def _abbreviated(printed: Any, found: Any) -> bool:
    """The documents cut long values off with three dots."""
    return isinstance(printed, str) and printed.endswith("...") and bool(found.startswith(printed.removesuffix("...")))


def _objects(printed: dict[str, Any], found: dict[str, Any], path: str) -> Iterator[Difference]:
    for key in printed:
        if key not in found:
            yield Difference(_inside(path, key), "is missing")
    for key in found:
        if key not in printed:
            yield Difference(_inside(path, key), "is not printed")
    both, there = [key for key in printed if key in found], [key for key in found if key in printed]
    if both != there:
        yield Difference(path, f"keys in the order {there} for {both}")
    for key in both:
        yield from _values(printed[key], found[key], _inside(path, key))


def _inside(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
