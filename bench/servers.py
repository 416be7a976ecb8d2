"""The two servers that are compared, each in a process of its own."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

PATIENCE: Final = 60.0


@contextmanager
def running(*command: str, environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    """A Python process while the block lasts; ended politely."""
    process = subprocess.Popen([sys.executable, *command], env={**os.environ, **environment})  # noqa: S603 - our own
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def ready(port: int, path: str, *, process: "subprocess.Popen[bytes]") -> float:
    """Wait until the server answers this path with 200; the seconds that it took."""
    started = time.perf_counter()
    while time.perf_counter() - started < PATIENCE:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        if await _answers(port, path):
            return time.perf_counter() - started
        await asyncio.sleep(0.01)
    raise RuntimeError(f"nothing answered on {path} within {PATIENCE:.0f} s")


async def _answers(port: int, path: str) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n".encode())
        return (await reader.readline()).startswith(b"HTTP/1.1 200")
    except OSError:
        return False
    finally:
        writer.close()
