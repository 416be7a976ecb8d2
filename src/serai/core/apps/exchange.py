"""A code for tokens (RFC 6749 §4.1.3)."""

import base64
import hashlib
import hmac
from typing import Final

from serai.core.accounts import UserId
from serai.core.apps import chains, scopes
from serai.core.apps.app import App, Mode, Tokens
from serai.core.apps.faults import BAD_CODE, Fault, GrantError
from serai.kit.crypto import digest
from serai.kit.db import Row, Tx

# One exchange at a time: whoever comes second sees the chain that the first one made.
LOCK = """
select c.id, c.install_id, c.user_id, c.redirect_uri, c.scopes, c.challenge, c.challenge_method, c.expires_at, c.chain_id
  from oauth_codes c
  join app_installs i on i.id = c.install_id
 where c.digest = $1
   and i.app_id = $2
   for update of c
"""

USE = """
update oauth_codes
   set chain_id = $2
 where id = $1
"""

_NOT_EASY: Final = Fault(GrantError.UNAUTHORIZED_CLIENT, "An app in easy mode is handed its tokens at installation.")


async def exchange_code(
    tx: Tx, app: App, *, code: str, redirect_uri: str | None, verifier: str | None = None
) -> Tokens | Fault:
    """The first pair of a new chain. A code that comes twice revokes what it was exchanged for (§4.1.2).

    `redirect_uri` must be what the authorization request had, `verifier` what its challenge was made of.
    """
    if app.mode is Mode.EASY:
        return _NOT_EASY
    row = await tx.one(LOCK, digest(code), app.id)
    if row is None:
        return BAD_CODE
    if row["chain_id"] is not None:
        await chains.revoke(tx, row["chain_id"])
        return BAD_CODE
    if row["expires_at"] <= tx.now:
        return BAD_CODE
    if not _is_same_way(row, app, redirect_uri):
        return Fault(GrantError.INVALID_GRANT, "The redirect_uri is not the one of the authorization request.")
    if not _is_verified(row, verifier):
        return Fault(GrantError.INVALID_GRANT, "The code_verifier does not match.")
    granted = scopes.within(row["scopes"], app.scopes)
    chain, tokens = await chains.begin(tx, app, install=row["install_id"], user=UserId(row["user_id"]), granted=granted)
    await tx.run(USE, row["id"], chain.id)
    return tokens


def _is_same_way(row: Row, app: App, redirect_uri: str | None) -> bool:
    """One published client sends the text `None` when it was configured without; that is right when there was none."""
    if row["redirect_uri"] is None:
        return redirect_uri in (None, "None", *app.redirect_uris)
    return bool(row["redirect_uri"] == redirect_uri)


def _is_verified(row: Row, verifier: str | None) -> bool:
    """A verifier without a challenge is refused too: somebody took the challenge away (RFC 9700 §2.1.1)."""
    challenge = row["challenge"]
    if challenge is None or verifier is None:
        return challenge is None and verifier is None
    if row["challenge_method"] == "S256":
        hashed = hashlib.sha256(verifier.encode("utf-8", "replace")).digest()
        verifier = base64.urlsafe_b64encode(hashed).rstrip(b"=").decode()
    return hmac.compare_digest(challenge.encode(), verifier.encode("utf-8", "replace"))
