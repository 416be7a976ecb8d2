"""An attack on ourselves: more buyers than pieces, through every dialect that sells, while parts are killed."""

import asyncio
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Final

import httpx

from serai.cli import Failed, attackers
from serai.cli.attackers import Buyer
from serai.cli.serve import free_port
from serai.core import audit
from serai.kit import migrate
from serai.kit.clock import Clock
from serai.kit.crypto import Vault
from serai.kit.db import Database, connect
from serai.kit.postgres import Cluster

PLACED: Final = """
select count(distinct o.id) as orders, coalesce(sum(l.quantity), 0) as pieces
  from orders o
  join order_lines l on l.store_id = o.store_id and l.order_id = o.id
 where o.store_id = $1
"""
READY_SECONDS: Final = 60
AT_ONCE: Final = 100


@dataclass
class Outcome:
    """What the buyers were answered, by dialect, and what is wrong."""

    answers: dict[str, Counter[int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def oversell(*, buyers: int, units: int, dialects: Sequence[str], kill_worker: bool) -> int:
    """Sell `units` pieces to `buyers` at once on a database made for it. Prints the verdict; 1 when an invariant broke."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="serai-oversell-")))
        folder.chmod(0o711)
        url = stack.enter_context(Cluster.start(folder)).url
        outcome = asyncio.run(_attack(stack, url, folder, buyers, units, dialects, kill_worker=kill_worker))
    for dialect, answers in outcome.answers.items():
        print(f"      {dialect}: {', '.join(f'{count} × {status}' for status, count in sorted(answers.items()))}")
    for text in outcome.wrong:
        print(f"wrong {text}")
    print("BROKEN" if outcome.wrong else "HELD")
    return 1 if outcome.wrong else 0


async def _attack(
    stack: ExitStack, url: str, folder: Path, buyers: int, units: int, dialects: Sequence[str], *, kill_worker: bool
) -> Outcome:
    async with connect(url, Clock()) as database:
        await migrate.migrate(database)
        environment = {**os.environ, "SERAI_DATABASE_URL": url, "SERAI_DATA_DIR": str(folder), "SERAI_RATE_LIMITS": "off"}
        port = free_port()
        server = _child(stack, environment, "serve", "--port", str(port), "--workers", "2")
        worker = _child(stack, environment, "worker")
        scene = await attackers.prepare(database, Vault(secrets.token_hex()), units)
        base = f"http://127.0.0.1:{port}"
        await _until_ready(base, server)
        outcome = Outcome()
        ways = {name: attackers.BUYERS[name] for name in dialects}
        killer = asyncio.create_task(_kill(stack, environment, worker)) if kill_worker else None
        await _buy(outcome, base, scene, ways, buyers)
        if killer is not None:
            await killer
        await _judge(database, outcome, scene, units, buyers)
        return outcome


async def _buy(outcome: Outcome, base: str, scene: attackers.Scene, ways: dict[str, Buyer], buyers: int) -> None:
    gate = asyncio.Semaphore(AT_ONCE)
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    async with httpx.AsyncClient(base_url=base, timeout=60, limits=limits) as client:

        async def one(number: int, dialect: str) -> None:
            async with gate:
                status = await ways[dialect](client, scene, number)
            outcome.answers.setdefault(dialect, Counter())[status] += 1

        await asyncio.gather(*(one(number, dialect) for number, dialect in zip(range(buyers), cycle(ways), strict=False)))


async def _kill(stack: ExitStack, environment: dict[str, str], worker: "subprocess.Popen[bytes]") -> None:
    """A worker dies at once, five times, in the middle of whatever it does; the next one goes on."""
    for _ in range(5):
        await asyncio.sleep(0.3)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        worker = _child(stack, environment, "worker")


async def _judge(database: Database, outcome: Outcome, scene: attackers.Scene, units: int, buyers: int) -> None:
    row = await database.one(PLACED, scene.store)
    orders, pieces = (row["orders"], row["pieces"]) if row else (0, 0)
    sold = sum(count for answers in outcome.answers.values() for status, count in answers.items() if status < 300)
    broken = sum(count for answers in outcome.answers.values() for status, count in answers.items() if status >= 500)
    print(f"      {buyers} buyers, {units} pieces: {orders} orders of {pieces} pieces")
    if pieces != min(units, buyers):
        outcome.wrong.append(f"{pieces} pieces were sold of {units}, to {buyers} buyers")
    if orders != sold:
        outcome.wrong.append(f"{sold} buyers were told that they have an order; there are {orders}")
    if broken:
        outcome.wrong.append(f"{broken} answers were 5xx")
    outcome.wrong += [f"{finding.check}: {finding.text}" async for finding in audit.audit(database)]


def _child(stack: ExitStack, environment: dict[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "serai", *arguments, "--child-of", str(os.getpid())]
    child = subprocess.Popen(command, env=environment)  # noqa: S603
    stack.callback(child.wait)
    stack.callback(child.kill)
    return child


async def _until_ready(base: str, server: "subprocess.Popen[bytes]") -> None:
    async with httpx.AsyncClient(base_url=base, timeout=2) as client:
        for _ in range(READY_SECONDS * 10):
            try:
                if (await client.get("/readyz")).status_code == 200:
                    return
            except httpx.TransportError:
                if server.poll() is not None:
                    break
            await asyncio.sleep(0.1)
    raise Failed("the server did not become ready")
