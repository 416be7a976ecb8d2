"""Repeated requests have one effect: the answer to a keyed request is kept with the work that it did.

The key's row is written in the work's own transaction, so that neither can exist without the other. An advisory lock of
that transaction tells a second request that the first is still running; the primary key is what makes it certain.
"""

import hashlib
from datetime import datetime

import msgspec

from serai.kit.crypto import Vault
from serai.kit.db import Db, Tx
from serai.kit.errors import KeyReused, KeyRunning

CONSTRAINT = "idempotency_keys_pkey"

LOOK = """
select k.request_digest, k.status, k.answer
  from idempotency_keys k
 where owner = $1 and route = $2 and key = $3
"""

LOCK = "select pg_try_advisory_xact_lock($1)"

KEEP = """
insert into idempotency_keys (owner, route, key, request_digest, status, answer, created_at)
values ($1, $2, $3, $4, $5, $6, $7)
"""

FORGET = "delete from idempotency_keys where created_at < $1"


class Request(msgspec.Struct, frozen=True):
    """A keyed request: whose key, on which route, and what it asked (a digest of path, query and body)."""

    owner: str
    route: str
    key: str
    digest: bytes


class Kept(msgspec.Struct, frozen=True):
    """An answer that was given before."""

    status: int
    answer: bytes


def digest(*parts: bytes) -> bytes:
    """One digest of what a request asks; parts are separated, so that they cannot run into each other."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.digest()


async def recall(db: Db, vault: Vault, request: Request) -> Kept | None:
    """The answer this request got before. Raises KeyReused when the key came with another request."""
    row = await db.one(LOOK, request.owner, request.route, request.key)
    if row is None:
        return None
    answer = vault.open(row["answer"], purpose="idempotency")
    if row["request_digest"] != request.digest or answer is None:
        raise KeyReused
    return Kept(row["status"], answer)


async def begin(tx: Tx, vault: Vault, request: Request) -> Kept | None:
    """Claim the key for this transaction, or return the kept answer. Raises KeyRunning while another one holds it."""
    name = digest(request.owner.encode(), request.route.encode(), request.key.encode())
    if not await tx.value(LOCK, int.from_bytes(name[:8], "big", signed=True)):
        raise KeyRunning
    return await recall(tx, vault, request)


async def keep(db: Db, vault: Vault, request: Request, answer: Kept, *, now: datetime) -> None:
    """Keep the answer. Raises Clash on CONSTRAINT when the same key was kept meanwhile."""
    sealed = vault.seal(answer.answer, purpose="idempotency")
    await db.run(KEEP, request.owner, request.route, request.key, request.digest, answer.status, sealed, now)
