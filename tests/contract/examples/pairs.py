"""What the files of a dialect do not say: where values come from, which of them change, what is known to differ."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import httpx

from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.wire.call import Services
from tests.conftest import NOW
from tests.contract.examples.compare import DIGITS, Difference, fits
from tests.core.webhooks.conftest import Receiver
from tests.factories import Make

ROOT: Final = Path(__file__).parent


@dataclass
class Ground:
    """A seeded server, and the values that files name in `{{}}`."""

    database: Database
    services: Services
    clock: FrozenClock
    http: httpx.AsyncClient
    receiver: Receiver
    values: dict[str, str]

    @property
    def make(self) -> Make:
        return Make(self.services)


Step = Callable[[Ground], Awaitable[None]]


@dataclass(frozen=True)
class Changing:
    """Values that cannot be as printed, in the pairs and paths that fit these patterns, and the form that they have."""

    pairs: str
    path: str
    form: str = DIGITS

    def covers(self, pair: str, found: Difference) -> bool:
        if found.values is None or not _fits(self, pair, found):
            return False
        return fits(self.form, *found.values)


@dataclass(frozen=True)
class Known:
    """A difference that is settled, in the pairs and paths that fit these patterns: why, and where that stands."""

    pairs: str
    path: str
    why: str
    source: str

    def covers(self, pair: str, found: Difference) -> bool:
        return _fits(self, pair, found)


@dataclass(frozen=True)
class Additive(Known):
    """Members that are not printed, and nothing else about them."""

    def covers(self, pair: str, found: Difference) -> bool:
        return found.what == "is not printed" and super().covers(pair, found)


Excuse = Changing | Known


@dataclass(frozen=True)
class Examples:
    """One dialect's pairs. Steps are taken before the pair that they are named by; `deliveries` make the server send it.

    `captured` gives per pair the names and the paths of values in its answer that later pairs use. The pairs in `empty` are
    replayed on a server where nobody is yet, each on one of its own. `at` is the time there; `times` are those that the
    document prints of single pairs, and of those that follow.
    """

    name: str
    mount: str
    values: Mapping[str, str]
    captured: Mapping[str, Mapping[str, str]]
    changing: Sequence[Changing]
    known: Sequence[Known]
    at: datetime = NOW
    times: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, Step] = field(default_factory=dict)
    deliveries: Mapping[str, Step] = field(default_factory=dict)
    empty: frozenset[str] = frozenset()

    @property
    def folder(self) -> Path:
        return ROOT / self.name

    @property
    def pairs(self) -> list[str]:
        """Their names, in the order in which they are replayed."""
        return sorted(path.name.removesuffix(".request.http") for path in self.folder.glob("*.request.http"))

    def open(self, pair: str, found: Sequence[Difference]) -> Iterator[Difference]:
        """Those differences that nothing excuses."""
        return (difference for difference in found if self.excuse(pair, difference) is None)

    def excuse(self, pair: str, found: Difference) -> Excuse | None:
        excuses: tuple[Excuse, ...] = (*self.changing, *self.known)
        return next((excuse for excuse in excuses if excuse.covers(pair, found)), None)


def _fits(excuse: Excuse, pair: str, found: Difference) -> bool:
    """`|` stands between patterns of pairs; brackets in paths are themselves."""
    path = excuse.path.replace("[]", "[[]]")
    return fnmatchcase(found.path, path) and any(fnmatchcase(pair, pattern) for pattern in excuse.pairs.split("|"))
