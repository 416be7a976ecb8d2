"""Processes that belong together."""

import contextlib
import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with(parent: int, sign: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to send `sign` to this process when `parent`, which started it, is gone, however it went. Linux only."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the parent is gone")  # before it was asked for, so that the signal will never come


def told() -> str | None:
    """The line that the parent writes to our standard input when it is time; None when it is gone before."""
    return sys.stdin.readline().strip() or None
