"""Form bodies to the values that JSON would have been: `a[b]=1` → {"a": {"b": "1"}}, `c[]=x` → {"c": ["x"]}."""

import re
from collections.abc import Iterable
from email.message import Message
from typing import Final
from urllib.parse import parse_qsl

from serai.wire.errors import Malformed

URLENCODED: Final = "application/x-www-form-urlencoded"
MULTIPART: Final = "multipart/form-data"
MOST_FIELDS: Final = 2000
DEEPEST: Final = 8
LONGEST_BOUNDARY: Final = 70
LONGEST_HEAD: Final = 8192
"""Bytes of what stands before the content of one part."""
_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_KEY = re.compile(r"\[([^\[\]]*)\]")


def values(raw: bytes, content_type: str) -> dict[str, object]:
    """The fields of a form: texts, and bytes where a file was sent. Raises Malformed."""
    pairs: Iterable[tuple[str, str | bytes]] = (
        _parts(raw, content_type) if content_type.lower().startswith(MULTIPART) else _pairs(raw)
    )
    tree: dict[str, object] = {}
    for name, value in pairs:
        _put(tree, _path(name), value)
    return {name: _with_lists(value) for name, value in tree.items()}


def _pairs(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:
        raise Malformed("The body is not a valid form.") from None


def _parts(raw: bytes, content_type: str) -> list[tuple[str, str | bytes]]:
    """RFC 7578. Every byte is looked at a fixed number of times, whatever the body is made of."""
    boundary = _parameters("content-type", content_type).get_param("boundary")
    if not isinstance(boundary, str) or not 1 <= len(boundary) <= LONGEST_BOUNDARY:
        raise Malformed("The form's boundary is missing.")
    _, *pieces = (b"\r\n" + raw).split(b"\r\n--" + boundary.encode("latin-1", "replace"), MOST_FIELDS + 1)
    end = next((i for i, piece in enumerate(pieces) if piece.startswith(b"--")), None)
    if not end:
        raise Malformed("The body is not a valid form.")
    return [_part(piece) for piece in pieces[:end]]


def _part(piece: bytes) -> tuple[str, str | bytes]:
    padding, _, rest = piece.partition(b"\r\n")
    head, found, content = rest.partition(b"\r\n\r\n")
    if padding.strip(b" \t") or not found or len(head) > LONGEST_HEAD:
        raise Malformed("The body is not a valid form.")
    lines = (line.partition(b":") for line in head.split(b"\r\n"))
    said = next((value for name, _, value in lines if name.strip().lower() == b"content-disposition"), b"")
    disposition = _parameters("content-disposition", said.decode("utf-8", "replace"))
    name = disposition.get_param("name", header="content-disposition")
    if not isinstance(name, str) or not name:
        raise Malformed("The body is not a valid form.")
    try:
        return name, content if disposition.get_filename() is not None else content.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("The body is not valid UTF-8.") from None


def _parameters(header: str, value: str) -> Message:
    """A header of which parameters can be asked."""
    message = Message()
    message[header] = value.strip()
    return message


def _path(name: str) -> list[str]:
    """`a[b][]` → a, b, nothing."""
    found = _NAME.fullmatch(name)
    keys = [found[1], *_KEY.findall(found[2])] if found else [name]
    if len(keys) > DEEPEST:
        raise Malformed(f"The body is nested more than {DEEPEST} levels deep.")
    return keys


def _put(tree: dict[str, object], keys: list[str], value: str | bytes) -> None:
    for key, following in zip(keys, [*keys[1:], None], strict=True):
        own = str(len(tree)) if key == "" else key
        if following is None:
            if own in tree:
                raise Malformed(
                    f"The body has the key '{own[:100]}' twice." if own.isprintable() else "The body has a key twice."
                )
            tree[own] = value
            return
        below = tree.setdefault(own, {})
        if not isinstance(below, dict):
            raise Malformed("The body has a key both with and without brackets.")
        tree = below


def _with_lists(value: object) -> object:
    """What is numbered 0, 1, 2 … is a list."""
    if not isinstance(value, dict):
        return value
    inner = {key: _with_lists(each) for key, each in value.items()}
    return list(inner.values()) if list(inner) == [str(n) for n in range(len(inner))] else inner
