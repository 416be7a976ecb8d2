"""The pages' words: the same in every language, each of them said somewhere, and none missing."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from serai.core.accounts import Language

WEB = Path(__file__).parents[2] / "src/serai/web"
FOLDERS = sorted(path for family in ("dashboard", "faults", "storefront") for path in (WEB / family).rglob("languages"))
BRACES = re.compile(r"{(\w*)}")

every_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.parent.relative_to(WEB)))


def _words(folder: Path, language: Language) -> dict[str, str]:
    return dict(_flat(tomllib.loads((folder / f"{language}.toml").read_text("utf-8")), ""))


def _flat(table: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


@every_folder
def test_every_language_says_the_same(folder: Path) -> None:
    english = _words(folder, Language.EN)
    for language in Language:
        words = _words(folder, language)
        assert words.keys() == english.keys()
        assert all(text.strip() for text in words.values())
        for name, text in words.items():
            assert set(BRACES.findall(text)) == set(BRACES.findall(english[name])), f"{language}: {name}"


@every_folder
def test_every_word_is_said_somewhere(folder: Path) -> None:
    """A table that is asked by a computed name (`words.state[order.state]`) counts as a whole."""
    family = next(part for part in ("dashboard", "faults", "storefront") if part in folder.parts)
    around = WEB / family if folder.parent.name == family else folder.parent
    files = [*around.rglob("*.html"), *around.rglob("*.py"), *(WEB / "templates").glob("*.html"), *WEB.glob("*.py")]
    text = "\n".join(file.read_text("utf-8") for file in files)
    for name in _words(folder, Language.EN):
        table, _, last = name.rpartition(".")
        whole = table and re.search(rf"\b{re.escape(table)}(\[|\)|,)", text)
        assert whole or re.search(rf"\b{re.escape(name)}\b", text) or re.search(rf'"{re.escape(last)}"', text), name
