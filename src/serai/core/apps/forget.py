"""Cleaning up after codes and tokens."""

from datetime import datetime, timedelta
from typing import Final

from serai.kit.db import Db

KEPT: Final = timedelta(days=1)
"""How long a used code still revokes what it was exchanged for."""

CODES = "delete from oauth_codes where expires_at < $1"

PAGES = "delete from page_tokens where expires_at < $1"

REVOKED = "delete from oauth_chains where revoked_at < $1"

# A chain has one pair that was not rotated, and that one ends last.
ENDED = """
delete from oauth_chains c
 using oauth_tokens t
 where t.chain_id = c.id
   and t.rotated_at is null
   and t.access_expires_at < $1
   and (t.refresh_digest is null or t.refresh_expires_at < $1)
"""

# In `live`, a refresh token that was used is kept as long as its chain lives: it must be known when it comes again.
ROTATED = """
delete from oauth_tokens t
 using oauth_chains c, app_installs i, apps a
 where c.id = t.chain_id
   and i.id = c.install_id
   and a.id = i.app_id
   and t.rotated_at < $1
   and a.profile = 'documented'
"""


async def forget_grants(db: Db, *, at: datetime) -> int:
    """Delete codes, page tokens, chains and pairs that were over a day ago; the number of them."""
    before = at - KEPT
    count = await db.run(CODES, before) + await db.run(PAGES, before)
    count += await db.run(REVOKED, before) + await db.run(ENDED, before)
    return count + await db.run(ROTATED, before)
