"""What pages say, in the languages of those who read them."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, TypeAlias

from serai.core.accounts import Language

Words: TypeAlias = SimpleNamespace
"""Texts by name, one level for each table of the file they stand in: `words.order.title`."""
DIRECTIONS: Final = {Language.EN: "ltr", Language.FR: "ltr", Language.AR: "rtl"}
NAMES: Final = {Language.EN: "English", Language.FR: "Français", Language.AR: "العربية"}


class Text(str):
    """One of the words: what is known to be in the reader's language."""

    __slots__ = ()

    def format(self, *values: object, **named: object) -> "Text":
        return Text(super().format(*values, **named))

    def format_map(self, named: Mapping[str, object]) -> "Text":  # type: ignore[override]
        return Text(super().format_map(named))


def read(folder: Path) -> Mapping[Language, Words]:
    """The files `en.toml`, `fr.toml` and `ar.toml` of a folder."""
    return {each: _named(tomllib.loads((folder / f"{each}.toml").read_text("utf-8"))) for each in Language}


def _named(table: Mapping[str, Any]) -> Words:
    return Words(**{name: _named(value) if isinstance(value, dict) else Text(value) for name, value in table.items()})


def chosen(asked: str, accepted: str) -> Language:
    """The first language that we speak: of `asked` (tags between spaces), else the best of `Accept-Language`; English."""
    return _first(asked.split()) or _first(_by_weight(accepted)) or Language.EN


def _first(tags: Iterable[str]) -> Language | None:
    for tag in tags:
        short = tag.split("-", maxsplit=1)[0].strip().lower()
        if short in tuple(Language):
            return Language(short)
    return None


def _by_weight(accepted: str) -> list[str]:
    weighted: list[tuple[float, str]] = []
    for part in accepted[:500].split(","):
        tag, _, weight = part.partition(";q=")
        try:
            weighted.append((-float(weight or 1), tag))
        except ValueError:
            continue
    return [tag for _, tag in sorted(weighted, key=lambda pair: pair[0])]
