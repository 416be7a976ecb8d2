"""Cleaning up after sessions."""

from datetime import datetime, timedelta

from serai.kit.db import Db

FORGET = "delete from sessions where expires_at < $1"

KEPT = timedelta(days=7)


async def forget_sessions(db: Db, *, at: datetime) -> int:
    """Delete sessions that ended a week ago or more; the number of them."""
    return await db.run(FORGET, at - KEPT)
