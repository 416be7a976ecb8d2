"""HTTP messages as the pairs' files write them: a first line, headers, an empty line, the body."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_VARIABLE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True)
class Message:
    """`first` is the request line or the status line; names of headers are as written."""

    first: str
    headers: tuple[tuple[str, str], ...]
    body: str

    @property
    def status(self) -> int:
        return int(self.first.split()[1])

    @property
    def method(self) -> str:
        return self.first.split()[0]

    @property
    def target(self) -> str:
        return self.first.split()[1]

    def header(self, name: str) -> str | None:
        return next((value for written, value in self.headers if written.lower() == name.lower()), None)


def read(path: Path, variables: Mapping[str, str]) -> Message:
    """The file's message with its `{{name}}` filled in. Raises KeyError for a name without a value."""
    text = _VARIABLE.sub(lambda found: variables[found[1]], path.read_text(encoding="utf-8"))
    head, _, body = text.partition("\n\n")
    first, *lines = head.split("\n")
    headers = tuple((name, value.strip()) for name, _, value in (line.partition(":") for line in lines if line))
    return Message(first.strip(), headers, body.removesuffix("\n"))
