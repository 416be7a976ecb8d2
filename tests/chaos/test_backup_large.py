"""A store with 100,000 orders through `serai backup` and `serai restore`, as an operator runs them."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from serai.core.orders import State
from serai.core.stores import StoreId
from serai.kit.clock import Clock
from serai.kit.db import Database, connect
from tests.chaos.figures import figure
from tests.chaos.multiplied import multiply
from tests.chaos.releases import environment, run
from tests.conftest import clone, make_services
from tests.factories import Make
from tests.kit.databases import empty

pytestmark = pytest.mark.chaos

ORDERS = figure(100_000, 2_000)
EACH = 4
"""Orders in each state that are made one by one; the rest are copies of them."""
BYTES = 256 * 2**20
"""No command, nor a program it runs, may need more memory than this, however many orders there are."""
# A process of its own: what this one has in memory would count as the command's from before it began.
MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


async def _store(database: Database) -> StoreId:
    make = Make(make_services(database))
    store = await make.store(tax_rate="0.20")
    products = [await make.product(store, stock=10_000_000) for _ in range(10)]
    people = [await make.customer(store) for _ in range(5)]
    for number, state in enumerate([*State] * EACH):
        pair = (products[number % 10], products[(number + 3) % 10])
        await make.order(store, *pair, customer=people[number % 5], quantity=1 + number % 3, state=state)
    await multiply(database, store.id, -(-ORDERS // (EACH * len(State))))
    return store.id


async def _serai(arguments: Sequence[str], settings: dict[str, str]) -> str:
    """What the command says; its code must be 0 and its memory bounded."""
    started = time.monotonic()
    code, said = await run([sys.executable, "-c", MEASURED, sys.executable, "-m", "serai", *arguments], settings)
    assert code == 0, said
    *lines, kilobytes = said.splitlines()
    seconds = time.monotonic() - started
    sys.stdout.write("\n".join([*lines, f"serai {arguments[0]}: {seconds:.1f} s, {int(kilobytes) // 1024} MB\n"]))
    assert int(kilobytes) * 1024 < BYTES
    return "\n".join(lines)


async def test_a_large_store_comes_back_as_it_was(server_url: str, tmp_path: Path) -> None:
    file = tmp_path / "backup"
    async with clone(server_url) as url:
        async with connect(url, Clock(), size=5) as source:
            store = await _store(source)
            assert await source.value("select count(*) from orders where store_id = $1", store) >= ORDERS
        there = environment(url, tmp_path)
        written = await _serai(["backup", str(file)], there)
        sys.stdout.write(f"the file: {file.stat().st_size / 2**20:.1f} MB\n")
        await _serai(["doctor", "--deep"], there)

        async with empty(server_url) as other:
            here = environment(other, tmp_path)
            assert await _serai(["restore", str(file)], here) == written
            await _serai(["doctor", "--deep"], here)
