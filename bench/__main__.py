"""Runs the chosen works (the usual ones, when none is named), prints a table and last one line of JSON."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import msgspec

from bench import report, storefront
from bench.cold import cold
from bench.compare import Compared, Side, compare
from bench.data import EMAIL, PASSWORD, fill
from bench.database_time import DatabaseTime, database_time
from bench.deep import Deep, deep
from bench.deliveries import Deliveries, Enqueue, deliveries, enqueue
from bench.servers import ready, running
from bench.works import works
from serai.cli.serve import free_port
from serai.kit.clock import Clock
from serai.kit.db import connect
from serai.kit.migrate import migrate
from serai.kit.postgres import Cluster
from serai.worker import CONNECTIONS

COMPARED: Final = ("list", "get", "order", "skalia-list")
ALONE: Final = ("deep", "cold", "idle", "deliveries", "enqueue")
ASKED_FOR: Final = ("storefront",)
"""Left out of the usual ones: its shop takes minutes to fill."""
WITH_IT: Final = {"storefront": ("rebuild", "listing", "filters")}
"""What is measured along with a work."""


async def bench(chosen: Sequence[str], folder: Path) -> dict[str, Any]:
    """Results by work."""
    found: dict[str, Any] = {}
    if {"cold", "idle"} & set(chosen):
        figures = await cold(folder / "cold")
        found |= {"cold": {"seconds": figures.seconds}, "idle": {"mb": figures.idle_mb}}
    if {*COMPARED, "deep"} & set(chosen):
        with await asyncio.to_thread(Cluster.start, folder / "data") as cluster:
            found |= await _loaded(chosen, folder, cluster)
    if "storefront" in chosen:
        with await asyncio.to_thread(Cluster.start, folder / "storefront") as cluster:
            found |= await _shown(folder, cluster)
    if {"deliveries", "enqueue"} & set(chosen):
        with await asyncio.to_thread(Cluster.start, folder / "webhooks") as cluster:
            found |= await _told(chosen, cluster.url)
    names = [name for name in (*COMPARED, *ALONE, *ASKED_FOR) if name in chosen]
    return {each: found[each] for name in names for each in (name, *WITH_IT.get(name, ()))}


async def _told(chosen: Sequence[str], url: str) -> dict[str, Deliveries | Enqueue]:
    async with connect(url, Clock(), size=CONNECTIONS) as database:
        await migrate(database)
        found: dict[str, Deliveries | Enqueue] = {}
        if "enqueue" in chosen:
            found["enqueue"] = await enqueue(database)
        if "deliveries" in chosen:
            found["deliveries"] = await deliveries(database)
        return found


async def _loaded(chosen: Sequence[str], folder: Path, cluster: Cluster) -> dict[str, Compared | Deep]:
    async with connect(cluster.url, Clock()) as database:
        await migrate(database)
        shops = await fill(database)
    environment = _environment(folder, cluster)
    async with _served(environment) as ours:
        port = ours.port
        token = await asyncio.to_thread(_token, port)
        some = {name: work for name, work in works(shops, token).items() if name in chosen}
        found: dict[str, Compared | Deep] = {}
        if some:
            found |= await compare(some, ours, cluster.pid, folder, environment)
        return found | ({"deep": await deep(port, token)} if "deep" in chosen else {})


async def _shown(folder: Path, cluster: Cluster) -> dict[str, Compared | DatabaseTime | storefront.Rebuilt]:
    environment = _environment(folder, cluster)
    async with connect(cluster.url, Clock()) as database:
        await migrate(database)
        front = await storefront.fill(database)
        found: dict[str, Compared | DatabaseTime | storefront.Rebuilt] = {"rebuild": await storefront.rebuild(database)}
        asked = storefront.questions(front)
        listing, filters = asked["storefront"].requests[:2]
        found["listing"] = await database_time(database, listing, environment)
        found["filters"] = await database_time(database, filters, environment)
    async with _served(environment) as ours:
        return found | await compare(asked, ours, cluster.pid, folder, environment)


def _environment(folder: Path, cluster: Cluster) -> dict[str, str]:
    return {
        "SERAI_DATABASE_URL": cluster.url,
        "SERAI_DATA_DIR": str(folder),
        "SERAI_SECRET_KEY": "a secret for the bench",
        "SERAI_RATE_LIMITS": "off",
    }


@asynccontextmanager
async def _served(environment: dict[str, str]) -> AsyncIterator[Side]:
    port = free_port()
    command = ["-m", "serai", "serve", "--port", str(port), "--child-of", str(os.getpid())]
    with running(*command, environment=environment) as process:
        await ready(port, "/readyz", process=process)
        yield Side(port, process.pid)


def _token(port: int) -> str:
    import httpx

    credentials = {"email": EMAIL, "password": PASSWORD}
    answer = httpx.post(f"http://127.0.0.1:{port}/skalia/api/v1/auth/login", json=credentials).raise_for_status()
    return str(answer.json()["access_token"])


def main(arguments: Sequence[str]) -> int:
    unknown = set(arguments) - {*COMPARED, *ALONE, *ASKED_FOR}
    if unknown:
        sys.stderr.write(
            f"bench: unknown: {', '.join(sorted(unknown))}; there are {', '.join((*COMPARED, *ALONE, *ASKED_FOR))}\n"
        )
        return 2
    folder = Path(tempfile.mkdtemp(prefix="serai-bench-", dir="/var/tmp" if Path("/var/tmp").is_dir() else None))  # noqa: S108
    folder.chmod(0o711)
    try:
        found = asyncio.run(bench(arguments or (*COMPARED, *ALONE), folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    sys.stdout.write(report.table(found))
    sys.stdout.write(msgspec.json.encode(report.rounded(found)).decode() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
