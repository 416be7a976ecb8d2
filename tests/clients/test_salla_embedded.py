"""`@salla.sa/embedded-sdk`: an app's page inside the dashboard asks who opened it."""

from typing import Any

import pytest

from serai.core import apps
from serai.core.stores import Store
from tests.chaos.server import Server
from tests.clients import run
from tests.evidence import Evidence
from tests.factories import Account, Make

PROVES = pytest.mark.proves("client: npm @salla.sa/embedded-sdk 0.2.5")


async def introspect(server: Server, token: str, app: int) -> dict[str, Any]:
    arguments = {"token": token, "appId": str(app)}
    answer = await run.node("salla_embedded.cjs", arguments, preload="salla_hosts.cjs", SALLA_SERVER=server.base)
    assert (answer["token"], answer["appId"]) == (token, str(app))
    found: dict[str, Any] = answer["found"]
    return found


@PROVES
async def test_the_page_learns_who_opened_it_and_nobody_elses_page_does(
    server: Server, make: Make, shop: Store, owner: Account, evidence: Evidence
) -> None:
    app, other = await make.app(), await make.app()
    await make.installed(shop, app)
    await make.installed(shop, other)
    async with make.database.begin() as tx:
        opened = await apps.open_page(tx, shop.id, app.app.client_id, user=owner.user.id)

    found = await introspect(server, opened.token, app.app.id)
    assert (found["isVerified"], found["isError"]) == (True, False)
    assert (found["data"]["merchant_id"], found["data"]["user_id"]) == (shop.id, owner.user.id)
    await evidence.of(server.base)

    for token, asking in ((opened.token, other.app.id), ("spt_unknown", app.app.id)):
        refused = await introspect(server, token, asking)
        assert (refused["isVerified"], refused["isError"], refused["data"]) == (False, True, None)
        assert refused["error"]
