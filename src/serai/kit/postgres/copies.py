"""Programs that the server's user cannot reach, such as those below /root, copied once to where it can."""

import hashlib
import os
import shutil
import stat
import tempfile
from dataclasses import replace
from pathlib import Path

from serai.kit.postgres.account import Account
from serai.kit.postgres.binaries import Binaries
from serai.kit.postgres.errors import StartFailed

CACHES = (Path("/var/cache/serai"), Path("/var/tmp/serai"))  # noqa: S108 - refused below unless it is ours alone
NEEDED = {"initdb", "postgres"}
LEFT_OUT = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "doc", "man", "__pycache__")


def reachable(binaries: Binaries, account: Account) -> Binaries:
    """The same programs at a place where `account` may run them: where they are, or a copy that is ours."""
    if account.may_use(binaries.postgres):
        return binaries
    for cache in CACHES:
        try:
            root = _copy(binaries, cache)
        except OSError:
            continue
        copied = replace(binaries, folder=root / binaries.folder.relative_to(binaries.root), root=root)
        if account.may_use(copied.postgres):
            return copied
    raise StartFailed(f"the server's user cannot run {binaries.postgres}, nor a copy in {' or '.join(map(str, CACHES))}")


def _copy(binaries: Binaries, cache: Path) -> Path:
    """The root of a complete copy, named by version and content. Two at once each build one; the first is kept."""
    _make_ours(cache)
    with binaries.postgres.open("rb") as program:
        content = hashlib.file_digest(program, "sha256").hexdigest()[:16]
    kept = cache / f"postgres-{binaries.version}-{content}"
    if not kept.exists():
        building = Path(tempfile.mkdtemp(prefix="building-", dir=cache))
        try:
            _fill(building, binaries)
            os.sync()  # a name that is there after a power cut must stand for whole programs
            building.rename(kept)
        except OSError:
            shutil.rmtree(building, ignore_errors=True)
            if not kept.exists():
                raise
    _check_ours(kept)
    return kept


def _fill(target: Path, binaries: Binaries) -> None:
    for part in binaries.parts:
        source = binaries.root / part
        if source == binaries.folder:
            (target / part).mkdir(parents=True)
            for name in NEEDED:
                shutil.copy(source / name, target / part / name)
        elif source.is_dir():
            shutil.copytree(source, target / part, ignore=LEFT_OUT)
    for folder, _, files in os.walk(target):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)


def _make_ours(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o755)
    except FileExistsError:
        pass
    else:
        folder.chmod(0o755)  # whatever the umask
    _check_ours(folder)


def _check_ours(folder: Path) -> None:
    """A folder that others own or may write to could hold anybody's program: it is not used."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise StartFailed(f"{folder} is not a folder of our own, so no program is run from it: remove it")
