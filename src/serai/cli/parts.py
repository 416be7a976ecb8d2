"""What `serai up` keeps running."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from serai.cli import Failed
from serai.kit.postgres import Cluster, StartFailed

STOP_SECONDS = 15.0
STEADY_SECONDS = 5.0
"""A part that ends sooner after its start would only end again."""
PAUSE_SECONDS = 1.0
"""Between two attempts to start a database whose disk is full, say."""


class Part:
    """A process of ours. Ends with its parent, however that ends."""

    def __init__(self, url: str, *arguments: str) -> None:
        self._environment = {**os.environ, "SERAI_DATABASE_URL": url}
        self._arguments = arguments
        self._start()

    def ended(self) -> bool:
        return self._process.poll() is not None

    def keep_up(self) -> None:
        """Start it again when it was killed. Raises Failed when it ended just after its start."""
        code = self._process.poll()
        if code is None:
            return
        if time.monotonic() - self._started < STEADY_SECONDS:
            raise Failed(f"`serai {self._arguments[0]}` ended by itself with exit code {code}")
        self._start()

    def _start(self) -> None:
        self._started = time.monotonic()
        command = [sys.executable, "-m", "serai", *self._arguments, "--child"]
        self._process = subprocess.Popen(command, env=self._environment, start_new_session=True)  # noqa: S603

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class OwnDatabase:
    """The embedded database. Its address stays the same over restarts."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._cluster: Cluster | None = Cluster.start(data_dir)
        self.url = self._cluster.url
        self._next_try = 0.0

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
