"""Carrying out the imports that were asked for. Safe to kill at any moment: what is committed is not done again."""

import tempfile
from collections.abc import AsyncIterator
from typing import BinaryIO, Final, cast

from serai.core.transfer.claims import LEASE, Claim, claim, leave_store, take_store
from serai.core.transfer.load import Step, load
from serai.core.transfer.parse import survey
from serai.kit.db import Database, Tx
from serai.kit.errors import Invalid

PIECE: Final = 1 << 20
"""Bytes of an upload that are fetched at a time."""

MOST_ATTEMPTS: Final = 20
"""Workers may die for reasons of their own; a file that takes each of them along must end somewhere."""

CONTENT = "select substring(content from $3 for $4) from imports where store_id = $1 and id = $2"

# A dry run leaves nothing to go on from.
RESTART = """
with forgotten as (
  delete from import_faults where store_id = $1 and import_id = $2
)
update imports
   set last_line = 0, lines = 0, products_created = 0, products_updated = 0, products_unchanged = 0, products_failed = 0,
       error_count = 0, warning_count = 0
 where store_id = $1 and id = $2 and attempt = $3 and state = 'running'
"""

# Each of these changes nothing when the import is no longer ours.
BEGIN = """
update imports set total_lines = $4, leased_until = $5
 where store_id = $1 and id = $2 and attempt = $3 and state = 'running'
"""

PROGRESS = """
update imports
   set last_line = $4, lines = lines + $5, products_created = products_created + $6, products_updated = products_updated + $7,
       products_unchanged = products_unchanged + $8, products_failed = products_failed + $9, error_count = error_count + $10,
       warning_count = warning_count + $11, leased_until = $12
 where store_id = $1 and id = $2 and attempt = $3 and state = 'running'
"""

FINISH = """
update imports
   set state = $4, failure = $5, finished_at = $6, content = null, leased_until = null
 where store_id = $1 and id = $2 and attempt = $3 and state = 'running'
"""

KEEP_STORE = "update stores_with_imports set leased_until = $2 where store_id = $1"

FAULTS = ("store_id", "import_id", "line", "column_name", "message", "value", "is_warning")


class Lost(Exception):
    """Another worker has taken the import over."""


async def run_pending(database: Database, *, most: int = 10) -> int:
    """Carry out waiting imports, `most` at most, one after the other; the number of them.

    An import whose worker was silent for a lease is taken over and goes on behind the last batch that was committed.
    """
    done = 0
    while done < most and (store := await take_store(database)) is not None:
        try:
            while done < most and (mine := await claim(database, store)) is not None:
                await _carry_out(database, mine)
                done += 1
        finally:
            await leave_store(database, store)
    return done


async def _carry_out(database: Database, mine: Claim) -> None:
    try:
        failure = f"Broke off {MOST_ATTEMPTS} times." if mine.attempt > MOST_ATTEMPTS else await _load(database, mine)
    except Invalid as error:
        failure = "; ".join(message for messages in error.fields.values() for message in messages)
    except Lost:
        return
    state = "failed" if failure else "done"
    await database.run(FINISH, mine.store, mine.id, mine.attempt, state, failure, database.clock.now())


async def _load(database: Database, mine: Claim) -> str | None:
    """Why it could not go to its end; None when it did."""
    with tempfile.TemporaryFile() as file:
        async for piece in _content(database, mine):
            file.write(piece)
        return await _load_file(database, mine, file)


async def _load_file(database: Database, mine: Claim, file: BinaryIO) -> str | None:
    after = 0 if mine.dry_run else mine.last_line
    if mine.last_line > after:
        await database.run(RESTART, mine.store, mine.id, mine.attempt)
    found = survey(file)
    until = database.clock.now() + LEASE
    if not await database.run(BEGIN, mine.store, mine.id, mine.attempt, found.lines, until):
        raise Lost

    async def within(tx: Tx, step: Step) -> None:
        await _note(tx, mine, step)

    stopped = None
    async for step in load(database, mine.store, file, found, dry_run=mine.dry_run, after=after, within=within):
        stopped = step.stopped or None
    return stopped


async def _note(tx: Tx, mine: Claim, step: Step) -> None:
    """Progress and faults, in the batch's own transaction."""
    warnings = sum(fault.is_warning for fault in step.faults)
    until = tx.now + LEASE
    counts = (step.lines, step.created, step.updated, step.unchanged, step.failed, len(step.faults) - warnings, warnings)
    if not await tx.run(PROGRESS, mine.store, mine.id, mine.attempt, step.last_line, *counts, until):
        raise Lost
    await tx.run(KEEP_STORE, mine.store, until)
    rows = [(mine.store, mine.id, f.line, f.column, f.message, f.value, f.is_warning) for f in step.faults]
    await tx.copy("import_faults", FAULTS, rows)


async def _content(database: Database, mine: Claim) -> AsyncIterator[bytes]:
    start = 1
    while piece := cast("bytes | None", await database.value(CONTENT, mine.store, mine.id, start, PIECE)):
        yield piece
        start += len(piece)
