"""The release before this one, taken from the history, and the commands of either as processes."""

import asyncio
import io
import os
import subprocess
import sys
import tarfile
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.chaos.server import SECRET

ROOT = Path(__file__).parents[2]
FIRST = "src/serai/migrations/0016_shops.sql"
"""The oldest migration that the previous release does not have: it is what came before this file."""


def previous(folder: Path) -> Path:
    """Where its packages are, unpacked below `folder`. A test is skipped where the history is not there."""
    try:
        added = _git("log", "--format=%H", "--diff-filter=A", "--", FIRST).decode().split()
        packed = _git("archive", "--format=tar", f"{added[-1]}^", "src")
    except (OSError, IndexError, subprocess.CalledProcessError):
        pytest.skip("the previous release's code is not here: needs git and the whole history")
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "src"


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout


def environment(url: str, folder: Path, source: Path | None = None) -> dict[str, str]:
    """What a command of this release needs to know, or with `source` of the one whose packages are there."""
    of_another = {"PYTHONPATH": str(source)} if source else {}
    mine = {"SERAI_DATABASE_URL": url, "SERAI_DATA_DIR": str(folder), "SERAI_SECRET_KEY": SECRET}
    return {**os.environ, **mine, **of_another}


async def command(arguments: Sequence[str], settings: dict[str, str]) -> tuple[int, str]:
    """Run `serai …` to its end: the exit code and all that it said."""
    return await run([sys.executable, "-m", "serai", *arguments], settings)


async def run(program: Sequence[str], settings: dict[str, str]) -> tuple[int, str]:
    """The same for any program."""
    process = await asyncio.create_subprocess_exec(*program, env=settings, stdout=PIPE, stderr=STDOUT)
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()
