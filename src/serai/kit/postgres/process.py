"""PostgreSQL's programs as children: under the right user, cut off from the terminal, and not outliving us."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import IO

from serai.kit.postgres.account import Account
from serai.kit.postgres.errors import StartFailed

CHILD = Path(__file__).with_name("child.py")
LAST_LINES = 12


class Server:
    """A running server. The thread that starts it stays until it ends, because the parent-death signal is sent
    when the *thread* that forked ends, and the caller's may be a short-lived one.
    """

    def __init__(self, command: Sequence[str | Path], account: Account, *, log: IO[bytes]) -> None:
        self._born: Future[subprocess.Popen[bytes]] = Future()
        self._keeper = threading.Thread(target=self._keep, args=(command, account, log), name="postgres", daemon=True)
        self._keeper.start()
        self._process = self._born.result()

    def _keep(self, command: Sequence[str | Path], account: Account, log: IO[bytes]) -> None:
        line = _as_child(command, account, death_signal=signal.SIGINT)
        try:
            process = subprocess.Popen(line, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)  # noqa: S603
        except BaseException as error:  # noqa: BLE001 - handed to the caller, who raises it
            self._born.set_exception(error)
            return
        self._born.set_result(process)
        process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    def running(self) -> bool:
        return self._keeper.is_alive()

    def wait(self, seconds: float) -> bool:
        """Whether it ended within that time."""
        self._keeper.join(seconds)
        return not self.running()

    def stop(self, *, fast: float, immediate: float) -> None:
        """SIGINT (fast shutdown: transactions are rolled back, data is written), SIGQUIT if that takes longer than
        `fast` seconds, SIGKILL `immediate` seconds later.
        """
        for number, patience in ((signal.SIGINT, fast), (signal.SIGQUIT, immediate), (signal.SIGKILL, None)):
            self._process.send_signal(number)
            self._keeper.join(patience)
            if not self.running():
                return


def run(command: Sequence[str | Path], account: Account, *, stdin: str = "") -> None:
    """Run a program to its end. Raises: StartFailed with the last lines it said."""
    line = _as_child(command, account, death_signal=signal.SIGKILL)
    done = subprocess.run(  # noqa: S603
        line,
        input=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        start_new_session=True,
    )
    if done.returncode != 0:
        raise StartFailed(f"{Path(command[0]).name} failed: {tail(done.stdout)}")


def tail(said: str) -> str:
    """The last lines of an output, for an error."""
    return "\n".join(said.strip().splitlines()[-LAST_LINES:]) or "it said nothing"


def _as_child(command: Sequence[str | Path], account: Account, *, death_signal: int) -> list[str]:
    numbers = map(str, (os.getpid(), int(death_signal), account.uid, account.gid))
    return [sys.executable, "-I", "-S", str(CHILD), *numbers, *map(str, command)]
