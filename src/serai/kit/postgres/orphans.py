"""Servers whose owner died: found by the data folder they work in, waited for, and stopped if they linger."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from serai.kit.postgres.errors import StartFailed
from serai.kit.postgres.places import SOCKET

STEPS = ((signal.SIGINT, 10.0), (signal.SIGQUIT, 7.0), (signal.SIGKILL, 5.0))  # seconds that each is given
POLL = 0.02


def clear(data: Path, socket: Path) -> None:
    """Leave no process on `data`, and no file that names one. Only for the holder of the lock.

    A postmaster gets SIGINT (fast shutdown), then SIGQUIT (which gives its own children 5 s), and in the end, like
    backends that outlived theirs, SIGKILL: all of it is safe for committed data.
    Raises: StartFailed when something cannot be ended.
    """
    for number, patience in STEPS:
        alive = _working_in(data)
        if not alive:
            break
        master = postmaster(data)
        for pid in [master] if master in alive and number != signal.SIGKILL else alive:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        _wait(data, patience)
    if alive := _working_in(data):
        raise StartFailed(f"an earlier PostgreSQL on {data} does not end: process {alive[0]}")
    # A number in these files may by now be another program's, and PostgreSQL would take that for a server.
    for stale in (data / "postmaster.pid", socket / SOCKET, socket / f"{SOCKET}.lock"):
        stale.unlink(missing_ok=True)


def postmaster(data: Path) -> int:
    """The number in `postmaster.pid`, 0 when there is none; nothing says that it still is a postgres."""
    try:
        return int((data / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return 0


def _wait(data: Path, patience: float) -> None:
    deadline = time.monotonic() + patience
    while _working_in(data) and time.monotonic() < deadline:
        time.sleep(POLL)


def _working_in(data: Path) -> list[int]:
    """Live processes that are a postgres on this data folder; zombies are not."""
    if not data.is_dir():
        return []
    if sys.platform != "linux":
        pid = postmaster(data)
        told = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S603
        return [pid] if pid and "postgres" in told.stdout and str(data) in told.stdout else []
    here = data.stat()
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit() and _is_postgres(each, here)]


def _is_postgres(process: Path, here: os.stat_result) -> bool:
    """Every process of a server stands in its data folder; compared by inode, as names differ between mounts."""
    try:
        return os.path.samestat((process / "cwd").stat(), here) and (process / "comm").read_text() == "postgres\n"
    except OSError:
        return False
