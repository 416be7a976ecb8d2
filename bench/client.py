"""A load client of its own: keep-alive connections that each send the next request when the last is answered."""

import asyncio
import time
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

CONNECTIONS: Final = 16
_END: Final = b"\r\n\r\n"


class Request(Struct, frozen=True):
    """An HTTP/1.1 request; `body` is JSON."""

    method: str
    path: str
    headers: dict[str, str] = {}
    body: str = ""

    def encoded(self) -> bytes:
        """As it goes over the wire."""
        lines = [f"{self.method} {self.path} HTTP/1.1", "host: localhost"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body:
            lines += ["content-type: application/json", f"content-length: {len(self.body.encode())}"]
        return "\r\n".join([*lines, "", self.body]).encode()


class Result(Struct, frozen=True):
    """What a run came to: requests a second, and seconds that half and 99 of 100 requests took at most."""

    rate: float
    p50: float
    p99: float


class Run:
    """One measured run: hands out requests until they are used up and gathers the times."""

    def __init__(self, requests: Sequence[bytes], total: int) -> None:
        self.requests = requests
        self.left = total
        self.total = total
        self.times: list[float] = []
        self.refused: bytes | None = None
        self.done = asyncio.get_running_loop().create_future()

    def next(self) -> bytes | None:
        """The next request, None when all were handed out."""
        if not self.left:
            return None
        self.left -= 1
        return self.requests[self.left % len(self.requests)]

    def answered(self, seconds: float, head: bytes) -> None:
        self.times.append(seconds)
        if not head.startswith(b"HTTP/1.1 2"):
            self.refused = head
        if len(self.times) == self.total and not self.done.done():
            self.done.set_result(None)


class Connection(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._buffer = b""
        self._sent = 0.0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # a TCP connection's transport
        self._send()

    def _send(self) -> None:
        request = self._run.next()
        if self._transport is None:
            return
        if request is None:
            self._transport.close()
            return
        self._sent = time.perf_counter()
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, rest = self._buffer.partition(_END)
        if found and len(rest) >= _length(head):
            self._buffer = b""
            self._run.answered(time.perf_counter() - self._sent, head if head.startswith(b"HTTP/1.1 2") else head + rest)
            self._send()

    def connection_lost(self, error: Exception | None) -> None:
        if not self._run.done.done() and (error is not None or self._run.left):
            self._run.done.set_exception(error or ConnectionResetError("the server closed a connection"))


def _length(head: bytes) -> int:
    start = head.lower().index(b"content-length:") + 15
    return int(head[start:].split(b"\r\n", 1)[0])


async def load(port: int, requests: Sequence[bytes], total: int, *, connections: int = CONNECTIONS) -> Result:
    """Send `total` requests, the given ones over and over. Raises RuntimeError when any was refused."""
    run = Run(requests, total)
    loop = asyncio.get_running_loop()
    started = time.perf_counter()
    for _ in range(min(connections, total)):
        await loop.create_connection(lambda: Connection(run), "127.0.0.1", port)
    await asyncio.wait_for(run.done, 300)
    seconds = time.perf_counter() - started
    if run.refused is not None:
        raise RuntimeError(run.refused.decode(errors="replace")[:2000])
    times = sorted(run.times)
    return Result(total / seconds, times[len(times) // 2], times[len(times) * 99 // 100])
