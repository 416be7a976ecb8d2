"""`serai serve` as it runs in production: real processes, real sockets, real commits."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

SECRET = "a secret for tests"
READY_SECONDS = 20.0


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Server:
    """A running server. `kill` is kill -9 of every process of it at once."""

    process: "subprocess.Popen[bytes]"
    base: str

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

    def client(self, **headers: str) -> httpx.AsyncClient:
        limits = httpx.Limits(max_connections=250, max_keepalive_connections=250)
        return httpx.AsyncClient(base_url=self.base, headers=headers, timeout=60, limits=limits)


@asynccontextmanager
async def serving(url: str, folder: Path, *, port: int = 0, workers: int = 1, **environment: str) -> AsyncIterator[Server]:
    """A server on the database, ready to answer; ended with the block."""
    port = port or free_port()
    settings = {
        "SERAI_DATABASE_URL": url,
        "SERAI_DATA_DIR": str(folder),
        "SERAI_SECRET_KEY": SECRET,
        "SERAI_RATE_LIMITS": "off",
        **environment,
    }
    arguments = ["serve", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen([sys.executable, "-m", "serai", *arguments], env={**os.environ, **settings})  # noqa: ASYNC220 - starting takes a millisecond
    server = Server(process, f"http://127.0.0.1:{port}")
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
