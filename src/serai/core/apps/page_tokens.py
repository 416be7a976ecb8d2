"""Tokens for an app's pages inside the dashboard: given when one is opened, and checked by the app's server."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from serai.core.accounts import StoreId, UserId
from serai.core.apps.app import AppId
from serai.kit.crypto import digest, random_text
from serai.kit.db import Db, Tx
from serai.kit.errors import NotFound

LIFE: Final = timedelta(hours=1)

INSERT = """
insert into page_tokens (install_id, user_id, digest, created_at, expires_at)
select i.id, $3, $4, $5, $6
  from app_installs i
  join apps a on a.id = i.app_id
 where i.store_id = $1
   and a.client_id = $2
returning (select a.id from apps a where a.client_id = $2)
"""

FIND = """
select p.user_id, p.expires_at, i.store_id
  from page_tokens p
  join app_installs i on i.id = p.install_id
  join stores s on s.id = i.store_id
  join users u on u.id = s.owner_id
 where p.digest = $1
   and i.app_id = $2
   and p.expires_at > $3
   and u.is_active
"""


class Opened(Struct, frozen=True):
    """What an app's page is opened with."""

    app: AppId
    token: str
    expires_at: datetime


class Visit(Struct, frozen=True):
    """Who has an app's page open, for which store, until when."""

    store: StoreId
    user: UserId
    expires_at: datetime


async def open_page(tx: Tx, store: StoreId, client_id: str, *, user: UserId) -> Opened:
    """A token for the app's page. Raises NotFound when the app is not installed in the store."""
    token = f"spt_{random_text(48)}"
    until = tx.now + LIFE
    app = await tx.value(INSERT, store, client_id, user, digest(token), tx.now, until)
    if app is None:
        raise NotFound("app")
    return Opened(AppId(app), token, until)


async def introspect(db: Db, app: AppId, token: str, *, at: datetime) -> Visit | None:
    """None for a token that is unknown, of another app, or over."""
    row = await db.one(FIND, digest(token), app, at)
    return None if row is None else Visit(StoreId(row["store_id"]), UserId(row["user_id"]), row["expires_at"])
