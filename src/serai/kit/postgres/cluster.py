"""The cluster of a data folder, from start to stop."""

import os
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

from serai.kit.postgres import binaries, copies, orphans, places
from serai.kit.postgres.binaries import Binaries
from serai.kit.postgres.create import NAME, create, made_by, sweep
from serai.kit.postgres.errors import StartFailed
from serai.kit.postgres.lock import Lock
from serai.kit.postgres.places import Home
from serai.kit.postgres.process import Server, tail

SETTINGS = {
    "port": "5432",  # part of the socket's name only
    "listen_addresses": "",
    "shared_buffers": "64MB",
    "max_connections": "200",
    "fsync": "on",
    "synchronous_commit": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_checkpoints": "off",
    "log_min_messages": "log",  # the server's own matters; a refused statement is told by whoever sent it
}
START_WITHIN = 120.0  # seconds; an ordinary start takes 0.1, the recovery of a full WAL tens
STOP_FAST = 20.0
STOP_IMMEDIATE = 7.0  # more than the 5 s after which PostgreSQL itself kills what does not end
POLL = 0.01


class Cluster:
    """A running PostgreSQL with an empty or kept database `serai`; also a context manager that stops it.

    It ends with this process, however that ends: nothing is left running, and nothing committed is lost.
    """

    def __init__(self, *, data_dir: Path, socket: Path, server: Server, lock: Lock) -> None:
        self.data_dir = data_dir
        self.url = f"postgresql://{NAME}@/{NAME}?host={socket}&port={SETTINGS['port']}"
        self._socket = socket
        self._owner = os.getpid()
        self._server = server
        self._lock = lock

    @classmethod
    def start(cls, data_dir: Path, *, candidates: Iterable[Binaries] | None = None) -> Self:
        """Start the server on the data below `data_dir`, made when there is none; returns when it answers.

        Blocks for 0.1-0.3 s, for about 1 s more the first time, and for seconds after a crash. `candidates` are
        the PostgreSQLs to choose from, best first; None means all on this machine.
        Raises: InUse while another process owns the folder, NoServer, StartFailed; OSError when it cannot be written.
        """
        data_dir = data_dir.resolve()
        places.make(data_dir)
        lock = Lock.take(data_dir)
        try:
            home = places.home(data_dir)
            socket = places.socket_folder(home, data_dir)
            server = _start(home, socket, data_dir, binaries.installed() if candidates is None else candidates)
        except BaseException:
            lock.release()
            raise
        cluster = cls(data_dir=data_dir, socket=socket, server=server, lock=lock)
        lock.tell(cluster.url)
        return cluster

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._server.pid

    def running(self) -> bool:
        """False after `stop`, and when the server ended by itself."""
        return self._server.running()

    def stop(self) -> None:
        """End the server within some 30 s at the very worst, then give the folder back. May be called again.

        In a process forked from the owner it does nothing: the server is not that one's to stop.
        """
        if os.getpid() != self._owner:
            return
        self._server.stop(fast=STOP_FAST, immediate=STOP_IMMEDIATE)
        if self._socket.parent == places.SHORT:
            with suppress(OSError):
                self._socket.rmdir()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def _start(home: Home, socket: Path, data_dir: Path, candidates: Iterable[Binaries]) -> Server:
    chosen = copies.reachable(binaries.choose(candidates, made_by=made_by(home.data)), home.account)
    orphans.clear(home.data, socket)
    sweep(home)
    if not home.data.exists():
        create(home, chosen)
    log = data_dir / "postgres.log"
    with suppress(FileNotFoundError):
        log.replace(log.with_suffix(".log.1"))
    settings = SETTINGS | {"unix_socket_directories": str(socket)}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    with log.open("xb") as output:
        log.chmod(0o600)
        server = Server([chosen.postgres, "-D", home.data, *options], home.account, log=output)
    try:
        _wait_until_ready(server, home, log)
    except BaseException:
        server.stop(fast=STOP_FAST, immediate=STOP_IMMEDIATE)
        raise
    return server


def _wait_until_ready(server: Server, home: Home, log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN
    while not _is_ready(server, home):
        if not server.running() or time.monotonic() > deadline:
            how = "did not start" if not server.running() else f"is not ready after {START_WITHIN:.0f} s"
            raise StartFailed(f"PostgreSQL {how}: {tail(log.read_text(errors='replace'))}")
        server.wait(POLL)


def _is_ready(server: Server, home: Home) -> bool:
    """What `pg_ctl` asks too: the eighth line of the server's own file says that it takes connections."""
    try:
        lines = (home.data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return lines[:1] == [str(server.pid)] and lines[7:8] == ["ready   "]
