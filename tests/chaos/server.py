"""`serai serve` as it runs in production: real processes, real sockets, real commits."""

import asyncio
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from serai.cli.serve import free_port
from tests.chaos.figures import figure

SECRET = "a secret for tests"
READY_SECONDS = 120.0
AT_ONCE = figure(250, 30)
"""Requests of one client under way: more than a server has database connections. A short run shares its machine with other
tests, where a longer queue would be answered 503."""


@dataclass
class Server:
    """A running server. `kill` is kill -9 of every process of it at once. `ca` is what its clients trust over HTTPS."""

    process: "subprocess.Popen[bytes]"
    base: str
    ca: Path | None = None

    def tree(self) -> list[psutil.Process]:
        try:
            root = psutil.Process(self.process.pid)
            return [root, *root.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def kill(self) -> None:
        for process in self.tree():
            try:
                process.send_signal(signal.SIGKILL)
            except psutil.NoSuchProcess:
                continue
        self.process.wait(10)

    def client(self, *, at_once: int = AT_ONCE, **headers: str) -> httpx.AsyncClient:
        limits = httpx.Limits(max_connections=at_once, max_keepalive_connections=at_once)
        trusts = ssl.create_default_context(cafile=self.ca) if self.ca and self.ca.exists() else False
        return httpx.AsyncClient(base_url=self.base, headers=headers, timeout=120, limits=limits, verify=trusts)


@asynccontextmanager
async def serving(
    url: str,
    folder: Path,
    *,
    port: int = 0,
    workers: int = 1,
    tls: bool = False,
    command: str = "serve",
    log: Path | None = None,
    **environment: str,
) -> AsyncIterator[Server]:
    """A server on the database, ready to answer; ended with the block. The command `up` has a worker beside it.

    `log` is where it says what is to be said, if not where the tests do.
    """
    port = port or free_port()
    settings = {
        "SERAI_DATABASE_URL": url,
        "SERAI_DATA_DIR": str(folder),
        "SERAI_SECRET_KEY": SECRET,
        "SERAI_RATE_LIMITS": "off",
        **environment,
    }
    arguments = [command, "--port", str(port), "--workers", str(workers), *(["--tls"] if tls else [])]
    with log.open("wb") if log else nullcontext() as said:
        process = subprocess.Popen([sys.executable, "-m", "serai", *arguments], env={**os.environ, **settings}, stderr=said)  # noqa: ASYNC220 - starting takes a millisecond
    secure, plain = f"https://localhost:{port}", f"http://127.0.0.1:{port}"
    server = Server(process, secure, folder / "tls" / "ca.pem") if tls else Server(process, plain)
    try:
        await _until_ready(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


async def _until_ready(server: Server) -> None:
    deadline = time.monotonic() + READY_SECONDS
    async with server.client() as client:
        while True:
            try:
                if (await client.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                if server.process.poll() is not None:
                    raise RuntimeError(f"the server ended with {server.process.returncode}") from None
            if time.monotonic() > deadline:
                raise RuntimeError("the server did not become ready")
            await asyncio.sleep(0.05)
