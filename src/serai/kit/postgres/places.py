"""Where a cluster lives: below the data folder if the server's user can get there, else at a place noted in it.

    data_dir/lock           held by the owner
    data_dir/postgres/      0700, the server's user's: `data` is PostgreSQL's data folder, beside it the socket
    data_dir/place          instead, when that user cannot enter data_dir: the path of such a folder elsewhere
    data_dir/socket         the path of the socket's folder, when the one above is too deep for a socket
    data_dir/postgres.log   what the server said since its start; postgres.log.1 of the start before

Modes and owners change on folders made here, never on one that was there.
"""

import os
import re
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from serai.kit.postgres import account
from serai.kit.postgres.account import Account
from serai.kit.postgres.errors import StartFailed

ELSEWHERE = (Path("/var/lib"), Path("/srv"), Path("/var/tmp"))  # noqa: S108 - lasting places first; a private folder in it
SHORT = Path("/tmp")  # noqa: S108 - a private folder in it
SOCKET = ".s.PGSQL.5432"
LONGEST = 103  # bytes of a socket's path: 107 on Linux, 103 on BSD and macOS
PLAIN = re.compile(r"[\w/.-]+", re.ASCII)  # in a URL, a list of hosts and a server setting this needs no quoting


@dataclass(frozen=True)
class Home:
    """A cluster's folder and the user whose it is, under whom the server runs."""

    folder: Path
    account: Account

    @property
    def data(self) -> Path:
        return self.folder / "data"


def make(data_dir: Path) -> None:
    """The data folder: private, but as root passable, because the server's user must get through."""
    if not data_dir.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        data_dir.chmod(0o711 if os.geteuid() == 0 else 0o700)


def home(data_dir: Path) -> Home:
    """The cluster's folder, made when there is none yet."""
    note = data_dir / "place"
    folder = _noted(note) or data_dir / "postgres"
    if folder.is_dir():
        return Home(folder, account.owner_of(folder))
    if note.exists():
        raise StartFailed(f"the database was in {folder}, which is gone; remove {note} to begin with an empty one")
    user = account.chosen()
    if user.may_use(data_dir):
        _private_folder(data_dir, user).rename(folder)
        settle(data_dir)
        return Home(folder, user)
    for base in filter(user.may_use, ELSEWHERE):
        with suppress(OSError):
            folder = _private_folder(base, user)
            _write(note, folder)
            return Home(folder, user)
    raise StartFailed(f"the server's user can enter neither {data_dir} nor a folder in {', '.join(map(str, ELSEWHERE))}")


def socket_folder(home: Home, data_dir: Path) -> Path:
    """The cluster's own folder, or a short private one, the same as last time if it is still there."""
    if len(os.fsencode(home.folder / SOCKET)) <= LONGEST and PLAIN.fullmatch(str(home.folder)):
        return home.folder
    note = data_dir / "socket"
    before = _noted(note)
    if before and _is_private(before, home.account):
        return before
    folder = _private_folder(SHORT, home.account)
    _write(note, folder)
    return folder


def settle(folder: Path) -> None:
    """Names just made or changed in a folder, on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _private_folder(base: Path, user: Account) -> Path:
    """A new folder of mode 0700 that `user` owns."""
    folder = tempfile.mkdtemp(prefix="serai-", dir=base)
    if user.uid != os.geteuid():
        os.chown(folder, user.uid, user.gid)
    return Path(folder)


def _is_private(folder: Path, user: Account) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return found.st_mode == 0o040700 and found.st_uid == user.uid


def _noted(note: Path) -> Path | None:
    try:
        return Path(os.fsdecode(note.read_bytes()))
    except FileNotFoundError:
        return None


def _write(note: Path, target: Path) -> None:
    """On the disk before anything is put at `target`: a note lost in a power cut would be a database lost."""
    fresh = note.with_suffix(".new")
    with fresh.open("wb") as file:
        file.write(os.fsencode(target))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(note)
    settle(note.parent)
