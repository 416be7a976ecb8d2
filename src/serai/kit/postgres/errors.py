"""Why there is no database: each error reads as one line that a person at a terminal can act on."""

from pathlib import Path


class NoServer(Exception):
    """No PostgreSQL 15 or newer on this machine, or none that may open the data that is there."""


class StartFailed(Exception):
    """PostgreSQL is there but did not come up; ends with the last lines of what it said, when it said anything."""


class InUse(Exception):
    """Another live process owns the data folder. `pid` is its number, 0 when it has not written it yet.

    `url` is where its server answers, once it does.
    """

    def __init__(self, data_dir: Path, pid: int, url: str | None = None) -> None:
        super().__init__(f"the database in {data_dir} is in use by process {pid or '(just starting)'}")
        self.data_dir = data_dir
        self.pid = pid
        self.url = url


class DumpFailed(Exception):
    """A dump could not be written or read; the message is the program's own."""
