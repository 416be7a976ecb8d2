"""The house rules as figures, over the product and its tests."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
LONGEST_FILE: Final = 400
LONGEST_FUNCTION: Final = 60
MOST_ANY: Final = 13
"""Uses of `Any` in a module: the operation table, whose handlers are of any shape, has that many. The core has fewer."""
MOST_ANY_IN_CORE: Final = 8

_BAD_NAMES: Final = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "service", "base", "misc"}
_REGISTRY: Final = re.compile(
    r"--(extra-)?index-url|--registry|https?://(pypi\.org/simple|files\.python(?:hosted)\.org|registry\.(npmjs|yarnpkg)\.)"
)
_NO_TEXT: Final = {".png", ".jpg", ".ico", ".woff2", ".gz", ".zip"}
_PLACES: Final = ("src", "tests", "docs", "changes", "bench", ".ci")

FILES: Final = sorted(path for place in ("src/serai", "tests") for path in (ROOT / place).rglob("*.py"))
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))


@every_file
def test_a_file_keeps_the_house_rules(path: Path) -> None:
    assert faults(path.read_text(), path.relative_to(ROOT).parts) == []
    assert path.stem not in _BAD_NAMES
    assert not _BAD_NAMES & set(path.relative_to(ROOT).parts[:-1])


def faults(source: str, parts: tuple[str, ...]) -> list[str]:
    """What breaks a rule in a file at this path, as `line: what`."""
    tree = ast.parse(source)
    lines = source.splitlines()
    wrong = [f"1: {len(lines)} lines"] if len(lines) > LONGEST_FILE else []
    uses = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "Any"]
    if parts[0] == "src" and len(uses) > (MOST_ANY_IN_CORE if "core" in parts else MOST_ANY):
        wrong.append(f"{uses[0]}: Any {len(uses)} times")
    for function in ast.walk(tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            wrong += _faults_of(function, whole=parts[0] == "src")
    return wrong + [f"{n}: ignores without a code" for n, line in enumerate(lines, 1) if _BARE_IGNORE.search(line)]


_BARE_IGNORE: Final = re.compile(r"#\s*(type: ignore(?!\[)|noqa(?!:))")


def _faults_of(function: ast.FunctionDef | ast.AsyncFunctionDef, *, whole: bool) -> Iterator[str]:
    """`whole`: every argument has its type too. A test's fixtures need not."""
    length = (function.end_lineno or function.lineno) - function.lineno + 1
    if length > LONGEST_FUNCTION:
        yield f"{function.lineno}: {function.name} has {length} lines"
    given = function.args
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, [given.vararg, given.kwarg])]
    bare = [a.arg for a in arguments if a.annotation is None and a.arg not in ("self", "cls")]
    if function.returns is None or (whole and bare):
        yield f"{function.lineno}: {function.name} is not annotated"


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("pass\n" * 401, "1: 401 lines"),
        ("def f() -> None:\n" + "    pass\n" * 60, "1: f has 61 lines"),
        ("async def f():\n    pass\n", "1: f is not annotated"),
        ("def f(a) -> None:\n    pass\n", "1: f is not annotated"),
        ("class A:\n    def f(self, *more) -> None:\n        pass\n", "2: f is not annotated"),
        ("a: Any = 1\n" * 14, "1: Any 14 times"),
        ("a = 1  # type: ignor" + "e\n", "1: ignores without a code"),
        ("a = 1  # noq" + "a\n", "1: ignores without a code"),
    ],
)
def test_breaking_a_rule_is_noticed(source: str, fault: str) -> None:
    assert faults(source, ("src", "serai", "wire", "x.py")) == [fault]


# ── what the project says about the outside ──


def _texts() -> Iterator[Path]:
    """The project's own files, at its top and in its folders."""
    yield from (path for path in ROOT.iterdir() if path.is_file())
    for place in _PLACES:
        yield from (path for path in (ROOT / place).rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def test_no_file_names_a_package_registry() -> None:
    naming = [
        str(path.relative_to(ROOT))
        for path in _texts()
        if path.suffix not in _NO_TEXT
        and path != Path(__file__)
        and not any(part.endswith(".egg-info") for part in path.parts)
        and _REGISTRY.search(path.read_text(errors="replace"))
    ]

    assert naming == []


@pytest.mark.parametrize(
    "line", ["pip install --index" + "-url https://x/ y", "https://files.python" + "hosted.org/packages/a.whl"]
)
def test_a_registry_is_noticed(line: str) -> None:
    assert _REGISTRY.search(line)
