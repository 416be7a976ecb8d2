"""Letting an app into a store, and out again."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct, structs

from serai.core.accounts import StoreId, UserId
from serai.core.apps import chains, directory, news, scopes
from serai.core.apps.app import App, AppId, Mode, Tokens
from serai.core.apps.news import Install
from serai.kit.crypto import Vault
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound

# Whoever comes second waits here, and gets the row that the first one made.
ADMIT = """
insert into app_installs (store_id, app_id, user_id, scopes, installed_at, updated_at)
values ($1, $2, $3, '{}', $4, $4)
on conflict on constraint app_installs_store_id_key do update set updated_at = excluded.updated_at
returning id, store_id, scopes, installed_at, (xmax = 0) as is_new
"""

AGREE = """
update app_installs
   set scopes = $2
 where id = $1
"""

REMOVE = """
delete from app_installs
 where store_id = $1
   and app_id = $2
returning id, store_id, scopes, installed_at
"""


PLACED = """
select i.app_id, a.client_id, a.name, a.description, i.scopes, i.installed_at
  from app_installs i
  join apps a on a.id = i.app_id
 where i.store_id = $1
 order by i.installed_at desc, i.id desc
"""


class Placed(Struct, frozen=True):
    """An app that a store has; `scopes` is what was agreed to."""

    app: AppId
    client_id: str
    name: str
    description: str
    scopes: tuple[str, ...]
    installed_at: datetime


class Installed(Struct, frozen=True):
    """An app that is in a store now, and the tokens it may use there."""

    app: App
    install: Install
    tokens: Tokens


async def install(
    tx: Tx, vault: Vault, store: StoreId, client_id: str, *, user: UserId, asked: Sequence[str] | None = None
) -> Installed:
    """Let an app in, for all that it is registered for unless fewer scopes are asked, and hand out a pair of tokens.

    In easy mode the app is told the pair too. Repeating it hands out another pair, and agrees to what the app has
    been registered for meanwhile. Raises NotFound.
    """
    app = await directory.hold(tx, client_id)
    granted = app.scopes if asked is None else scopes.within(asked, app.scopes)
    admitted = await admit(tx, app, store, user=user, granted=granted)
    _, tokens = await chains.begin(tx, app, install=admitted.id, user=user, granted=granted)
    if app.mode is Mode.EASY:
        tx.emit(news.authorized(vault, app, admitted, tokens))
    return Installed(app, admitted, tokens)


async def admit(tx: Tx, app: App, store: StoreId, *, user: UserId, granted: Sequence[str]) -> Install:
    """The app is in the store, with at least these scopes. It is told so when it is new, or may do more than before."""
    row = await tx.one(ADMIT, store, app.id, user, tx.now)
    if row is None:
        raise NotFound("store")
    before = install_of(row)
    after = structs.replace(before, scopes=scopes.ordered([*before.scopes, *granted]))
    if after.scopes != before.scopes:
        await tx.run(AGREE, after.id, list(after.scopes))
    if row["is_new"]:
        tx.emit(news.installed(app, after))
    elif after.scopes != before.scopes:
        tx.emit(news.updated(app, after, at=tx.now))
    return after


def install_of(row: Row) -> Install:
    return Install(row["id"], StoreId(row["store_id"]), tuple(row["scopes"]), row["installed_at"])


async def uninstall(tx: Tx, store: StoreId, client_id: str) -> None:
    """Its codes and tokens are unknown from the next request on. Raises NotFound when it is not there."""
    app = await directory.hold(tx, client_id)
    row = await tx.one(REMOVE, store, app.id)
    if row is None:
        raise NotFound("app")
    tx.emit(news.uninstalled(app, install_of(row), at=tx.now))


async def installed_in(db: Db, store: StoreId) -> tuple[Placed, ...]:
    """The apps that a store has, newest first."""
    rows = await db.all(PLACED, store)
    return tuple(
        Placed(
            AppId(row["app_id"]),
            row["client_id"],
            row["name"],
            row["description"],
            tuple(row["scopes"]),
            row["installed_at"],
        )
        for row in rows
    )
