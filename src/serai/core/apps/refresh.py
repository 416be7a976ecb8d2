"""A refresh token for the next pair (RFC 6749 §6). It works once; what happens when it comes again is the app's profile.

Source: docs/dialects/salla.md, "Rotation".
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from serai.core.apps import chains, scopes
from serai.core.apps.app import App, Profile, Tokens
from serai.core.apps.chains import Chain
from serai.core.apps.faults import BAD_REFRESH, Fault, GrantError
from serai.kit.crypto import Vault, digest
from serai.kit.db import Database, Row, Tx

GRACE: Final = timedelta(seconds=60)
"""How long two callers that refresh at the same time get the same pair, in the `documented` profile."""

# The chain is locked, not the token: of one chain, one refresh at a time.
LOCK_CHAIN = """
select c.id, c.scopes
  from oauth_chains c
  join app_installs i on i.id = c.install_id
 where c.id = (select t.chain_id from oauth_tokens t where t.refresh_digest = $1)
   and i.app_id = $2
   and c.revoked_at is null
   for no key update of c
"""

PRESENTED = """
select id, refresh_expires_at, rotated_at, successor
  from oauth_tokens
 where refresh_digest = $1
"""

ROTATE = """
update oauth_tokens
   set rotated_at = $2, successor = $3, access_expires_at = least(access_expires_at, $4)
 where id = $1
"""

ERASE = """
update oauth_tokens
   set successor = null
 where successor is not null
   and rotated_at <= $1
"""


async def refresh(tx: Tx, vault: Vault, app: App, *, token: str, asked: Sequence[str] | None = None) -> Tokens | Fault:
    """The next pair; the one before stops working: in `documented` after the grace, in `live` at once.

    `asked` may leave scopes out of the access token, never add any. A token that comes again: within the grace, the same
    pair (`documented`); else nothing, and in `live` its whole chain is revoked.
    """
    key = digest(token)
    row = await tx.one(LOCK_CHAIN, key, app.id)
    if row is None:
        return BAD_REFRESH
    chain = Chain(row["id"], tuple(row["scopes"]))
    before = await tx.one(PRESENTED, key)
    if before is None:
        return BAD_REFRESH
    if before["rotated_at"] is not None:
        return await _again(tx, vault, app, chain, before)
    if before["refresh_expires_at"] is not None and before["refresh_expires_at"] <= tx.now:
        return BAD_REFRESH
    granted = scopes.within(chain.scopes if asked is None else asked, scopes.within(chain.scopes, app.scopes))
    if asked is not None and set(granted) != set(scopes.ordered(asked)):
        return Fault(GrantError.INVALID_SCOPE, "A refresh cannot ask for a scope that was not granted.")
    return await _rotate(tx, vault, app, chain, before["id"], granted)


async def _rotate(tx: Tx, vault: Vault, app: App, chain: Chain, before: int, granted: tuple[str, ...]) -> Tokens:
    tokens = await chains.issue(tx, app, chain, granted=granted)
    is_live = app.profile is Profile.LIVE
    successor = None if is_live else chains.sealed(vault, tokens)
    await tx.run(ROTATE, before, tx.now, successor, tx.now if is_live else tx.now + GRACE)
    return tokens


async def _again(tx: Tx, vault: Vault, app: App, chain: Chain, used: Row) -> Tokens | Fault:
    if app.profile is Profile.LIVE:
        await chains.revoke(tx, chain.id)
        return BAD_REFRESH
    if used["successor"] is None or used["rotated_at"] + GRACE <= tx.now:
        return BAD_REFRESH
    return chains.opened(vault, used["successor"]) or BAD_REFRESH


async def erase_rotated(database: Database) -> int:
    """Erase the pairs that were kept for the grace; the number of them."""
    return await database.run(ERASE, database.clock.now() - GRACE)
