"""Time that a test moves, the same in every process: `SERAI_CLOCK=test`. Never used otherwise."""

from datetime import timedelta
from typing import Final

from serai.kit.clock import Clock
from serai.kit.db import Db
from serai.kit.errors import Invalid

FURTHEST: Final = 100 * 365 * 24 * 3600
"""Seconds that the clock can be moved at once."""

LOOK = "select shift_ms from test_clock"

MOVE = """
insert into test_clock as c (shift_ms) values ($1)
on conflict (is_only) do update set shift_ms = c.shift_ms + excluded.shift_ms
returning shift_ms
"""


class SharedClock(Clock):
    """The system's time plus a shift that lives in the database. `follow` brings it up to date."""

    async def follow(self, db: Db) -> bool:
        """Take over the shift that all processes share; whether it had changed."""
        return self._reach(await db.value(LOOK) or 0)

    async def move(self, db: Db, seconds: float) -> None:
        """Move the time of every process forward. Raises Invalid for going back, or too far."""
        if not 0 <= seconds <= FURTHEST:
            raise Invalid.one("advance_seconds", f"Must be a number from 0 to {FURTHEST}.")
        self._reach(await db.value(MOVE, round(seconds * 1000)))

    def _reach(self, shift_ms: int) -> bool:
        """Only ever forward: what was read before a move may arrive after it."""
        before, self._shift = self._shift, max(self._shift, timedelta(milliseconds=shift_ms))
        return before != self._shift
