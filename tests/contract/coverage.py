"""Which documented operations a dialect serves. The document, not our memory, says what is missing."""

import re
from pathlib import Path
from typing import NamedTuple

from serai.app import DIALECTS
from serai.wire.dialect import Dialect

ROOT = Path(__file__).parents[2]


class Documented(NamedTuple):
    """One line of docs/dialects/<name>.operations.txt."""

    operation: str
    source: str

    @property
    def key(self) -> str:
        return key_of(*self.operation.split())


def documented(dialect: Dialect) -> list[Documented]:
    """In the order of the documentation."""
    lines = (ROOT / "docs" / "dialects" / f"{dialect.name}.operations.txt").read_text().splitlines()
    return [Documented(*re.split(r"\s{2,}", line)) for line in lines if line and not line.startswith("#")]


def served(dialect: Dialect) -> set[str]:
    """Keys of the operations that the dialect has."""
    return {key_of(o.method, o.path) for o in dialect.operations}


def missing(dialect: Dialect) -> set[str]:
    """Documented operations that are not served yet."""
    return {line.operation for line in documented(dialect) if line.key not in served(dialect)}


def undocumented(dialect: Dialect) -> set[str]:
    """Served operations that the list does not have."""
    return served(dialect) - {line.key for line in documented(dialect)}


def page(dialect: Dialect) -> str:
    """COVERAGE.md of the dialect."""
    lines, there = documented(dialect), served(dialect)
    rows = [f"| `{line.operation}` | {line.source} | {'yes' if line.key in there else 'not yet'} |" for line in lines]
    done = sum(line.key in there for line in lines)
    head = [
        f"# {dialect.title}: coverage",
        "",
        f"{done} of {len(lines)} documented operations are served. Generated from the operation table and",
        f"`docs/dialects/{dialect.name}.operations.txt` by `make docs`; a test fails when it is stale.",
        "",
        "| Operation | Source | Served |",
        "|---|---|---|",
    ]
    return "\n".join([*head, *rows, ""])


def files() -> dict[Path, str]:
    """What `make docs` writes: path → text."""
    return {ROOT / "src" / "serai" / "dialects" / d.name.replace("-", "_") / "COVERAGE.md": page(d) for d in DIALECTS}


def key_of(method: str, path: str) -> str:
    """Parameters by position: their names are each side's own."""
    return f"{method} {re.sub(r'{[^}]*}', '{}', path)}"
