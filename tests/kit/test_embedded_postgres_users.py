"""Whom the embedded PostgreSQL runs as, and which folders it leaves alone."""

import os
import pwd
import shutil
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from serai.kit.postgres import Cluster, StartFailed, copies, installed, places
from serai.kit.postgres import binaries as programs
from tests.kit.clusters import AS_ROOT, OWNER, SOURCE, ask, from_wheel, mode


@AS_ROOT
def test_as_root_the_server_runs_as_somebody_else_and_parents_stay_as_they_are(folder: Path) -> None:
    parents = [folder, *folder.parents]
    before = [(each.stat().st_mode, each.stat().st_uid) for each in parents]

    with Cluster.start(folder) as cluster:
        assert Path(f"/proc/{cluster.pid}").stat().st_uid == places.home(folder).account.uid != 0
    assert [(each.stat().st_mode, each.stat().st_uid) for each in parents] == before


@AS_ROOT
def test_as_root_in_a_private_folder_the_cluster_is_elsewhere_and_noted(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "ELSEWHERE", (base / "elsewhere",))
    for name, bits in (("elsewhere", 0o755), ("private", 0o700)):
        (base / name).mkdir()
        (base / name).chmod(bits)
    data_dir = base / "private" / "data"

    with Cluster.start(data_dir) as cluster:
        ask(cluster.url, "create table kept as select 7 as n")
    place = Path((data_dir / "place").read_text())
    with Cluster.start(data_dir) as cluster:
        assert ask(cluster.url, "select sum(n) from kept") == 7

    assert (mode(base / "private"), mode(base / "elsewhere"), mode(place)) == (0o700, 0o755, 0o700)
    assert [place] == list((base / "elsewhere").iterdir())
    shutil.rmtree(place)
    with pytest.raises(StartFailed, match=r"which is gone; remove .*/place to begin"):
        Cluster.start(data_dir)


@AS_ROOT
def test_as_root_programs_in_a_private_folder_are_copied_once(
    base: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "CACHES", (base / "cache",))
    wheel = from_wheel()
    (base / "private").mkdir(mode=0o700)
    for part in wheel.parts:
        shutil.copytree(wheel.root / part, base / "private" / part)
    root = base / "private"
    hidden = replace(wheel, root=root, folder=root / wheel.folder.relative_to(wheel.root))

    for _ in range(2):
        with Cluster.start(folder, candidates=[hidden]) as cluster:
            assert ask(cluster.url, "select 1") == 1
            assert Path(f"/proc/{cluster.pid}/exe").readlink().is_relative_to(base / "cache")
    assert len(list((base / "cache").iterdir())) == 1

    os.chown(base / "cache", 65534, -1)
    with pytest.raises(StartFailed, match="not a folder of our own"):
        Cluster.start(folder, candidates=[hidden])


@AS_ROOT
def test_programs_copied_by_several_at_once_are_one_copy(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = base / "pg"
    for name in ("initdb", "postgres"):
        (source / "bin").mkdir(parents=True, exist_ok=True)
        (source / "bin" / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 17.1'\n")
        (source / "bin" / name).chmod(0o700)
    found = programs.at(source / "bin")
    assert found is not None
    roots: list[Path] = []
    threads = [threading.Thread(target=lambda: roots.append(copies._copy(found, base / "cache"))) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(roots) == 8
    assert {roots[0]} == set(roots) == set((base / "cache").iterdir())
    assert mode(roots[0] / "bin" / "postgres") == 0o755


@AS_ROOT
def test_an_ordinary_user_gets_the_same(base: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    site = next(installed()).root
    environment = {"PYTHONPATH": f"{SOURCE}:{site}", "PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"}
    become = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "env": environment, "cwd": "/"}
    python = next(filter(None, (usable(each, become) for each in (sys.executable, "/usr/bin/python3"))), None)
    if python is None:
        pytest.skip("no Python 3.11 that an ordinary user can run on these sources")
    (base / "own").mkdir()
    os.chown(base / "own", nobody.pw_uid, nobody.pw_gid)
    script = f"{OWNER}\ncluster.stop()\nassert Path(sys.argv[1], 'postgres').stat().st_uid == os.getuid() != 0"
    command = [python, "-c", script, str(base / "own" / "data")]

    for statement, expected in (("create table kept as select 7 as n", None), ("select sum(n) from kept", 7)):
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, **become)
        pid, url = process.stdout.readline().split()
        assert Path(f"/proc/{pid}").stat().st_uid == nobody.pw_uid
        assert ask(url, statement) == expected
        process.communicate("")
        assert process.returncode == 0

    with Cluster.start(base / "own" / "data") as cluster:  # and root takes it over as the user it belongs to
        assert Path(f"/proc/{cluster.pid}").stat().st_uid == nobody.pw_uid
    assert mode(base / "own" / "data") == 0o700


def usable(python: str, become: dict[str, object]) -> str | None:
    check = "import sys, serai.kit.postgres as p; next(p.installed()); sys.exit(sys.version_info < (3, 11))"
    try:
        done = subprocess.run([python, "-c", check], capture_output=True, check=False, **become)
    except OSError:
        return None
    return python if done.returncode == 0 else None
