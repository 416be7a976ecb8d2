"""Ending a session."""

from serai.core.accounts.model import SessionId, UserId
from serai.kit.db import Tx

REVOKE = """
update sessions
   set revoked_at = $3
 where id = $2
   and user_id = $1
   and revoked_at is null
"""


async def log_out(tx: Tx, user: UserId, *, session: SessionId) -> None:
    """Its token is refused from the next request on, by every process."""
    await tx.run(REVOKE, user, session, tx.now)
