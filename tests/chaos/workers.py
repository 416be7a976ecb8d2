"""`serai worker` as it runs in production, and receivers on this machine."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from serai.core import webhooks
from serai.core.stores import Store
from serai.core.webhooks import Format, WithSecret
from serai.kit.crypto import Vault
from serai.kit.db import Database
from serai.kit.outbox import Event
from tests.chaos.server import SECRET
from tests.kit.listener import OK, Listener, Request, listening

Process = subprocess.Popen[bytes]


def start(url: str, folder: Path, *, log: Path | None = None, **environment: str) -> Process:
    """One worker, allowed to call this machine. `log` is where it says what is to be said, if not where the tests do."""
    settings = {
        "SERAI_DATABASE_URL": url,
        "SERAI_DATA_DIR": str(folder),
        "SERAI_SECRET_KEY": SECRET,
        "SERAI_WEBHOOK_ALLOW": "127.0.0.0/8",
        **environment,
    }
    with log.open("wb") if log else nullcontext() as said:
        return subprocess.Popen([sys.executable, "-m", "serai", "worker"], env={**os.environ, **settings}, stderr=said)


@contextmanager
def working(url: str, folder: Path, **environment: str) -> Iterator[Process]:
    """A worker for the length of the block, killed at its end."""
    process = start(url, folder, **environment)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(10)


@dataclass
class Inbox:
    """What a receiver got: by message id how often, the bodies, and when each was first there."""

    listener: Listener
    times: Counter[str] = field(default_factory=Counter)
    bodies: dict[str, set[bytes]] = field(default_factory=dict)
    came_at: dict[str, float] = field(default_factory=dict)

    def note(self, request: Request) -> None:
        name = request.headers["webhook-id"]
        self.times[name] += 1
        self.bodies.setdefault(name, set()).add(request.body)
        self.came_at.setdefault(json.loads(request.body)["data"]["orderNumber"], time.monotonic())

    @property
    def numbers(self) -> set[str]:
        return set(self.came_at)


@asynccontextmanager
async def inbox(*, seconds: float = 0) -> AsyncIterator[Inbox]:
    """A receiver that answers 200 after so many seconds."""
    found: list[Inbox] = []

    async def answer(request: Request) -> bytes:
        found[0].note(request)
        await asyncio.sleep(seconds)
        return OK

    async with listening(answer) as listener:
        found.append(Inbox(listener))
        yield found[0]


async def endpoint(database: Database, store: Store, url: str) -> WithSecret:
    async with database.begin() as tx:
        return await webhooks.create(
            tx, Vault(SECRET), store.id, url=url, events=["order.created"], format_=Format.SKALIA, secret=None
        )


async def emit(database: Database, store: Store, numbers: Sequence[str]) -> None:
    """One committed `order.created` for each number."""
    async with database.begin() as tx:
        for i, number in enumerate(numbers):
            payload = {"number": number, "state": "pending", "currency": "MAD", "total_minor": 100}
            tx.emit(Event(store.id, "order.created", i + 1, 1, payload))


async def until_all(inboxes: Sequence[Inbox], expected: Sequence[set[str]], *, seconds: float) -> None:
    """Wait until each inbox has at least what is expected."""

    async def have() -> bool:
        return all(wanted <= box.numbers for box, wanted in zip(inboxes, expected, strict=True))

    await until(have, seconds=seconds)


async def until(condition: Callable[[], Awaitable[bool]], *, seconds: float, every: float = 0.05) -> None:
    """Wait for what other processes do."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - nobody here could set an event
            await asyncio.sleep(every)
