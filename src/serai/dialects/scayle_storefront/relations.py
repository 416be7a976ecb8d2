"""`with=attributes:key(color|brand),variants.attributes` → what an answer shall contain. Source: scayle-storefront.md 2.6."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from serai.wire.errors import BadQuery

MOST: Final = 200
DEEPEST: Final = 8
_SEGMENT: Final = re.compile(r"([^:(),]+)((?::[A-Za-z_]+\([^()]*\))*)")
_MODIFIER: Final = re.compile(r":([A-Za-z_]+)\(([^()]*)\)")
_SPLIT: Final = re.compile(r"[|,]")


@dataclass(slots=True)
class Relations:
    """What was asked for below one point. `modifiers` has the arguments by name; repeats of a key accumulate.

    `plain`: it was asked for without modifiers at least once, so that they narrow nothing.
    """

    plain: bool = False
    modifiers: dict[str, list[str]] = field(default_factory=dict)
    children: dict[str, "Relations"] = field(default_factory=dict)

    def __contains__(self, key: str) -> bool:
        return key in self.children

    def below(self, *keys: str) -> "Relations":
        """What was asked for below the first of these keys that was; nothing when none was."""
        return next((self.children[key] for key in keys if key in self.children), _NOTHING)

    def only(self, modifier: str) -> frozenset[str] | None:
        """What the modifier narrows down to; None: everything."""
        if self.plain or modifier not in self.modifiers:
            return None
        return frozenset(self.modifiers[modifier])

    def says(self, modifier: str, value: str) -> bool:
        """Whether the modifier was given with this argument."""
        return value in self.modifiers.get(modifier, ())


_NOTHING: Final = Relations()
NOTHING: Final = _NOTHING


def parse(text: str | None) -> Relations:
    """Unknown keys are kept and do no harm. Raises BadQuery for parentheses that do not match, or far too much."""
    top = Relations()
    if not text:
        return top
    paths = list(_outside(text, ","))
    if len(paths) > MOST:
        raise BadQuery.one("with", f"May have at most {MOST} keys.")
    for path in paths:
        if path.strip():
            _add(top, path.strip())
    return top


def _add(top: Relations, path: str) -> None:
    node = top
    segments = list(_outside(path, "."))
    if len(segments) > DEEPEST:
        raise BadQuery.one("with", f"May be at most {DEEPEST} levels deep.")
    for segment in segments:
        found = _SEGMENT.fullmatch(segment)
        if found is None:
            raise BadQuery.one("with", f"`{path[:60]}` is not a key.")
        node = node.children.setdefault(found[1], Relations())
        given = _MODIFIER.findall(found[2])
        for name, arguments in given:
            node.modifiers.setdefault(name, []).extend(a.strip() for a in _SPLIT.split(arguments) if a.strip())
    if not given:
        node.plain = True


def _outside(text: str, separator: str) -> Iterator[str]:
    """The parts between separators that stand outside parentheses."""
    depth, start = 0, 0
    for i, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth not in (0, 1):
            raise BadQuery.one("with", "Has parentheses that do not match.")
        if character == separator and not depth:
            yield text[start:i]
            start = i + 1
    if depth:
        raise BadQuery.one("with", "Has parentheses that do not match.")
    yield text[start:]


def of(query: Mapping[str, str]) -> Relations:
    """What the request's `with` asks for."""
    return parse(query.get("with"))
