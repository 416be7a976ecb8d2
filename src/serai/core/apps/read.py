"""A store's keys."""

from serai.core.accounts import StoreId
from serai.core.apps.model import ApiKey, KeyDialect, KeyId
from serai.kit.db import Db, Row
from serai.kit.pages import Page, Slice, newest_first

COUNT = """
select count(*)
  from api_keys
 where store_id = $1
   and (revoked_at is not null) = $2
"""

PAGE = """
select id, store_id, name, dialect, prefix, scopes, created_at, last_used_at, expires_at, revoked_at
  from api_keys
 where store_id = $1
   and (revoked_at is not null) = $2
   and ($3::timestamptz is null or (created_at, id) < ($3, $4))
 order by created_at desc, id desc
 limit $5
offset $6
"""


def _key_of(row: Row) -> ApiKey:
    return ApiKey(
        id=KeyId(row["id"]),
        store=StoreId(row["store_id"]),
        name=row["name"],
        dialect=KeyDialect(row["dialect"]),
        prefix=row["prefix"],
        scopes=tuple(row["scopes"]),
        created_at=row["created_at"],
        last_used_at=row["last_used_at"],
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
    )


async def keys(db: Db, store: StoreId, *, revoked: bool = False, slice: Slice) -> Page[ApiKey]:  # noqa: A002 - the word of kit.pages
    """Keys that were not revoked (expired ones too), or those that were; newest first."""
    total = await db.value(COUNT, store, revoked)
    items = tuple(_key_of(row) for row in await db.all(PAGE, store, revoked, *slice.start, slice.size, slice.offset))
    return newest_first(items, total)
