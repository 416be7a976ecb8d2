"""PgBouncer in transaction mode before the test server, where it is installed."""

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from serai.cli.serve import free_port

PROGRAM = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
POOL = 5
"""Sessions at the server, however many clients there are."""

CONFIG = """
[databases]
* = host={host} port={port} user={user}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {pool}
max_client_conn = 500
ignore_startup_parameters = jit,plan_cache_mode,enable_seqscan
logfile = {folder}/log
pidfile =
"""


@asynccontextmanager
async def pooler(url: str, folder: Path) -> AsyncIterator[str]:
    """The URL of the same database through the pooler, which runs as the server's own account to reach its socket."""
    if PROGRAM is None:
        raise RuntimeError("PgBouncer is not installed")
    listen = free_port()
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    host, port = query.get("host", [parts.hostname])[0], query.get("port", [parts.port or 5432])[0]
    config = _configured(folder, host=host, port=port, user=parts.username, listen=listen)
    as_user = ["-u", _owner(Path(host or "/"))] if os.geteuid() == 0 else []
    process = subprocess.Popen([PROGRAM, *as_user, config])  # noqa: ASYNC220 - starting takes a millisecond
    try:
        await _until_it_listens(process, listen)
        yield f"postgresql://serai@127.0.0.1:{listen}{parts.path}?pooling=transaction"
    finally:
        process.terminate()
        process.wait(10)


def _owner(folder: Path) -> str:
    return pwd.getpwuid(folder.stat().st_uid).pw_name


def _configured(folder: Path, **values: object) -> Path:
    folder.chmod(0o777)
    path = folder / "pgbouncer.ini"
    path.write_text(CONFIG.format(**values, pool=POOL, folder=folder))
    return path


async def _until_it_listens(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            await asyncio.sleep(0.05)
        else:
            return
    raise RuntimeError("PgBouncer did not start")
