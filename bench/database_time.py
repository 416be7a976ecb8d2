"""What a request costs in the database: its statements, played back on one warm connection."""

import time
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from bench.client import Request
from bench.record import BEGIN, COMMIT, Step, record
from serai.kit.db import Database

TIMES: Final = 20


class DatabaseTime(Struct, frozen=True):
    """How many statements, and the milliseconds of all together: for each the least of TIMES runs."""

    statements: int
    database_ms: float


async def database_time(database: Database, request: Request, environment: Mapping[str, str]) -> DatabaseTime:
    """The request must only read. It was met before, so that what is remembered of it is not asked again."""
    _, again = await record(database, [request, request], environment)
    asked = [step for step in again.steps if step[0] not in (BEGIN, COMMIT)]
    async with database.pinned() as connection:
        return DatabaseTime(len(asked), 1000 * sum([await _least(connection, step) for step in asked]))


async def _least(connection: Database, step: Step) -> float:
    sql, values = step
    seconds = []
    for _ in range(TIMES):
        started = time.perf_counter()
        await connection.all(sql, *values)
        seconds.append(time.perf_counter() - started)
    return min(seconds)
