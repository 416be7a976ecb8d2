"""Under which user the server runs: our own, or, as PostgreSQL refuses root, an unprivileged one that exists."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from serai.kit.postgres.errors import StartFailed

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the operating system."""

    uid: int
    gid: int

    def may_use(self, path: Path) -> bool:
        """Whether this user can enter the folder, or run the file. Asked by trying, so access lists count too."""
        if self.uid == os.geteuid():
            return os.access(path, os.X_OK)
        test = ["/usr/bin/test", "-x", str(path)]
        done = subprocess.run(test, user=self.uid, group=self.gid, extra_groups=[], check=False)  # noqa: S603
        return done.returncode == 0


def chosen() -> Account:
    """The user for a new cluster."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for name in UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise StartFailed(f"PostgreSQL does not run as root, and there is no user {' or '.join(UNPRIVILEGED)}")


def owner_of(folder: Path) -> Account:
    """The user for a cluster that is there already: whoever owns it, provided that we can become that user."""
    stat = folder.stat()
    if os.geteuid() == 0 and stat.st_uid == 0:
        raise StartFailed(f"{folder} belongs to root, and PostgreSQL does not run as root")
    if os.geteuid() not in {0, stat.st_uid}:
        raise StartFailed(f"{folder} belongs to user {stat.st_uid}: start as that user, or choose another data folder")
    return Account(stat.st_uid, stat.st_gid)
