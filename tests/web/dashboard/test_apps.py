"""Apps: registered, changed, removed by their author; installed in a store and taken out of it."""

import re

import httpx
import pytest

from serai.core import apps, stores
from serai.kit.crypto import digest
from serai.kit.db import Database
from serai.kit.pages import Slice
from serai.wire.call import Services
from tests.factories import Account, Make
from tests.web.visitor import Visitor

CALLBACK = "https://app.example/callback"
PUBLIC = "https://93.184.216.34/hook"


@pytest.fixture
def here(shop: stores.Store) -> str:
    return f"/dashboard/stores/{shop.id}/developers/apps"


def shown(answer: httpx.Response) -> list[str]:
    return re.findall(r'class="code" readonly dir="ltr" value="([^"]*)"', answer.text)


async def own(database: Database, account: Account) -> tuple[apps.App, ...]:
    return (await apps.apps_of(database, account.user.id, slice=Slice(1, 10))).items


async def register(merchant: Visitor, here: str, **typed: str) -> httpx.Response:
    await merchant.open(f"{here}/own/new")
    return await merchant.press(
        **{"name": "Stock keeper", "redirect_uris": f"{CALLBACK}\n\n  {CALLBACK}/2 ", "scopes[orders.read]": "true", **typed}
    )


async def test_registering_shows_the_secrets_once(
    merchant: Visitor, here: str, database: Database, account: Account, services: Services
) -> None:
    answer = await register(merchant, here, webhook_url=PUBLIC, mode="easy", webhook_strategy="token", profile="live")
    client, secret, hook = shown(answer)

    (app,) = await own(database, account)
    assert app.client_id == client
    assert (app.mode, app.profile, app.webhook_strategy, app.webhook_url) == ("easy", "live", "token", PUBLIC)
    assert app.redirect_uris == (CALLBACK, f"{CALLBACK}/2")
    assert app.scopes == ("offline_access", "orders.read")
    row = await database.one("select secret_digest, webhook_secret from apps where id = $1", app.id)
    assert row is not None
    assert row["secret_digest"] == digest(secret)
    assert apps.webhook_secret(services.vault, row["webhook_secret"]) == hook

    for path in ("", f"/own/{client}"):
        page = await merchant.open(here + path)
        assert secret not in page.text
        assert hook not in page.text


async def test_sending_the_form_again_registers_nothing(
    merchant: Visitor, here: str, database: Database, account: Account
) -> None:
    await merchant.open(f"{here}/own/new")
    fields = {**dict(merchant.form().fields), "name": "Twice"}
    answers = [await merchant.browser.post(merchant.where, data=fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 303]
    assert len(await own(database, account)) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"redirect_uris": f"{CALLBACK}\nnot a url"}, "redirect_uris"),
        ({"redirect_uris": "\n".join(f"{CALLBACK}/{n}" for n in range(21))}, "redirect_uris"),
        ({"scopes[everything.read]": "true"}, "scopes"),
        ({"webhook_url": "http://127.0.0.1:5432/"}, "webhook_url"),
        ({"webhook_url": "ftp://app.example"}, "webhook_url"),
        ({"access_seconds": "59"}, "access_seconds"),
        ({"access_seconds": "9" * 40}, "access_seconds"),
        ({"refresh_seconds": "NaN"}, "refresh_seconds"),
        ({"description": "d" * 2001}, "description"),
        ({"mode": "hard"}, "mode"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field(
    merchant: Visitor, here: str, database: Database, account: Account, changed: dict[str, str], field: str
) -> None:
    await merchant.open(f"{here}/own/new")
    fields = {**dict(merchant.form().fields), "name": "Stock keeper", **changed}
    answer = await merchant.browser.post(merchant.where, data=fields)

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert await own(database, account) == ()


async def test_a_wrong_redirect_is_named_by_its_line(merchant: Visitor, here: str) -> None:
    answer = await register(merchant, here, redirect_uris=f"{CALLBACK}\nnot a url")

    assert "2: Is not an absolute http or https URL." in answer.text
    assert dict(merchant.form().fields)["redirect_uris"] == f"{CALLBACK}\nnot a url"


async def test_changing_an_app(merchant: Visitor, here: str, make: Make, database: Database, account: Account) -> None:
    made = await make.app(account, scopes=("orders.read", "products.read"))
    await merchant.open(f"{here}/own/{made.app.client_id}")
    fields = dict(merchant.form().fields)
    assert fields["redirect_uris"] == CALLBACK
    del fields["scopes[products.read]"]
    sent = {**fields, "name": "متجري", "refresh_seconds": "3600", "description": "It <b>keeps</b> stock."}
    assert (await merchant.browser.post(merchant.where, data=sent)).status_code == 303

    (app,) = await own(database, account)
    assert (app.name, app.scopes, app.refresh_seconds) == ("متجري", ("orders.read",), 3600)
    answer = await merchant.open(f"{here}/own/{app.client_id}")
    assert "<b>" not in answer.text


async def test_new_secrets_end_the_old_ones(
    merchant: Visitor, here: str, make: Make, database: Database, account: Account
) -> None:
    made = await make.app(account)
    await merchant.open(f"{here}/own/{made.app.client_id}/rotate")
    fields = dict(merchant.form().fields)
    first = await merchant.browser.post(merchant.where, data=fields)
    again = await merchant.browser.post(merchant.where, data=fields)

    client, secret, hook = shown(first)
    assert client == made.app.client_id
    assert not {secret, hook} & {made.client_secret, made.webhook_secret}
    assert again.status_code == 303
    assert await database.value("select secret_digest from apps where id = $1", made.app.id) == digest(secret)


async def test_removing_asks_first(merchant: Visitor, here: str, make: Make, database: Database, account: Account) -> None:
    made = await make.app(account)
    await merchant.open(f"{here}/own/{made.app.client_id}/remove")
    assert len(await own(database, account)) == 1

    await merchant.press()
    assert "The app is removed." in merchant.words
    assert await own(database, account) == ()
    assert (await merchant.open(f"{here}/own/{made.app.client_id}")).status_code == 404


async def test_installing_shows_what_is_agreed_to_and_then_tokens_that_work(
    merchant: Visitor, here: str, make: Make, shop: stores.Store, database: Database
) -> None:
    made = await make.app()
    await merchant.open(f"{here}/install")
    await merchant.press(client_id=made.app.client_id)
    assert made.app.name in merchant.words
    assert "orders.read" in merchant.words
    assert await apps.installed_in(database, shop.id) == ()

    fields = dict(merchant.form().fields)
    answer = await merchant.browser.post(merchant.where, data=fields)
    access, refresh = shown(answer)
    assert refresh.startswith("srt_")
    served = await merchant.browser.get("/admin/v2/products", headers={"authorization": f"Bearer {access}"})
    assert served.status_code == 200

    again = await merchant.browser.post(merchant.where, data=fields)
    assert again.status_code == 303
    assert await database.value("select count(*) from oauth_chains") == 1


async def test_uninstalling_ends_the_tokens(merchant: Visitor, here: str, make: Make, shop: stores.Store) -> None:
    placed = await make.installed(shop, await make.app())
    bearer = {"authorization": f"Bearer {placed.tokens.access}"}
    await merchant.open(f"{here}/{placed.app.client_id}/uninstall")
    assert (await merchant.browser.get("/admin/v2/products", headers=bearer)).status_code == 200

    await merchant.press()
    assert "The app is uninstalled." in merchant.words
    assert "No app is installed in this store." in merchant.words
    assert (await merchant.browser.get("/admin/v2/products", headers=bearer)).status_code == 401


async def test_a_token_for_the_apps_page(
    merchant: Visitor, here: str, make: Make, shop: stores.Store, services: Services
) -> None:
    placed = await make.installed(shop, await make.app())
    await merchant.open(f"{here}/{placed.app.client_id}")
    (token,) = shown(await merchant.press())

    visit = await apps.introspect(services.database, placed.app.id, token, at=services.clock.now())
    assert visit is not None
    assert visit.store == shop.id


@pytest.mark.parametrize("client", ["x" * 32, "%00", "%27--", "é", "a" * 5000])
async def test_an_app_that_is_not_there(merchant: Visitor, here: str, client: str) -> None:
    for path in (f"{here}/own/{client}", f"{here}/{client}", f"{here}/{client}/uninstall"):
        assert (await merchant.open(path)).status_code == 404
    answer = await merchant.open(f"{here}/install?client_id={client}")
    assert answer.status_code == 200
    assert "There is no app with this client ID." in merchant.words or client == "%00"


@pytest.mark.parametrize("end", ["", "/rotate", "/remove"])
async def test_another_authors_app_is_not_ones_own(
    merchant: Visitor, here: str, make: Make, database: Database, end: str
) -> None:
    author = await make.account()
    theirs = await make.app(author)
    before = await own(database, author)
    path = f"{here}/own/{theirs.app.client_id}{end}"
    assert (await merchant.open(path)).status_code == 404

    await merchant.open(f"{here}/own/new")
    fields = {**dict(merchant.form().fields), "name": "Mine now"}
    assert (await merchant.browser.post(path, data=fields)).status_code == 404
    assert await own(database, author) == before


async def test_an_app_of_another_store_is_not_there(merchant: Visitor, here: str, make: Make, database: Database) -> None:
    other = await make.store()
    placed = await make.installed(other, await make.app())
    await merchant.open(f"{here}/own/new")
    csrf = dict(merchant.form().fields)["csrf"]

    for end in ("", "/uninstall"):
        answer = await merchant.browser.post(f"{here}/{placed.app.client_id}{end}", data={"csrf": csrf})
        assert answer.status_code == 404
    assert len(await apps.installed_in(database, other.id)) == 1


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_every_page_speaks_the_language(
    merchant: Visitor, here: str, make: Make, account: Account, shop: stores.Store, language: str
) -> None:
    made = await make.app(account, mode=apps.Mode.EASY)
    await make.installed(shop, made)
    client = made.app.client_id
    await merchant.open(f"{here}?language={language}")
    paths = ["", "/own/new", f"/own/{client}", f"/own/{client}/rotate", f"/own/{client}/remove", f"/{client}"]
    for path in [*paths, f"/{client}/uninstall", "/install", f"/install?client_id={client}"]:
        answer = await merchant.open(here + path)
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
        assert merchant.page.faults == []
    assert (await merchant.press()).status_code == 200
    assert merchant.page.faults == []
