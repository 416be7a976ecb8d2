"""OAuth apps: registered by their authors, installed by merchants."""

from typing import TypeVar

from serai.core import apps as core
from serai.core.apps import AppId
from serai.core.stores import StoreId
from serai.dialects.skalia.auth import account, own
from serai.dialects.skalia.paging import Item, Items, Listed, Paged, listed, slice_of
from serai.dialects.skalia.shapes.apps import (
    AppChangeIn,
    AppIn,
    AppOut,
    InstallIn,
    InstallOut,
    PageTokenOut,
    app_out,
    installed_out,
    placed_out,
    registered_out,
)
from serai.dialects.skalia.shapes.times import time_out
from serai.kit.addresses import Blocked
from serai.kit.errors import Invalid
from serai.kit.outgoing import Outgoing
from serai.wire.call import Call
from serai.wire.operation import Operations

apps = Operations("Apps")

_GUARD = Outgoing()
"""For a server that was given none: the public internet and nothing else."""

B = TypeVar("B", AppIn, AppChangeIn)


async def _look_up(call: Call, body: B) -> B:
    if isinstance(body.webhook_url, str):
        try:
            await call.services.extras.get("outgoing", _GUARD).check(body.webhook_url)
        except Blocked as blocked:
            raise Invalid.one("webhook_url", str(blocked)) from None
    return body


@apps.post("/apps", status=201, before=_look_up)
async def create_app(call: Call, body: AppIn) -> Item[AppOut]:
    """Register an app; its two secrets are shown this once."""
    return Item(registered_out(await core.register(call.tx, call.services.vault, account(call).user.id, body.to_core())))


@apps.get("/apps")
async def list_apps(call: Call, query: Paged) -> Listed[AppOut]:
    """List the apps that you registered, newest first."""
    page = await core.apps_of(call.db, account(call).user.id, slice=slice_of(call, query))
    return listed(call, query, page, app_out)


@apps.patch("/apps/{id:app}", before=_look_up)
async def change_app(call: Call, id: AppId, body: AppChangeIn) -> Item[AppOut]:  # noqa: A002 - the documentation's word
    """Change an app; scopes taken away are gone from its tokens at once."""
    return Item(app_out(await core.edit(call.tx, call.services.vault, account(call).user.id, id, body.to_core())))


@apps.delete("/apps/{id:app}")
async def remove_app(call: Call, id: AppId) -> None:  # noqa: A002
    """Remove an app, from every store that has it too."""
    await core.remove(call.tx, account(call).user.id, id)


@apps.post("/stores/{id:store}/app-installs", status=201)
async def install_app(call: Call, id: StoreId, body: InstallIn) -> Item[InstallOut]:  # noqa: A002
    """Install an app with all the scopes that it is registered for, and get a pair of tokens."""
    user = account(call).user.id
    return Item(installed_out(await core.install(call.tx, call.services.vault, own(call, id), body.client_id, user=user)))


@apps.get("/stores/{id:store}/app-installs")
async def list_installs(call: Call, id: StoreId) -> Items[InstallOut]:  # noqa: A002
    """List the apps that a store has, newest first."""
    store = own(call, id)
    return Items([placed_out(store, placed) for placed in await core.installed_in(call.db, store)])


@apps.delete("/stores/{id:store}/app-installs/{client_id:client}")
async def uninstall_app(call: Call, id: StoreId, client_id: str) -> None:  # noqa: A002
    """Uninstall an app: its tokens are dead from the next request on."""
    await core.uninstall(call.tx, own(call, id), client_id)


@apps.post("/stores/{id:store}/app-installs/{client_id:client}/page-token", status=201)
async def open_app_page(call: Call, id: StoreId, client_id: str) -> Item[PageTokenOut]:  # noqa: A002
    """Get a token with which an app's page inside the dashboard knows who looks at it."""
    opened = await core.open_page(call.tx, own(call, id), client_id, user=account(call).user.id)
    return Item(PageTokenOut(app_id=opened.app, token=opened.token, expires_at=time_out(opened.expires_at)))
