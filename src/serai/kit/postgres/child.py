"""A script, not a module: drop privileges, ask to be signalled when the owner dies, and become the command.

    python child.py OWNER_PID DEATH_SIGNAL UID GID COMMAND [ARGUMENT...]

A process of its own, because Python code between fork and exec may deadlock in a program with threads.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}  # nothing inherited: PGPORT, PGDATA, TZ and others would change the server


def main(numbers: list[int], command: list[str]) -> None:
    owner, death_signal, uid, gid = numbers
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    os.umask(0o077)
    os.chdir("/")
    if sys.platform == "linux":
        # After setuid, which clears it. Elsewhere the next start finds and stops the orphan.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(death_signal), 0, 0, 0)
    if os.getppid() != owner:
        sys.exit("the owner is gone")  # it died before the request above, which therefore will never fire
    os.execve(command[0], command, ENVIRONMENT)  # noqa: S606


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:5]], sys.argv[5:])
