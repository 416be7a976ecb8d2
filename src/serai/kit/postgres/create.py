"""A new data folder with its database, complete or not there at all."""

import os
import shutil
import time
from pathlib import Path

from serai.kit.postgres.binaries import Binaries
from serai.kit.postgres.places import Home, settle
from serai.kit.postgres.process import run

NAME = "serai"  # of the database and of its owner
BUILDING = "building-"


def made_by(data: Path) -> int | None:
    """The major version of PostgreSQL that made the data; None when there is none."""
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def sweep(home: Home) -> None:
    """Remove what a creation that was cut short left behind. Only for the holder of the lock."""
    for left in home.folder.glob(f"{BUILDING}*"):
        shutil.rmtree(left, ignore_errors=True)


def create(home: Home, binaries: Binaries) -> None:
    """Make `home.data`: UTF-8, C locale, checksums, no password because the socket's folder is private.

    Built beside its final name and moved there when done, so that a start cut short leaves nothing half made. Its database
    is the one that `initdb` leaves for whoever needs one, renamed: to copy another would take longer than to start.
    """
    building = home.folder / f"{BUILDING}{os.getpid()}-{time.monotonic_ns()}"
    run(_initdb(binaries, building), home.account)
    single: list[str | Path] = [binaries.postgres, "--single", "-D", building, "-c", "exit_on_error=on", "template1"]
    run(single, home.account, stdin=f"alter database postgres rename to {NAME}\n")
    building.rename(home.data)
    settle(home.folder)


def _initdb(binaries: Binaries, data: Path) -> list[str | Path]:
    return [
        binaries.initdb,
        "--pgdata",
        data,
        "--username",
        NAME,
        "--encoding=UTF8",
        "--locale=C",
        "--auth-local=trust",
        "--auth-host=reject",
        "--data-checksums",
        "--no-instructions",
    ]
