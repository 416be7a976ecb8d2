"""Everything in one go: database, migrations, server, worker. Whatever ends, the rest ends with it."""

import asyncio
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack

from serai import settings
from serai.cli import Failed, seeds, users
from serai.cli.serve import check_port
from serai.kit import migrate
from serai.kit.clock import Clock
from serai.kit.db import connect
from serai.kit.postgres import Cluster
from serai.settings import Settings

READY_SECONDS = 60.0
STOP_SECONDS = 15.0


def up(host: str, port: int, *, workers: int, tls: bool, demo: bool) -> int:
    """Run until Ctrl-C, SIGTERM, or one of the parts ends. 0 when it was told to stop."""
    check_port(host, port)
    config = settings.load()
    told: list[int] = []
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda number, _: told.append(number))
    with ExitStack() as stack:
        url = config.database_url or stack.enter_context(Cluster.start(config.data_dir)).url
        asyncio.run(_prepare(config, url, demo=demo))
        listen = ["--host", host, "--port", str(port), "--workers", str(workers), *(["--tls"] if tls else [])]
        children = [_child(stack, url, "serve", *listen), _child(stack, url, "worker")]
        base = f"{'https' if tls else 'http'}://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}"  # noqa: S104
        _await_ready(children, host, port, tls=tls, told=told)
        if not told:
            _welcome(base, config, demo=demo)
        while not told and all(child.poll() is None for child in children):
            time.sleep(0.1)
        ended = next((child for child in children if child.poll() is not None), None)
        if ended is not None and not told:
            raise Failed(f"a part of it ended by itself with exit code {ended.returncode}")
    return 0


async def _prepare(config: Settings, url: str, *, demo: bool) -> None:
    async with connect(url, Clock()) as database:
        await migrate.migrate(database)
        if config.admin_email and config.admin_password:
            await users.ensure_admin(database, config.admin_email, config.admin_password)
        if demo:
            await seeds.once(database)


def _child(stack: ExitStack, url: str, *arguments: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "SERAI_DATABASE_URL": url}
    child = subprocess.Popen([sys.executable, "-m", "serai", *arguments, "--child"], env=environment, start_new_session=True)  # noqa: S603
    stack.callback(_end, child)
    return child


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _await_ready(children: "list[subprocess.Popen[bytes]]", host: str, port: int, *, tls: bool, told: list[int]) -> None:
    import ssl

    context = ssl._create_unverified_context() if tls else None  # noqa: S323 - our own server on this machine
    url = f"{'https' if tls else 'http'}://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/readyz"  # noqa: S104
    deadline = time.monotonic() + READY_SECONDS
    while not told:
        if any(child.poll() is not None for child in children):
            raise Failed(f"the server did not start; is port {port} in use?")
        try:
            urllib.request.urlopen(url, timeout=2, context=context).close()  # noqa: S310
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise Failed("the server did not become ready") from None
            time.sleep(0.05)
        else:
            return


def _welcome(base: str, config: Settings, *, demo: bool) -> None:
    print(f"Serai is ready at {base}\n  reference      {base}/docs\n  data           {config.data_dir}")
    if demo:
        print(seeds.credentials(base))
    print("Ctrl-C stops everything.", flush=True)
