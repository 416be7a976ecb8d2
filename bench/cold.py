"""From nothing to ready, and what everything together weighs when idle."""

import asyncio
import time
from pathlib import Path
from typing import Final

from msgspec import Struct

from bench.processes import pss, tree
from bench.servers import ready, running
from serai.cli.serve import free_port

SETTLE: Final = 3.0
"""Seconds after which a started system counts as idle."""


class Cold(Struct, frozen=True):
    """Seconds from `serai up` on an empty folder to the first 200 of `/readyz`; megabytes (PSS) of all its processes."""

    seconds: float
    idle_mb: float


async def cold(folder: Path) -> Cold:
    """Runs `serai up` on an empty data folder."""
    port = free_port()
    environment = {"SERAI_DATA_DIR": str(folder), "SERAI_DATABASE_URL": ""}
    started = time.perf_counter()
    with running("-m", "serai", "up", "--port", str(port), environment=environment) as process:
        await ready(port, "/readyz", process=process)
        seconds = time.perf_counter() - started
        await asyncio.sleep(SETTLE)
        return Cold(seconds, sum(pss(pid) for pid in tree(process.pid)) / 1024)
