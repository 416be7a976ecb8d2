"""Runs the chosen works (all, when none is named), prints a table and last one line of JSON."""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from bench import report
from bench.cold import cold
from bench.compare import Compared, Side, compare
from bench.data import EMAIL, PASSWORD, fill
from bench.deep import Deep, deep
from bench.deliveries import Deliveries, Enqueue, deliveries, enqueue
from bench.servers import free_port, ready, running
from bench.works import works
from serai.kit.clock import Clock
from serai.kit.db import connect
from serai.kit.migrate import migrate
from serai.kit.postgres import Cluster
from serai.worker import CONNECTIONS

COMPARED: Final = ("list", "get", "order", "skalia-list")
ALONE: Final = ("deep", "cold", "idle", "deliveries", "enqueue")


async def bench(chosen: Sequence[str], folder: Path) -> dict[str, Any]:
    """Results by work."""
    found: dict[str, Any] = {}
    if {"cold", "idle"} & set(chosen):
        figures = await cold(folder / "cold")
        found |= {"cold": {"seconds": figures.seconds}, "idle": {"mb": figures.idle_mb}}
    if {*COMPARED, "deep"} & set(chosen):
        with await asyncio.to_thread(Cluster.start, folder / "data") as cluster:
            found |= await _loaded(chosen, folder, cluster)
    if {"deliveries", "enqueue"} & set(chosen):
        with await asyncio.to_thread(Cluster.start, folder / "webhooks") as cluster:
            found |= await _told(chosen, cluster.url)
    return {name: found[name] for name in (*COMPARED, *ALONE) if name in chosen}


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
    environment = {
        "SERAI_DATABASE_URL": cluster.url,
        "SERAI_DATA_DIR": str(folder),
        "SERAI_SECRET_KEY": "a secret for the bench",
        "SERAI_RATE_LIMITS": "off",
    }
    port = free_port()
    with running("-m", "serai", "serve", "--port", str(port), "--child", environment=environment) as process:
        await ready(port, "/readyz", process=process)
        token = await asyncio.to_thread(_token, port)
        some = {name: work for name, work in works(shops, token).items() if name in chosen}
        found: dict[str, Compared | Deep] = {}
        if some:
            found |= await compare(some, Side(port, process.pid), cluster.pid, folder, environment)
        return found | ({"deep": await deep(port, token)} if "deep" in chosen else {})


def _token(port: int) -> str:
    import httpx

    credentials = {"email": EMAIL, "password": PASSWORD}
    answer = httpx.post(f"http://127.0.0.1:{port}/skalia/api/v1/auth/login", json=credentials).raise_for_status()
    return str(answer.json()["access_token"])


def main(arguments: Sequence[str]) -> int:
    unknown = set(arguments) - {*COMPARED, *ALONE}
    if unknown:
        sys.stderr.write(f"bench: unknown: {', '.join(sorted(unknown))}; there are {', '.join((*COMPARED, *ALONE))}\n")
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
