"""What `serai up` keeps running."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Self

from serai import settings
from serai.cli import Failed
from serai.kit.postgres import Cluster, StartFailed

STOP_SECONDS = 15.0
STEADY_SECONDS = 5.0
"""A part that ends sooner after its start would only end again."""
PAUSE_SECONDS = 1.0
"""Between two attempts to start a database whose disk is full, say."""


class Part:
    """A process of ours. It loads its code at once, and begins when it is told the database's address.

    Ends with its parent, however that ends.
    """

    def __init__(self, *arguments: str) -> None:
        self._environment = {name: value for name, value in os.environ.items() if name != settings.DATABASE_URL}
        self._arguments = arguments
        self._url: str | None = None
        self._started = 0.0
        self._process = self._run()

    def tell(self, url: str) -> None:
        """The database is there, and has its tables."""
        self._url = url
        self._started = time.monotonic()
        pipe = self._process.stdin
        with suppress(BrokenPipeError):  # it has ended, which whoever asks `ended` will hear
            if pipe is not None and not pipe.closed:
                with pipe:
                    pipe.write(f"{url}\n".encode())

    def ended(self) -> bool:
        return self._process.poll() is not None

    def keep_up(self) -> None:
        """Start it again when it was killed. Raises Failed when it ended just after its start."""
        code = self._process.poll()
        if code is None:
            return
        if time.monotonic() - self._started < STEADY_SECONDS:
            raise Failed(f"`serai {self._arguments[0]}` ended by itself with exit code {code}")
        self._process = self._run()
        if self._url is not None:
            self.tell(self._url)

    def _run(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "serai", *self._arguments, "--child-of", str(os.getpid())]
        return subprocess.Popen(command, env=self._environment, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()


class OwnDatabase:
    """The embedded database. Its address stays the same over restarts."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._cluster: Cluster | None = None
        self._next_try = 0.0

    def start(self) -> str:
        """Its address; made when there is none yet."""
        self._cluster = Cluster.start(self._data_dir)
        return self._cluster.url

    def keep_up(self) -> None:
        """Start it again when it was killed, as often as it takes: requests are answered 503 meanwhile."""
        if self._cluster is not None and self._cluster.running():
            return
        self._end()
        if time.monotonic() < self._next_try:
            return
        try:
            self._cluster = Cluster.start(self._data_dir)
        except (StartFailed, OSError):
            self._next_try = time.monotonic() + PAUSE_SECONDS

    def _end(self) -> None:
        if self._cluster is not None:
            self._cluster.stop()
            self._cluster = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
