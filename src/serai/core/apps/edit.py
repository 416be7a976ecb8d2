"""Changing and removing an app."""

from msgspec import UNSET, structs

from serai.core.accounts import UserId
from serai.core.apps import chains, describe, directory, news, scopes
from serai.core.apps.app import App, AppChange, AppId, Mode, NewApp
from serai.core.apps.install import AGREE, install_of
from serai.kit.crypto import Vault
from serai.kit.db import Tx

UPDATE = """
update apps
   set name = $2, description = $3, mode = $4, profile = $5, redirect_uris = $6, scopes = $7, webhook_url = $8,
       webhook_strategy = $9, access_seconds = $10, refresh_seconds = $11, version = $12, updated_at = $13
 where id = $1
"""

# In the order in which everybody locks them.
INSTALLS = """
select i.id, i.store_id, i.scopes, i.installed_at, i.user_id, s.owner_id
  from app_installs i
  join stores s on s.id = i.store_id
 where i.app_id = $1
 order by i.id
   for no key update of i
"""

REMOVE = """
update apps
   set removed_at = $2
 where id = $1
"""

UNINSTALL = """
delete from app_installs
 where app_id = $1
returning id, store_id, scopes, installed_at
"""

_TOLD = ("name", "description", "scopes", "mode")
"""What its stores' `app.updated` is about."""


async def edit(tx: Tx, vault: Vault, owner: UserId, id_: AppId, wanted: AppChange) -> App:
    """The app as it now is. Where it is installed, it is told when its name, description, mode or scopes changed.

    Scopes taken away are gone from every token at once. Scopes added wait until a store's owner agrees, except in the
    stores of the app's own author. Raises: NotFound, Invalid as `register`.
    """
    before = await directory.lock(tx, owner, id_)
    fields = NewApp.__struct_fields__
    sent = {name: getattr(wanted, name) for name in fields if getattr(wanted, name) is not UNSET}
    kept = describe.checked(NewApp(**{**{name: getattr(before, name) for name in fields}, **sent}))
    values = {name: getattr(kept, name) for name in fields}
    if all(getattr(before, name) == value for name, value in values.items()):
        return before
    after = structs.replace(before, **values, version=before.version + 1, updated_at=tx.now)
    await _write(tx, after)
    if any(getattr(before, name) != getattr(after, name) for name in _TOLD):
        await _tell(tx, vault, after)
    return after


async def _write(tx: Tx, app: App) -> None:
    await tx.run(
        UPDATE,
        app.id,
        app.name,
        app.description,
        app.mode,
        app.profile,
        list(app.redirect_uris),
        list(app.scopes),
        app.webhook_url,
        app.webhook_strategy,
        app.access_seconds,
        app.refresh_seconds,
        app.version,
        app.updated_at,
    )


async def _tell(tx: Tx, vault: Vault, app: App) -> None:
    """`app.updated`, and in easy mode new tokens right after it."""
    for row in await tx.all(INSTALLS, app.id):
        install = install_of(row)
        if row["owner_id"] == app.owner:
            install = structs.replace(install, scopes=scopes.ordered([*install.scopes, *app.scopes]))
            await tx.run(AGREE, install.id, list(install.scopes))
        agreed = structs.replace(install, scopes=scopes.within(install.scopes, app.scopes))
        tx.emit(news.updated(app, agreed, at=tx.now))
        if app.mode is Mode.EASY:
            user = UserId(row["user_id"])
            _, tokens = await chains.begin(tx, app, install=install.id, user=user, granted=agreed.scopes)
            tx.emit(news.authorized(vault, app, agreed, tokens))


async def remove(tx: Tx, owner: UserId, id_: AppId) -> None:
    """Nobody can use it any more, and every store that had it has not. Raises NotFound."""
    app = await directory.lock(tx, owner, id_)
    await tx.run(REMOVE, app.id, tx.now)
    for row in await tx.all(UNINSTALL, app.id):
        tx.emit(news.uninstalled(app, install_of(row), at=tx.now))
