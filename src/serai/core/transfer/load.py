"""A file into a store, batch by batch: each is one transaction, and memory holds no more than one."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import BinaryIO, Final

import msgspec

from serai.core.stores import StoreId
from serai.core.transfer.batch import Memory, Tally, carry_out
from serai.core.transfer.faults import Fault
from serai.core.transfer.parse import Group, Survey, groups
from serai.kit.db import Database, Tx

MOST_LINES: Final = 500
MOST_CHARACTERS: Final = 4_000_000
"""Of a batch."""


class Step(msgspec.Struct, frozen=True):
    """A batch that is done. `last_line` is the last one that was looked at; the counts are of this batch."""

    last_line: int
    lines: int
    created: int
    updated: int
    unchanged: int
    failed: int
    faults: list[Fault]
    stopped: str


Within = Callable[[Tx, Step], Awaitable[None]]


async def load(
    database: Database,
    store: StoreId,
    file: BinaryIO,
    found: Survey,
    *,
    dry_run: bool = False,
    after: int = 0,
    within: Within | None = None,
) -> AsyncIterator[Step]:
    """Create and change the products that a file says, in its order; yields after each batch.

    A product is known by its handle; one that is as the file says is left alone. `after` skips the lines up to that one.
    `within` runs in each batch's transaction. A dry run does all of it and leaves nothing. What is wrong with a product is
    among the faults; a plan that allows no more products ends it, and says so in `stopped`.
    """
    memory = Memory() if dry_run else None
    for batch in _batches(groups(file, found), after):

        async def work(tx: Tx, batch: list[Group] = batch) -> tuple[Step, Tally]:
            tally = await carry_out(tx, store, batch, found.dialect, memory=memory)
            step = _step(batch, tally)
            if within is not None and not dry_run:
                await within(tx, step)
            if dry_run:
                raise _Undone(step, tally)
            return step, tally

        try:
            step, _ = await database.write(work)
        except _Undone as undone:
            step = undone.step
            if memory is not None:
                memory.note(undone.tally.made)
            if within is not None:
                await database.write(lambda tx, step=step: within(tx, step))  # type: ignore[misc]
        yield step
        if step.stopped:
            return


class _Undone(Exception):
    """Rolls a dry run's batch back and carries out what it would have done."""

    def __init__(self, step: Step, tally: Tally) -> None:
        super().__init__()
        self.step = step
        self.tally = tally


def _step(batch: list[Group], tally: Tally) -> Step:
    return Step(
        last_line=max(group.last_line for group in batch),
        lines=sum(len(group.rows) for group in batch),
        created=len(tally.made),
        updated=tally.updated,
        unchanged=tally.unchanged,
        failed=tally.failed,
        faults=sorted(tally.faults, key=lambda fault: fault.line),
        stopped=tally.stopped,
    )


def _batches(source: Iterator[Group], after: int) -> Iterator[list[Group]]:
    """A handle comes once in a batch: its second coming must find what the first one made."""
    batch: list[Group] = []
    lines = size = 0
    for group in source:
        if group.last_line <= after:
            continue
        if batch and (
            lines >= MOST_LINES or size >= MOST_CHARACTERS or (group.continues and any(g.handle == group.handle for g in batch))
        ):
            yield batch
            batch, lines, size = [], 0, 0
        batch.append(group)
        lines += len(group.rows)
        size += group.size
    if batch:
        yield batch
