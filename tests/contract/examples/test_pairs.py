"""Every request and response pair of the documents, replayed against the store that `serai seed` loads."""

import re

import pytest

from tests.contract.examples.every import EACH, EVERY
from tests.contract.examples.pairs import ROOT
from tests.contract.examples.replay import Replays
from tests.evidence import Evidence

_ROW = re.compile(r"^\| .+ \| `([a-z_]+)/([a-z0-9-]+)` \|$", re.MULTILINE)


@pytest.mark.proves("example")
@pytest.mark.parametrize(("dialect", "pair"), EACH)
async def test_a_pair_is_as_printed(replays: Replays, evidence: Evidence, dialect: str, pair: str) -> None:
    replayed = (await replays.of(EVERY[dialect]))[pair]

    if replayed.broken:
        raise replayed.broken
    found = [str(difference) for difference in EVERY[dialect].open(pair, replayed.found)]
    assert not found, "\n".join([f"{dialect}/{pair} is not as printed:", *found])
    for seen in replayed.seen:
        evidence.note(*seen)


@pytest.mark.parametrize("dialect", EVERY)
async def test_every_excuse_is_needed(replays: Replays, dialect: str) -> None:
    examples = EVERY[dialect]
    replayed = await replays.of(examples)

    used = {examples.excuse(pair, found) for pair, one in replayed.items() for found in one.found}

    assert [excuse for excuse in (*examples.changing, *examples.known) if excuse not in used] == []


def test_every_pair_stands_in_the_list_and_has_both_halves() -> None:
    listed = _ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    halves = [(path.parent.name, path.name) for path in ROOT.glob("*/*.http")]

    assert set(listed) == set(EACH)
    assert sorted(halves) == sorted((name, f"{pair}.{half}.http") for name, pair in EACH for half in ("request", "response"))
