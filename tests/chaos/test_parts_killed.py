"""Everything that `serai up` runs is killed in turn while orders come in; then its disk fills up.

Whatever was acknowledged is there afterwards; refusals are 503 and only while the cause lasts; nobody has to do anything.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
import pytest

from serai.cli.serve import free_port
from tests.chaos.figures import FULL, figure
from tests.chaos.server import Server
from tests.chaos.workers import until

pytestmark = pytest.mark.chaos

SOON = figure(5, 30)
"""Seconds from the end of the cause to the first good answer; a short run shares its machine with other tests."""
STEADY = 5
"""What ends sooner after its start is taken for broken, see cli/parts.py."""
PARTS = ("database", "server", "its first process", "one of its processes", "worker")


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that the database's own account may pass through."""
    with tempfile.TemporaryDirectory(prefix="serai-killed-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@dataclass
class Shop:
    """A store that sells through Salloq, and everything its buyer was told."""

    client: httpx.AsyncClient
    order: dict[str, object]
    acknowledged: list[int] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)

    async def buy(self) -> bool:
        """One order; whether it was acknowledged. A connection that breaks is no answer."""
        try:
            answer = await self.client.post("/salloq/api/orders", json=self.order)
        except httpx.TransportError:
            return False
        self.answers[answer.status_code] += 1
        if answer.status_code == 201:
            self.acknowledged.append(answer.json()["data"]["id"])
        return answer.status_code == 201

    async def until_it_sells(self) -> None:
        """An order is taken again, and soon."""
        started = time.monotonic()
        while not await self.buy():
            assert time.monotonic() - started < SOON, self.answers
            await asyncio.sleep(0.05)

    async def there(self) -> set[int]:
        """The orders that the store has."""
        found: set[int] = set()
        page = 1
        while True:
            answer = (await self.client.get("/salloq/api/orders", params={"page": page, "per_page": 100})).json()
            found |= {order["id"] for order in answer["data"]}
            if page >= answer["meta"]["pagination"]["total_pages"]:
                return found
            page += 1


@contextmanager
def up(data: Path, **environment: str) -> Iterator[Server]:
    """Everything in one go."""
    port = free_port()
    settings = {name: value for name, value in os.environ.items() if not name.startswith("SERAI_")}
    settings |= {"SERAI_DATA_DIR": str(data), "SERAI_RATE_LIMITS": "off", **environment}
    command = [sys.executable, "-m", "serai", "up", "--port", str(port)]
    server = Server(subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL), f"http://127.0.0.1:{port}")
    try:
        yield server
    finally:
        server.kill()


@asynccontextmanager
async def shop(server: Server) -> AsyncIterator[Shop]:
    """Opened through SKALIA once the server is there."""
    async with server.client() as client:
        for _ in range(600):
            try:
                if (await client.get("/readyz")).status_code == 200:
                    break
            except httpx.TransportError:
                assert server.process.poll() is None
            await asyncio.sleep(0.1)
        person = {"email": "me@example.com", "password": "SecurePassword123!", "displayName": "Me"}
        token = (await client.post("/api/v1/auth/register", json=person)).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        store = {"name": "A store", "category": "things", "publicSlug": "a-store", "language": "en"}
        store_id = (await client.post("/api/v1/stores", json=store)).json()["item"]["id"]
        key = (await client.post(f"/api/v1/stores/{store_id}/api-keys", json={"name": "k", "dialect": "salloq"})).json()
        client.headers = httpx.Headers({"X-API-Key": key["item"]["key"]})
        product = await client.post("/salloq/api/products", json={"name": "A pot", "price": 10, "stock_qty": 1_000_000})
        person = {"email": "b@example.com", "password": "long enough", "first_name": "B", "last_name": "C"}
        customer = await client.post("/salloq/api/customers", json=person)
        items = [{"product_id": product.json()["data"]["id"], "qty": 1}]
        yield Shop(client, {"customer_id": customer.json()["data"]["id"], "items": items})


def _victims(server: Server, name: str) -> list[psutil.Process]:
    if name == "database":
        return [p for p in server.tree() if p.name() == "postgres" and "-D" in p.cmdline()]
    command = "worker" if name == "worker" else "serve"
    found = [p for p in server.tree() if command in p.cmdline()]
    if name == "its first process":
        return [p for p in found if p.ppid() == server.process.pid]
    return found[-1:] if name == "one of its processes" else found


async def _until_replaced(server: Server, name: str, killed: list[psutil.Process]) -> None:
    async def others() -> bool:
        return bool(set(_victims(server, name)) - set(killed))

    await until(others, seconds=SOON)


@pytest.mark.parametrize("name", PARTS if FULL else PARTS[:3:2])
async def test_a_part_that_is_killed_comes_back_and_nothing_acknowledged_is_lost(folder: Path, name: str) -> None:
    with up(folder / "data") as server:
        async with shop(server) as sells:
            for _ in range(figure(5, 1)):
                await asyncio.sleep(STEADY)
                buying = asyncio.gather(*(sells.buy() for _ in range(40)))
                await asyncio.sleep(0.05)
                victims = _victims(server, name)
                assert victims
                everything = [p for victim in victims for p in (victim, *victim.children(recursive=True))]
                for victim in victims:
                    victim.send_signal(signal.SIGKILL)
                await buying
                assert not (await asyncio.to_thread(psutil.wait_procs, everything, SOON))[1], "something of it lives on"
                await sells.until_it_sells()
                await _until_replaced(server, name, victims)

            assert set(sells.answers) <= {201, 503}
            assert set(sells.acknowledged) <= await sells.there()
        _check_deep(folder / "data")


async def test_a_full_disk_is_503_until_there_is_room(folder: Path) -> None:
    with _small_disk(folder, megabytes=160) as disk, up(disk / "data") as server:
        async with shop(server) as sells:
            assert await sells.buy()
            filler = disk / "filler"
            _fill(filler)
            for _ in range(200):
                if not await sells.buy():
                    break
                _fill(filler)
            assert not await sells.buy()

            filler.unlink()
            await sells.until_it_sells()

            assert set(sells.answers) <= {201, 503}
            assert set(sells.acknowledged) <= await sells.there()
        _check_deep(disk / "data")


@contextmanager
def _small_disk(folder: Path, *, megabytes: int) -> Iterator[Path]:
    place = folder / "disk"
    place.mkdir()
    mounted = shutil.which("mount") and os.geteuid() == 0
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m,mode=0711", "tmpfs", str(place)]
    if not mounted or subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def _fill(filler: Path) -> None:
    """Leave nothing."""
    with filler.open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


def _check_deep(data: Path) -> None:
    """`serai doctor --deep` on the data, beside the running server."""
    environment = {**os.environ, "SERAI_DATA_DIR": str(data)}
    environment.pop("SERAI_DATABASE_URL", None)
    command = [sys.executable, "-m", "serai", "doctor", "--deep"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
