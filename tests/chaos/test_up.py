"""`serai up`: from nothing to running, through a kill -9 of everything, and a database that goes away and comes back."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from serai.cli.serve import free_port
from serai.kit.clock import Clock
from serai.kit.db import connect
from serai.kit.migrate import migrate
from serai.kit.postgres import Cluster
from tests.chaos.figures import figure
from tests.chaos.server import Server, serving
from tests.conftest import make_services
from tests.factories import Make

pytestmark = pytest.mark.chaos

WITHIN = 120.0
JOHN = {"email": "john@example.com", "password": "SecurePassword123!", "displayName": "John"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that the database's own user may pass through (pytest's own is private)."""
    with tempfile.TemporaryDirectory(prefix="serai-up-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@contextmanager
def starting(folder: Path, port: int) -> Iterator[Server]:
    """Everything in one go; killed at the end if it still runs."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("SERAI_")}
    command = [sys.executable, "-m", "serai", "up", "--port", str(port)]
    environment = {**settings, "SERAI_DATA_DIR": str(folder / "data")}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    server = Server(process, f"http://127.0.0.1:{port}")
    try:
        yield server
    finally:
        if process.poll() is None:
            server.kill()
        if process.stdout:
            process.stdout.close()


@contextmanager
def up(folder: Path, port: int) -> Iterator[Server]:
    """The same, ready."""
    with starting(folder, port) as server:
        _await_status(server, "/readyz", 200)
        yield server


def _await_status(server: Server, path: str, status: int, *, within: float = WITHIN) -> httpx.Response:
    deadline = time.monotonic() + within
    while True:
        try:
            answer = httpx.get(server.base + path, timeout=10)
            if answer.status_code == status:
                return answer
        except httpx.TransportError:
            assert server.process.poll() is None, server.process.stdout and server.process.stdout.read()
        assert time.monotonic() < deadline, f"{path} never answered {status}"
        time.sleep(0.05)


def _await_programs(server: Server, *names: str) -> list[psutil.Process]:
    """Everything that runs, at a moment when these are among it."""
    deadline = time.monotonic() + WITHIN
    while True:
        everything = server.tree()
        words = {Path(word).name for process in everything for word in _command(process)}
        if words.issuperset(names):
            return everything
        assert server.process.poll() is None
        assert time.monotonic() < deadline, words


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def _gone(processes: list[psutil.Process]) -> bool:
    """Whether they all ended soon."""
    return not psutil.wait_procs(processes, timeout=60)[1]


def test_killed_as_a_whole_it_starts_again_without_a_human(folder: Path) -> None:
    port = free_port()
    with up(folder, port) as server:
        assert httpx.post(f"{server.base}/api/v1/auth/register", json=JOHN).status_code == 201
        server.kill()

    with up(folder, port) as server:
        login = {"email": JOHN["email"], "password": JOHN["password"]}
        assert httpx.post(f"{server.base}/api/v1/auth/login", json=login).status_code == 200


def test_when_its_first_process_is_killed_nothing_is_left(folder: Path) -> None:
    with up(folder, free_port()) as server:
        everything = server.tree()
        os.kill(server.process.pid, signal.SIGKILL)

        assert server.process.wait(30) == -signal.SIGKILL
        assert _gone(everything)


def test_killed_while_it_makes_its_database_nothing_is_left_and_the_next_start_works(folder: Path) -> None:
    """The server is there by then, loads its code, and waits for an address that nobody will tell it."""
    port = free_port()
    with starting(folder, port) as server:
        everything = _await_programs(server, "initdb", "serve")
        os.kill(server.process.pid, signal.SIGKILL)

        assert server.process.wait(30) == -signal.SIGKILL
        assert _gone(everything)

    with up(folder, port):
        pass


@pytest.mark.parametrize("name", ["serve", "worker"])
def test_a_part_that_is_never_told_an_address_ends(folder: Path, name: str) -> None:
    """Also where the kernel sends no signal when a parent dies."""
    listen = ["--port", str(free_port())] if name == "serve" else []
    command = [sys.executable, "-m", "serai", name, *listen, "--child-of", str(os.getpid())]
    environment = {**os.environ, "SERAI_DATA_DIR": str(folder / "data"), "SERAI_DATABASE_URL": ""}
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, timeout=WITHIN, check=False)

    assert done.returncode == 0


def test_a_database_that_cannot_start_is_one_line_and_takes_the_server_with_it(folder: Path) -> None:
    data = folder / "data" / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("9\n")
    with starting(folder, free_port()) as server:
        said, _ = server.process.communicate(timeout=WITHIN)

    assert server.process.returncode == 1
    assert re.fullmatch(rb"serai: .+\n", said)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_told_to_stop_it_stops_cleanly(folder: Path, sign: signal.Signals) -> None:
    with up(folder, free_port()) as server:
        everything = server.tree()
        os.kill(server.process.pid, sign)

        assert server.process.wait(90) == 0
        assert _gone(everything)


def test_a_port_in_use_is_one_line_and_no_trace(folder: Path) -> None:
    with up(folder, free_port()) as server:
        port = server.base.rsplit(":", 1)[1]
        command = [sys.executable, "-m", "serai", "up", "--port", port]
        environment = {**os.environ, "SERAI_DATA_DIR": str(folder / "other"), "SERAI_DATABASE_URL": ""}
        second = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

    assert second.returncode == 1
    assert "Traceback" not in second.stderr
    assert second.stderr.strip().splitlines()[-1].startswith("serai: ")


async def test_a_database_that_goes_away_is_503_until_it_is_back(folder: Path) -> None:
    """The server is not restarted; answers keep their dialect's shape and say when to come again."""
    cluster = Cluster.start(folder / "db")
    try:
        async with connect(cluster.url, Clock()) as database:
            await migrate(database)
            make = Make(make_services(database))
            key = await make.key(await make.store())
        async with serving(cluster.url, folder / "server") as server, server.client(**{"X-API-Key": key}) as client:
            assert (await client.get("/salloq/api/products")).status_code == 200

            cluster.stop()
            away = [await client.get("/salloq/api/products") for _ in range(3)]
            login = await client.post("/skalia/api/v1/auth/login", json={"email": "a@example.com", "password": "x"})
            ready = await client.get("/readyz")
            cluster = Cluster.start(folder / "db")
            back = _await_status_of(server, key)

    finally:
        cluster.stop()

    assert [(a.status_code, a.json()["success"], a.json()["error"]["code"]) for a in away] == [(503, False, 503)] * 3
    assert all(int(a.headers["retry-after"]) >= 1 for a in away)
    assert (login.status_code, login.json()["status"]) == (503, 503)
    assert ready.status_code == 503
    assert back < figure(5, 30)


def _await_status_of(server: Server, key: str) -> float:
    """Seconds until products are served again."""
    started = time.monotonic()
    while httpx.get(f"{server.base}/salloq/api/products", headers={"X-API-Key": key}).status_code != 200:
        assert time.monotonic() - started < WITHIN
        time.sleep(0.05)
    return time.monotonic() - started
