"""OAuth apps: registered, shown once, changed, installed in stores."""

import re
from typing import Any

import httpx
import pytest

from serai.core import apps
from serai.front import Front
from serai.kit.clock import FrozenClock
from serai.kit.crypto import digest
from serai.kit.db import Database
from serai.wire.call import Services
from tests.conftest import client
from tests.contract.skalia.conftest import bearer
from tests.contract.skalia.test_stores import created
from tests.factories import Account, Make

WANTED: dict[str, Any] = {
    "name": "Raff",
    "redirectUris": ["https://raff.example/callback", "http://localhost:3000/callback"],
    "scopes": ["orders.read", "offline_access", "products.write"],
    "webhookUrl": "https://raff.example/hooks",
    "mode": "custom",
    "profile": "documented",
}


async def registered(skalia: httpx.AsyncClient, **changed: Any) -> dict[str, Any]:
    answer = await skalia.post("/apps", json=WANTED | changed)
    assert answer.status_code == 201, answer.text
    item: dict[str, Any] = answer.json()["item"]
    return item


async def test_an_apps_secrets_are_shown_once(skalia: httpx.AsyncClient, merchant: Account, database: Database) -> None:
    item = await registered(skalia)
    listed = (await skalia.get("/apps")).json()

    secrets = [item.pop("clientSecret"), item.pop("webhookSecret")]
    assert all(re.fullmatch(r"[A-Za-z0-9]{48}", secret) for secret in secrets)
    assert item.pop("createdAt") == item.pop("updatedAt")
    assert item == {
        "id": item["id"],
        "name": "Raff",
        "description": "",
        "clientId": item["clientId"],
        "mode": "custom",
        "profile": "documented",
        "redirectUris": WANTED["redirectUris"],
        "scopes": ["offline_access", "orders.read", "products.read_write"],
        "webhookUrl": "https://raff.example/hooks",
        "webhookStrategy": "signature",
        "accessSeconds": 31_536_000,
        "refreshSeconds": None,
        "version": 1,
    }
    assert re.fullmatch(r"app_[1-9][0-9]+", item["id"])
    assert item.items() <= listed["items"][0].items()
    assert {"clientSecret", "webhookSecret"}.isdisjoint(listed["items"][0])
    assert listed["total"] == 1
    row = await database.one("select secret_digest, to_jsonb(a)::text as text from apps a")
    assert row is not None
    assert row["secret_digest"] == digest(secrets[0])
    assert not any(secret in row["text"] or secret.encode().hex() in row["text"] for secret in secrets)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"redirectUris": ["/callback"]}, "redirectUris.0"),
        ({"redirectUris": ["https://a.example/", "https://a.example/#f"]}, "redirectUris.1"),
        ({"redirectUris": ["https://user@a.example/"]}, "redirectUris.0"),
        ({"redirectUris": ["https://a.example;script-src/"]}, "redirectUris.0"),
        ({"redirectUris": ["https://a.example\\b"]}, "redirectUris.0"),
        ({"redirectUris": ["https://متجر.example/"]}, "redirectUris.0"),
        ({"redirectUris": ["javascript:alert(1)"]}, "redirectUris.0"),
        ({"redirectUris": ["https://a.example/"] * 21}, "redirectUris"),
        ({"scopes": ["orders.read", "orders.everything"]}, "scopes"),
        ({"webhookUrl": "ftp://a.example"}, "webhookUrl"),
        ({"webhookUrl": "http://127.0.0.1:9/hooks"}, "webhookUrl"),
        ({"webhookUrl": "https://169.254.169.254/"}, "webhookUrl"),
        ({"mode": "other"}, "mode"),
        ({"profile": "other"}, "profile"),
        ({"webhookStrategy": "other"}, "webhookStrategy"),
        ({"accessSeconds": 59}, "accessSeconds"),
        ({"refreshSeconds": 10**12}, "refreshSeconds"),
        ({"clientId": "mine"}, "clientId"),
    ],
)
async def test_bad_input_is_named(skalia: httpx.AsyncClient, merchant: Account, changed: dict[str, Any], field: str) -> None:
    answer = await skalia.post("/apps", json=WANTED | changed)

    assert answer.status_code == 422, answer.text
    assert list(answer.json()["errors"]) == [field]
    assert (await skalia.get("/apps")).json()["total"] == 0


async def test_an_app_changes_and_goes(skalia: httpx.AsyncClient, merchant: Account) -> None:
    item = await registered(skalia)

    changed = (await skalia.patch(f"/apps/{item['id']}", json={"name": "Raff 2", "webhookUrl": None})).json()["item"]
    bad = await skalia.patch(f"/apps/{item['id']}", json={"scopes": ["x"], "redirectUris": ["y"]})
    gone = await skalia.delete(f"/apps/{item['id']}")

    assert (changed["name"], changed["webhookUrl"], changed["version"]) == ("Raff 2", None, 2)
    assert (changed["clientId"], changed["scopes"]) == (item["clientId"], item["scopes"])
    assert sorted(bad.json()["errors"]) == ["redirectUris.0", "scopes"]
    assert gone.status_code == 204
    assert (await skalia.get("/apps")).json()["items"] == []
    assert (await skalia.delete(f"/apps/{item['id']}")).status_code == 404


async def test_other_peoples_apps_are_unknown(
    skalia: httpx.AsyncClient, merchant: Account, make: Make, services: Services
) -> None:
    item = await registered(skalia)
    skalia.headers["Authorization"] = bearer(services, await make.account())

    for answer in (
        await skalia.patch(f"/apps/{item['id']}", json={"name": "Mine"}),
        await skalia.delete(f"/apps/{item['id']}"),
    ):
        assert (answer.status_code, answer.json()["detail"]) == (404, "App not found")
    assert (await skalia.get("/apps")).json()["total"] == 0


@pytest.mark.parametrize("mode", ["custom", "easy"])
async def test_a_script_installs_an_app(
    skalia: httpx.AsyncClient, merchant: Account, front: Front, clock: FrozenClock, mode: str
) -> None:
    store, app = await created(skalia), await registered(skalia, mode=mode)

    answer = await skalia.post(f"/stores/{store}/app-installs", json={"clientId": app["clientId"]})
    listed = (await skalia.get(f"/stores/{store}/app-installs")).json()["items"]

    assert answer.status_code == 201
    item = answer.json()["item"]
    assert (item["storeId"], item["appId"], item["clientId"], item["name"]) == (store, app["id"], app["clientId"], "Raff")
    assert item["scopes"] == app["scopes"]
    assert item["expiresAt"] == "2027-04-08T10:00:00Z"
    assert listed == [{name: item[name] for name in item if name not in ("accessToken", "refreshToken", "expiresAt")}]
    async with client(front, "", authorization=f"Bearer {item['accessToken']}") as http:
        assert (await http.get("/oauth2/user/info")).json()["merchant"]["id"] == int(store.removeprefix("store_"))
        assert (await skalia.delete(f"/stores/{store}/app-installs/{app['clientId']}")).status_code == 204
        assert (await http.get("/oauth2/user/info")).status_code == 401
    assert (await skalia.delete(f"/stores/{store}/app-installs/{app['clientId']}")).status_code == 404
    assert (await skalia.get(f"/stores/{store}/app-installs")).json()["items"] == []


async def test_anybodys_app_can_be_installed_but_only_in_ones_own_store(
    skalia: httpx.AsyncClient, merchant: Account, make: Make
) -> None:
    app, foreign = await make.app(scopes=("orders.read",)), await make.store()
    own = await created(skalia)
    body = {"clientId": app.app.client_id}

    mine = await skalia.post(f"/stores/{own}/app-installs", json=body)
    theirs = await skalia.post(f"/stores/store_{foreign.id}/app-installs", json=body)

    assert mine.status_code == 201
    assert mine.json()["item"]["refreshToken"] is None
    assert (theirs.status_code, theirs.json()["detail"]) == (404, "Store not found")


@pytest.mark.parametrize("client_id", ["nobody", "x" * 100, "\u0663"])
async def test_an_unknown_app_cannot_be_installed(skalia: httpx.AsyncClient, merchant: Account, client_id: str) -> None:
    store = await created(skalia)

    answers = [
        await skalia.post(f"/stores/{store}/app-installs", json={"clientId": client_id}),
        await skalia.delete(f"/stores/{store}/app-installs/{client_id}"),
        await skalia.post(f"/stores/{store}/app-installs/{client_id}/page-token"),
    ]

    assert [(answer.status_code, answer.json()["detail"]) for answer in answers] == [(404, "App not found")] * 3


async def test_a_page_of_the_app_is_opened(
    skalia: httpx.AsyncClient, merchant: Account, front: Front, database: Database, clock: FrozenClock
) -> None:
    store, app = await created(skalia), await registered(skalia)
    where = f"/stores/{store}/app-installs/{app['clientId']}/page-token"
    assert (await skalia.post(where)).status_code == 404
    await skalia.post(f"/stores/{store}/app-installs", json={"clientId": app["clientId"]})

    answer = await skalia.post(where)

    item = answer.json()["item"]
    assert answer.status_code == 201
    assert (item["appId"], item["expiresAt"]) == (int(app["id"].removeprefix("app_")), "2026-04-08T11:00:00Z")
    visit = await apps.introspect(database, apps.AppId(item["appId"]), item["token"], at=clock.now())
    assert visit is not None
    assert visit.user == merchant.user.id
