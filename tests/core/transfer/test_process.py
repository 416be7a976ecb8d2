"""Imports in processes of their own: how much memory they take, and what a kill -9 leaves."""

import asyncio
import csv
import json
import random
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from serai.core import transfer
from serai.core.stores import StoreId
from serai.core.transfer import State, run_pending
from serai.kit.clock import Clock
from serai.kit.db import Database, connect
from tests.chaos.figures import figure
from tests.conftest import clone, make_services
from tests.core.transfer.files import dump, file, many, rows
from tests.factories import Make

MOST_MEGABYTES = 300
COLUMNS = (
    *("Handle", "Title", "Body (HTML)", "Type", "Tags", "Option1 Name", "Option1 Value"),
    *("Variant SKU", "Variant Inventory Qty", "Variant Price", "Image Src"),
)

IMPORT = """
import asyncio, json, re, sys, time
from serai.core import transfer
from serai.kit.clock import Clock
from serai.kit.db import connect

async def main(url, path, store):
    async with connect(url, Clock()) as database:
        with open(path, "rb") as file:
            started, created = time.perf_counter(), 0
            async for step in transfer.load(database, store, file, transfer.survey(file)):
                created += step.created
            seconds = time.perf_counter() - started
            size = 0
            async for piece in transfer.dump(database, store):
                size += len(piece)
    # The kernel's other figure, of getrusage, begins with the size of the process that started this one.
    megabytes = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
    print(json.dumps({"created": created, "seconds": seconds, "megabytes": megabytes, "dumped": size}))

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""

WORK = """
import asyncio, sys
from serai.core import transfer
from serai.kit.clock import Clock
from serai.kit.db import connect

async def main(url):
    async with connect(url, Clock()) as database:
        await transfer.run_pending(database)

asyncio.run(main(sys.argv[1]))
"""


@pytest.fixture
async def url(server_url: str) -> AsyncIterator[str]:
    async with clone(server_url) as made:
        yield made


@pytest.fixture
async def alone(url: str) -> AsyncIterator[Database]:
    """The same database for this process, on a clock of its own."""
    async with connect(url, Clock(), size=4) as database:
        yield database


def write_file(path: Path, lines: int) -> int:
    """A file of so many lines, one to four a product, with descriptions and images; the number of products."""
    chance, products = random.Random(7), 0
    words = ("linen", "coton", "brass", "théière", "lampe", "chair", "sofa", "vase", "bleu", "antique", "modern", "large")
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        while lines > 0:
            products += 1
            size = min(lines, chance.choice((1, 1, 2, 3, 4)))
            lines -= size
            body = f"<p>{' '.join(chance.choices(words, k=60))}</p>\n"
            first = (f"Product {products}", body, chance.choice(words), "a, b", "Size")
            for n in range(size):
                own = (
                    f"S{n}",
                    f"SKU-{products}-{n}",
                    n,
                    f"{chance.randint(1, 900)}.5",
                    f"https://cdn.example/{products}/{n}.jpg",
                )
                writer.writerow((f"product-{products}", *(first if n == 0 else ("",) * 5), *own))
    return products


@pytest.mark.chaos
async def test_memory_does_not_grow_with_the_file(alone: Database, url: str, tmp_path: Path) -> None:
    store = await Make(make_services(alone)).store()
    lines = figure(200_000, 10_000)
    products = write_file(tmp_path / "large.csv", lines)

    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", IMPORT, url, str(tmp_path / "large.csv"), str(store.id), stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()

    figures = json.loads(out)
    assert (process.returncode, figures["created"]) == (0, products)
    assert figures["megabytes"] < MOST_MEGABYTES
    assert figures["dumped"] > (tmp_path / "large.csv").stat().st_size
    print(f"{lines / figures['seconds']:.0f} lines/s, {figures['megabytes']:.0f} MB")  # noqa: T201 - shown with -s


@pytest.mark.chaos
async def test_a_worker_that_is_killed_loses_and_repeats_nothing(alone: Database, url: str) -> None:
    store = await Make(make_services(alone)).store()
    count = figure(20_000, 4_000)
    async with alone.begin() as tx:
        asked = await transfer.request_import(tx, store.id, file(*many(count)), dry_run=False)

    kills = 0
    while (await transfer.get_import(alone, store.id, asked.id)).state is not State.DONE and kills < 3:
        await _kill_after_progress(alone, url, store.id, asked.id)
        kills += 1
        await alone.run("update imports set leased_until = null where store_id = $1", store.id)
        await alone.run("update stores_with_imports set leased_until = null where store_id = $1", store.id)
    await run_pending(alone)

    after = await transfer.get_import(alone, store.id, asked.id)
    assert (after.state, after.lines, after.created, after.updated, after.unchanged) == (State.DONE, count, count, 0, 0)
    assert [row["Handle"] for row in rows(await dump(alone, store.id))] == [f"pot-{n}" for n in range(1, count + 1)]
    assert await alone.value("select products from store_totals where store_id = $1", store.id) == count
    assert after.started_at is not None


async def _kill_after_progress(database: Database, url: str, store: StoreId, which: transfer.ImportId) -> None:
    before = (await transfer.get_import(database, store, which)).lines
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", WORK, url)
    while process.returncode is None and (await transfer.get_import(database, store, which)).lines == before:  # noqa: ASYNC110 - another process
        await asyncio.sleep(0.01)
    if process.returncode is None:
        process.send_signal(signal.SIGKILL)
    await process.wait()
