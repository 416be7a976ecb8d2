"""A store's products in and out as Shopify's product CSV."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from serai.cli import Failed
from serai.core import stores, transfer
from serai.core.stores import StoreId
from serai.core.transfer import Fault, Step
from serai.kit.db import Database
from serai.kit.errors import Invalid, NotFound

MOST_SHOWN = 10
"""Errors on the screen; the file has all."""


async def import_products(database: Database, path: str | Path, *, store_slug: str, dry_run: bool, out: TextIO) -> int:
    """Import a file and print a summary; 1 when any product failed, whose lines are then in `<file>.errors.csv`.

    That file stands beside the other, or in the present folder when nothing can be written there.

    Raises Failed when there is no such file or store, or the file is no product CSV.
    """
    path = Path(path)
    store = await _store(database, store_slug)
    try:
        with path.open("rb") as file:  # noqa: ASYNC230 - a command has nothing else to do
            return await _import(database, store, path, file, dry_run=dry_run, out=out)
    except OSError as error:
        raise Failed(f"{error.filename or path}: {error.strerror}") from None
    except Invalid as error:
        raise Failed(f"{path}: {' '.join(message for said in error.fields.values() for message in said)}") from None


async def export_products(database: Database, *, store_slug: str, out: BinaryIO) -> int:
    """Write the store's products to `out`. Raises Failed when there is no such store."""
    async for piece in transfer.dump(database, await _store(database, store_slug)):
        out.write(piece)
    out.flush()
    return 0


async def _store(database: Database, slug: str) -> StoreId:
    try:
        return await stores.by_slug(database, slug)
    except NotFound:
        raise Failed(f"there is no store '{slug}'") from None


async def _import(database: Database, store: StoreId, path: Path, file: BinaryIO, *, dry_run: bool, out: TextIO) -> int:
    found = transfer.survey(file)
    summary = _Summary(path, out)
    with ExitStack() as stack:
        stack.callback(summary.close)
        advance = _bar(stack, out, total=found.lines)
        async for step in transfer.load(database, store, file, found, dry_run=dry_run):
            summary.add(step)
            advance(step.lines)
    return summary.report(dry_run=dry_run)


def _bar(stack: ExitStack, out: TextIO, *, total: int) -> "_Advance":
    """A bar that moves, on a terminal only."""
    if not out.isatty():
        return _Advance(None, TaskID(0))
    columns = (TextColumn("importing"), BarColumn(), MofNCompleteColumn(), TextColumn("lines"), TimeRemainingColumn())
    bar = stack.enter_context(Progress(*columns, console=Console(file=out), transient=True))
    return _Advance(bar, bar.add_task("lines", total=total))


class _Advance:
    def __init__(self, bar: Progress | None, task: TaskID) -> None:
        self._bar = bar
        self._task = task

    def __call__(self, lines: int) -> None:
        if self._bar is not None:
            self._bar.advance(self._task, lines)


class _Summary:
    """Adds up what was done, and writes the errors file once there is something for it."""

    def __init__(self, path: Path, out: TextIO) -> None:
        folder = path.parent if os.access(path.parent, os.W_OK) else Path.cwd()
        self._path = folder / f"{path.name}.errors.csv"
        self._out = out
        self._file: BinaryIO | None = None
        self._waiting: list[Fault] = []
        self._shown: list[Fault] = []
        self._counts = dict.fromkeys(("lines", "created", "updated", "unchanged", "failed"), 0)
        self._errors = self._warnings = 0
        self._stopped = ""

    def add(self, step: Step) -> None:
        for name in self._counts:
            self._counts[name] += getattr(step, name)
        wrong = [fault for fault in step.faults if not fault.is_warning]
        self._errors += len(wrong)
        self._warnings += len(step.faults) - len(wrong)
        self._shown += wrong[: MOST_SHOWN - len(self._shown)]
        self._stopped = self._stopped or step.stopped
        self._keep(step.faults)

    def report(self, *, dry_run: bool) -> int:
        done = ", ".join(f"{self._counts[name]} {name}" for name in ("created", "updated", "unchanged", "failed"))
        self._say(f"{'Would be: ' if dry_run else ''}{done} ({self._counts['lines']} lines, {self._warnings} warnings)")
        for fault in self._shown:
            self._say(f"  line {fault.line}: {fault.column or 'line'}: {fault.message}")
        if self._stopped:
            self._say(f"Stopped: {self._stopped}")
        if self._errors:
            self._say(f"{self._errors} errors; all of them are in {self._path}")
        return 1 if self._errors else 0

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _keep(self, faults: list[Fault]) -> None:
        """Warnings alone make no file; those that come before the first error wait for it."""
        self._waiting += faults
        if self._errors and self._file is None:
            self._file = self._path.open("wb")
            self._file.write(transfer.HEAD)
        if self._file is not None:
            self._file.write(transfer.faults_csv(self._waiting))
            self._waiting.clear()

    def _say(self, line: str) -> None:
        self._out.write(f"{line}\n")
