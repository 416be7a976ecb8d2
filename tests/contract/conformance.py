"""docs/conformance.md: per dialect and operation what is documented, served and shown to work, made from the tests."""

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

from serai.app import DIALECTS
from serai.wire.dialect import Dialect
from tests import evidence
from tests.contract import coverage

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "conformance.md"
README: Final = ROOT / "README.md"
_SUMMED: Final = re.compile(r"(<!-- conformance -->\n).*?(<!-- /conformance -->)", re.DOTALL)


def files() -> dict[Path, str]:
    """What `make docs` writes: path → text."""
    proofs = _proofs()
    summary = _summary(proofs)
    pages = "\n\n".join(_table(dialect, proofs) for dialect in DIALECTS)
    text = f"{_HEAD}\n\n{summary}\n\n{pages}\n"
    return {PAGE: text, README: _SUMMED.sub(rf"\g<1>{summary}\n\g<2>", README.read_text())}


_HEAD: Final = """# Conformance

Made by `make docs` from the operation tables, the lists of documented operations and docs/conformance.json, which the tests
check: an operation is *by clients* when a published client, unmodified, called it and was content; *by examples* when a
worked example of the platform's own document was replayed; *known differences* are settled in docs/dialects. A test fails
when this page is stale, and a test that proves something else than it did fails until that is recorded (`make conformance`)."""


def _proofs() -> dict[str, set[str]]:
    """`dialect operation` → what shows that it works."""
    found: dict[str, set[str]] = defaultdict(set)
    for proof in evidence.read().values():
        operations = proof["operations"]
        assert isinstance(operations, list)
        for operation in operations:
            found[operation].add(str(proof["by"]))
    return found


def _summary(proofs: dict[str, set[str]]) -> str:
    rows = [_counted(dialect, proofs) for dialect in DIALECTS]
    head = "| Dialect | documented | served | by clients | by examples |\n|---|---|---|---|---|"
    return "\n".join([head, *rows])


def _counted(dialect: Dialect, proofs: dict[str, set[str]]) -> str:
    lines, served = coverage.documented(dialect), coverage.served(dialect)
    mine = [proofs[f"{dialect.name} {operation.name}"] for operation in dialect.operations]
    clients = sum(any(by.startswith("client") for by in proof) for proof in mine)
    examples = sum("example" in proof for proof in mine)
    return f"| {dialect.title} | {len(lines)} | {sum(line.key in served for line in lines)} | {clients} | {examples} |"


def _table(dialect: Dialect, proofs: dict[str, set[str]]) -> str:
    names = {coverage.key_of(o.method, o.path): o.name for o in dialect.operations}
    rows = []
    for line in coverage.documented(dialect):
        name = names.get(line.key)
        by = proofs[f"{dialect.name} {name}"] if name else set()
        clients = ", ".join(sorted(b.removeprefix("client: ") for b in by if b.startswith("client")))
        rows.append(
            f"| `{line.operation}` | {line.source} | {'yes' if name else '–'} | {clients or '–'} | "
            f"{'yes' if 'example' in by else '–'} | {_differences(dialect).get(line.operation, '–')} |"
        )
    head = "| Operation | Source | Served | By clients | By examples | Known difference |\n|---|---|---|---|---|---|"
    return "\n".join([f"## {dialect.title}\n", head, *rows])


def _differences(dialect: Dialect) -> dict[str, str]:
    """docs/dialects/<name>.differences.txt: an operation, two spaces, what differs."""
    path = ROOT / "docs" / "dialects" / f"{dialect.name}.differences.txt"
    lines = path.read_text().splitlines() if path.exists() else []
    return dict(re.split(r"\s{2,}", line, maxsplit=1) for line in lines if line and not line.startswith("#"))
