"""Pairs of tokens and the chains they form: everything that descends from one consent, and dies with it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec
from msgspec import Struct

from serai.core.accounts import UserId
from serai.core.apps import scopes
from serai.core.apps.app import App, Tokens
from serai.kit.crypto import Vault, digest, random_text
from serai.kit.db import Tx

_RANDOM: Final = 48
"""Letters and digits: 285 bits."""

_SEALED_FOR: Final = "oauth tokens"

OPEN = """
insert into oauth_chains (install_id, user_id, scopes, created_at)
values ($1, $2, $3, $4)
returning id
"""

ISSUE = """
insert into oauth_tokens (chain_id, access_digest, access_expires_at, scopes, refresh_digest, refresh_expires_at, created_at)
values ($1, $2, $3, $4, $5, $6, $7)
"""

REVOKE = """
update oauth_chains
   set revoked_at = $2
 where id = $1
   and revoked_at is null
"""


class Chain(Struct, frozen=True):
    """Where a pair belongs; `scopes` is what was agreed to."""

    id: int
    scopes: tuple[str, ...]


async def begin(tx: Tx, app: App, *, install: int, user: UserId, granted: Sequence[str]) -> tuple[Chain, Tokens]:
    """A new chain with its first pair."""
    chain = Chain(await tx.value(OPEN, install, user, list(granted), tx.now), tuple(granted))
    return chain, await issue(tx, app, chain, granted=chain.scopes)


async def issue(tx: Tx, app: App, chain: Chain, *, granted: tuple[str, ...]) -> Tokens:
    """Another pair, its access token for `granted`; the refresh token keeps all that the chain has."""
    access = f"sat_{random_text(_RANDOM)}"
    refresh = f"srt_{random_text(_RANDOM)}" if scopes.OFFLINE in chain.scopes else None
    tokens = Tokens(access, refresh, granted, tx.now + timedelta(seconds=app.access_seconds))
    await tx.run(
        ISSUE,
        chain.id,
        digest(access),
        tokens.expires_at,
        list(granted),
        digest(refresh) if refresh else None,
        tx.now + timedelta(seconds=app.refresh_seconds) if app.refresh_seconds else None,
        tx.now,
    )
    return tokens


async def revoke(tx: Tx, chain: int) -> None:
    """From the next request on, none of its tokens is known."""
    await tx.run(REVOKE, chain, tx.now)


def sealed(vault: Vault, tokens: Tokens) -> bytes:
    """The pair, for whoever has the secret key."""
    return vault.seal(msgspec.json.encode(tokens), purpose=_SEALED_FOR)


def opened(vault: Vault, kept: bytes) -> Tokens | None:
    """None when it was sealed with another secret key."""
    plain = vault.open(kept, purpose=_SEALED_FOR)
    return None if plain is None else msgspec.json.decode(plain, type=Tokens)
