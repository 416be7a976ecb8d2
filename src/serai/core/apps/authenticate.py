"""Whom a key stands for."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from serai.core.accounts import StoreId, UserId
from serai.core.apps.model import Holder, KeyDialect, KeyId
from serai.kit.db import Db

NOTED_EVERY: Final = timedelta(minutes=5)
_LIMITS: Final = msgspec.json.Decoder(dict[str, int])

AUTHENTICATE = """
select k.id, k.store_id, k.scopes, k.last_used_at, s.owner_id, s.currency, s.time_zone, s.rate_limits
  from api_keys k
  join stores s on s.id = k.store_id
  join users u on u.id = s.owner_id
 where k.digest = $1
   and k.dialect = $2
   and k.revoked_at is null
   and (k.expires_at is null or k.expires_at > $3)
   and u.is_active
"""

NOTE_USE = """
update api_keys
   set last_used_at = $2
 where id = $1
   and (last_used_at is null or last_used_at < $3)
"""


async def authenticate(db: Db, digest: bytes, dialect: KeyDialect, *, at: datetime) -> Holder | None:
    """The store and scopes of the key with this SHA-256, in one statement; None when it is unknown, of another dialect,
    revoked or expired. Its use is noted by a second statement, at most every five minutes.
    """
    row = await db.one(AUTHENTICATE, digest, dialect, at)
    if row is None:
        return None
    await note_use(db, KeyId(row["id"]), before=row["last_used_at"], at=at)
    return Holder(
        key=KeyId(row["id"]),
        store=StoreId(row["store_id"]),
        owner=UserId(row["owner_id"]),
        scopes=frozenset(row["scopes"]),
        currency=row["currency"],
        time_zone=row["time_zone"],
        rate_limits=_LIMITS.decode(row["rate_limits"]),
    )


async def note_use(db: Db, key: KeyId, *, before: datetime | None, at: datetime) -> None:
    """Note that the key was used; at most every five minutes, going by when it was used `before`."""
    if before is None or before < at - NOTED_EVERY:
        await db.run(NOTE_USE, key, at, at - NOTED_EVERY)
