"""Registered apps as they are. One that was removed is unknown."""

from serai.core.accounts import UserId
from serai.core.apps.app import App, AppId, Mode, Profile, Strategy
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice, newest_first

COLUMNS = """id, owner_id, client_id, name, description, mode, profile, redirect_uris, scopes, webhook_url, webhook_strategy,
       access_seconds, refresh_seconds, version, created_at, updated_at"""

COUNT = """
select count(*)
  from apps
 where owner_id = $1
   and removed_at is null
"""

PAGE = f"""
select {COLUMNS}
  from apps
 where owner_id = $1
   and removed_at is null
   and ($2::timestamptz is null or (created_at, id) < ($2, $3))
 order by created_at desc, id desc
 limit $4
offset $5
"""

BY_CLIENT = f"""
select {COLUMNS}, secret_digest
  from apps
 where client_id = $1
   and removed_at is null
"""

HOLD = f"""
select {COLUMNS}
  from apps
 where client_id = $1
   and removed_at is null
   for share
"""

LOCK = f"""
select {COLUMNS}
  from apps
 where id = $1
   and owner_id = $2
   and removed_at is null
   for no key update
"""


def app_of(row: Row) -> App:
    """The app in a row that has all of its columns."""
    return App(
        id=AppId(row["id"]),
        owner=UserId(row["owner_id"]),
        client_id=row["client_id"],
        name=row["name"],
        description=row["description"],
        mode=Mode(row["mode"]),
        profile=Profile(row["profile"]),
        redirect_uris=tuple(row["redirect_uris"]),
        scopes=tuple(row["scopes"]),
        webhook_url=row["webhook_url"],
        webhook_strategy=Strategy(row["webhook_strategy"]),
        access_seconds=row["access_seconds"],
        refresh_seconds=row["refresh_seconds"],
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


async def apps_of(db: Db, owner: UserId, *, slice: Slice) -> Page[App]:  # noqa: A002 - the word of kit.pages
    """The apps that a user registered, newest first."""
    total = await db.value(COUNT, owner)
    items = tuple(app_of(row) for row in await db.all(PAGE, owner, *slice.start, slice.size, slice.offset))
    return newest_first(items, total)


async def app_by_client(db: Db, client_id: str) -> App:
    """Raises NotFound."""
    row = await db.one(BY_CLIENT, client_id)
    if row is None:
        raise NotFound("app")
    return app_of(row)


async def hold(tx: Tx, client_id: str) -> App:
    """The app, which is neither changed nor removed until the transaction ends. Raises NotFound."""
    row = await tx.one(HOLD, client_id)
    if row is None:
        raise NotFound("app")
    return app_of(row)


async def lock(tx: Tx, owner: UserId, app: AppId) -> App:
    """The user's app, which nobody else changes until the transaction ends. Raises NotFound, for another user's too."""
    row = await tx.one(LOCK, app, owner)
    if row is None:
        raise NotFound("app")
    return app_of(row)
