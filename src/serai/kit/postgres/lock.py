"""One owner a data folder: a lock that the kernel gives back the moment its holder dies."""

import fcntl
import os
import time
from pathlib import Path

from serai.kit.postgres.errors import InUse

GRACE = 0.5  # seconds: a process that was just killed holds its locks for a moment longer
POLL = 0.02
_held: set[int] = set()


class Lock:
    """Held from `take` to `release`, or to the end of the process. Processes forked meanwhile do not hold it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    def take(cls, data_dir: Path) -> "Lock":
        """Raises: InUse, with the holder's pid, while another lives."""
        descriptor = os.open(data_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _acquire(descriptor)
        except BlockingIOError:
            pid, _, url = os.pread(descriptor, 1000, 0).decode().strip().partition("\n")
            os.close(descriptor)
            raise InUse(data_dir, int(pid) if pid.isdigit() else 0, url or None) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, b"%d\n" % os.getpid(), 0)
        _held.add(descriptor)
        return cls(descriptor)

    def tell(self, url: str) -> None:
        """Write down where the server answers, for `InUse.url`: another command of the same person may use it too."""
        assert self._descriptor is not None  # noqa: S101 - only a holder tells
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, f"{os.getpid()}\n{url}\n".encode(), 0)

    def release(self) -> None:
        """May be called again."""
        if self._descriptor is not None:
            _held.discard(self._descriptor)
            os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = None


def _acquire(descriptor: int) -> None:
    deadline = time.monotonic() + GRACE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise
            time.sleep(POLL)
        else:
            return


def _forget() -> None:
    """In a forked child: a worker that outlives the owner must not keep the lock alive."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_forget)
