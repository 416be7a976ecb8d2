"""Everything in one go: database, migrations, server, worker."""

import asyncio
import signal
import time
from contextlib import ExitStack

from serai import settings
from serai.cli import Failed
from serai.cli.parts import OwnDatabase, Part
from serai.cli.serve import check_port
from serai.kit import migrate
from serai.kit.clock import Clock
from serai.kit.db import connect
from serai.settings import Settings

READY_SECONDS = 60.0


def up(host: str, port: int, *, workers: int, tls: bool, demo: bool) -> int:
    """Run until Ctrl-C or SIGTERM. A part that is killed comes back; one that cannot stay up ends everything."""
    check_port(host, port)
    config = settings.load()
    told: list[int] = []
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda number, _: told.append(number))
    with ExitStack() as stack:
        own = None if config.database_url else stack.enter_context(OwnDatabase(config.data_dir))
        listen = ["--host", host, "--port", str(port), "--workers", str(workers), *(["--tls"] if tls else [])]
        server = stack.enter_context(Part("serve", *listen))  # loads its code while the database is made
        url = own.start() if own else config.database_url or ""
        asyncio.run(_prepare(config, url, demo=demo))
        server.tell(url)
        base = f"{'https' if tls else 'http'}://{'localhost' if host in ('127.0.0.1', '0.0.0.0') else host}:{port}"  # noqa: S104
        _await_ready(server, host, port, tls=tls, told=told)
        worker = stack.enter_context(Part("worker"))
        worker.tell(url)
        if not told:
            _welcome(base, config, demo=demo)
        while not told:
            if own is not None:
                own.keep_up()
            server.keep_up()
            worker.keep_up()
            time.sleep(0.1)
    return 0


async def _prepare(config: Settings, url: str, *, demo: bool) -> None:
    async with connect(url, Clock()) as database:
        await migrate.migrate(database)
        # What is needed once, if ever, is not waited for at each start.
        if config.admin_email and config.admin_password:
            from serai.cli import users

            await users.ensure_admin(database, config.admin_email, config.admin_password)
        if demo:
            from serai.cli import seeds
            from serai.kit.crypto import Vault

            await seeds.once(database, Vault(config.secret_key))


def _await_ready(server: Part, host: str, port: int, *, tls: bool, told: list[int]) -> None:
    import ssl
    import urllib.error
    import urllib.request

    context = ssl._create_unverified_context() if tls else None  # noqa: S323 - our own server on this machine
    url = f"{'https' if tls else 'http'}://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/readyz"  # noqa: S104
    deadline = time.monotonic() + READY_SECONDS
    while not told:
        if server.ended():
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
    print(f"Serai is ready at {base}\n  dashboard      {base}/dashboard\n  reference      {base}/docs")
    print(f"  data           {config.data_dir}")
    if demo:
        from serai.cli import seeds

        print(seeds.credentials(base))
    print("Ctrl-C stops everything.", flush=True)
