"""Answering requests: the HTTP server around `serai.app`."""

import contextlib
import gc
import multiprocessing
import os
import secrets
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from serai import settings
from serai.cli import Failed
from serai.kit.process import die_with, told

if TYPE_CHECKING:
    from granian.server import MPServer, MTServer

HEADER_MILLISECONDS = 10_000
"""A client that takes longer to say what it wants is dropped."""
BACKLOG = 2048


def serve(host: str, port: int, *, workers: int, tls: bool, child_of: int | None) -> int:
    """Serve until told to stop. With `child_of` it stops with that process, which may tell it the database's address."""
    if child_of:
        die_with(child_of)
    check_port(host, port)
    config = settings.load()
    if config.database_url is None and not child_of:
        raise settings.BadSetting("SERAI_DATABASE_URL is not set; `serai up` brings its own database")
    certificate = None
    if tls:
        from serai.cli.certificates import ensure

        certificate = ensure(config.data_dir / "tls")
    _load()
    if config.database_url is None:
        url = told()
        if url is None:
            return 0
        os.environ[settings.DATABASE_URL] = url  # where each process of the server looks
    server("serai.cli.serve:app", host, port, workers=workers, certificate=certificate).serve()
    return 0


def _load() -> None:
    """Import all that serves here, once: the server's processes are forked from this one and share it."""
    gc.disable()  # what is imported stays, and looking through it again and again takes a tenth of the time
    import granian  # noqa: F401

    import serai.app  # noqa: F401

    gc.freeze()
    gc.enable()


def app() -> Callable[..., object]:
    """The app for one of the server's processes. It ends with the server: alone it would keep the port from the next one."""
    if parent := multiprocessing.parent_process():
        die_with(parent.pid or 0, signal.SIGKILL)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the server's own handler came along, and nobody would hear it here
    from serai.app import create

    return create()


def check_port(host: str, port: int) -> None:
    """Raises Failed when somebody listens there: the HTTP server itself would share the port without a word."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Failed(f"cannot listen on {host} port {port}: {error.strerror}") from None


def free_port() -> int:
    """One that nobody listens on at this moment, below those that the system gives to outgoing connections."""
    while True:
        port = 20_000 + secrets.randbelow(12_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def server(
    target: str, host: str, port: int, *, workers: int, certificate: tuple[Path, Path] | None = None
) -> "MPServer | MTServer":
    """The server for the app that `target` makes; the certificate comes with its key."""
    from granian import Granian
    from granian.constants import Interfaces, Loops
    from granian.http import HTTP1Settings

    return Granian(
        target,
        factory=True,
        interface=Interfaces.ASGI,
        address=host,
        port=port,
        workers=workers,
        loop=Loops.uvloop,
        websockets=False,
        backlog=BACKLOG,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        log_enabled=False,
        ssl_cert=certificate[0] if certificate else None,
        ssl_key=certificate[1] if certificate else None,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    )
