"""What a test proves of which operations, for the conformance matrix.

A test with the mark `proves("client: …")` or `proves("example")` notes every operation that answered well while it ran.
What it proved is kept in docs/conformance.json; a test that proves something else fails until that is recorded anew with
`make conformance`, so the matrix cannot say what no test shows.
"""

import fcntl
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx
import pytest

from serai.app import DIALECTS
from serai.wire import metrics

KEPT: Final = Path(__file__).parents[1] / "docs" / "conformance.json"
RECORD: Final = "SERAI_RECORD_CONFORMANCE"
_COUNTED: Final = re.compile(r'serai_requests_total\{dialect="([^"]+)",operation="([^"]+)",status="(\d+)"\} ([\d.e+]+)')
_KNOWN: Final = {(dialect.name, operation.name) for dialect in DIALECTS for operation in dialect.operations}

Kept = dict[str, dict[str, object]]


class Evidence:
    """Operations that answered with less than 400, as `dialect operation`."""

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self._before: dict[str, Counter[tuple[str, str, str]]] = {}

    def note(self, dialect: str, operation: str, status: int) -> None:
        if status < 400 and (dialect, operation) in _KNOWN:
            self.seen.add(f"{dialect} {operation}")

    async def start(self, base: str) -> None:
        """What this server has counted until now is left out."""
        self._before[base] = await _counted(base)

    async def of(self, base: str) -> None:
        """What a server in another process counted since then, or since its own start."""
        for dialect, operation, status in await _counted(base) - self._before.get(base, Counter()):
            self.note(dialect, operation, int(status))


async def _counted(base: str) -> Counter[tuple[str, str, str]]:
    """Answers by dialect, operation and status."""
    async with httpx.AsyncClient(base_url=base, verify=False) as client:
        text = (await client.get("/metrics")).text
    return Counter(
        {(dialect, operation, status): int(float(count)) for dialect, operation, status, count in _COUNTED.findall(text)}
    )


@pytest.fixture
def evidence(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Evidence]:
    """What this test proves; checked at its end."""
    mark = request.node.get_closest_marker("proves")
    assert mark is not None, "a test with evidence says what it `proves`"
    found = Evidence()
    observe = metrics.observe

    def noted(dialect: str, operation: str, status: int, seconds: float) -> None:
        found.note(dialect, operation, status)
        observe(dialect, operation, status, seconds)

    monkeypatch.setattr(metrics, "observe", noted)
    yield found
    _settle(request.node.nodeid, {"by": mark.args[0], "operations": sorted(found.seen)})


def _settle(test: str, proof: dict[str, object]) -> None:
    if os.environ.get(RECORD):
        with _locked():
            kept = read()
            KEPT.write_text(json.dumps(dict(sorted({**kept, test: proof}.items())), indent=1, ensure_ascii=False) + "\n")
    else:
        assert read().get(test) == proof, "run `make conformance`"


def read() -> Kept:
    """By test: what it proves of which operations."""
    kept: Kept = json.loads(KEPT.read_text() or "{}") if KEPT.exists() else {}
    return kept


@contextmanager
def _locked() -> Iterator[None]:
    with KEPT.with_suffix(".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
