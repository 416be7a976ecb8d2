"""Product and limit in turns, on one database."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Final

import msgspec
from msgspec import Struct

from bench.bare import REQUESTS
from bench.client import Request, Result, load
from bench.processes import cpu
from bench.servers import ready, running
from bench.works import Work
from serai.cli.serve import free_port

ROUNDS: Final = 36
"""Short ones: how fast the machine is changes within seconds, and both sides shall have met the same of it."""


class Side(Struct, frozen=True):
    """A server that is measured: its port and its process."""

    port: int
    process: int


class Round(Struct, frozen=True):
    """One run, and the seconds that server and database computed for a request of it."""

    result: Result
    cpu: float


class Compared(Struct, frozen=True):
    """Medians over the rounds: requests a second of product and limit, their ratio, the product's times in seconds.

    `cpu_ratio` is the limit's computing time (server and database) for a request ÷ the product's: the same question, asked
    so that other work on the machine hardly touches the answer. `cpu_ms` is the product's for one request.
    """

    ratio: float
    cpu_ratio: float
    cpu_ms: float
    ours: float
    bare: float
    p50: float
    p99: float


async def compare(
    chosen: Mapping[str, Work], ours: Side, database: int, folder: Path, environment: dict[str, str]
) -> dict[str, Compared]:
    """Each work, round after round, product first; `database` is the process of the database that both use.

    The product answers everything once before that is written down: what it does on a key's first use is not repeated.
    """
    for work in chosen.values():
        await load(ours.port, [request.encoded() for request in work.requests], len(work.requests))
    file = folder / "requests.json"
    file.write_bytes(msgspec.json.encode({name: work.requests for name, work in chosen.items()}))
    port = free_port()
    with running("-m", "bench.serve_bare", str(port), environment={**environment, REQUESTS: str(file)}) as process:
        await ready(port, f"/{next(iter(chosen))}/0", process=process)
        bare = Side(port, process.pid)
        return {name: await _one(name, work, ours, bare, database) for name, work in chosen.items()}


async def _one(name: str, work: Work, ours: Side, bare: Side, database: int) -> Compared:
    sides = (
        (ours, [request.encoded() for request in work.requests]),
        (bare, [_played(name, i, request).encoded() for i, request in enumerate(work.requests)]),
    )
    for side, requests in sides:
        await load(side.port, requests, work.round)
    rounds: list[list[Round]] = [[], []]
    for _ in range(ROUNDS):
        for found, (side, requests) in zip(rounds, sides, strict=True):
            before = cpu(side.process, database)
            result = await load(side.port, requests, work.round)
            found.append(Round(result, (cpu(side.process, database) - before) / work.round))
    return _settled(*rounds)


def _played(name: str, number: int, request: Request) -> Request:
    return Request(request.method, f"/{name}/{number}", request.headers, request.body)


def _settled(ours: Sequence[Round], bare: Sequence[Round]) -> Compared:
    rate, limit = (median(r.result.rate for r in side) for side in (ours, bare))
    work, least = (median(r.cpu for r in side) for side in (ours, bare))
    return Compared(
        ratio=rate / limit,
        cpu_ratio=least / work,
        cpu_ms=work * 1000,
        ours=rate,
        bare=limit,
        p50=median(r.result.p50 for r in ours),
        p99=median(r.result.p99 for r in ours),
    )
