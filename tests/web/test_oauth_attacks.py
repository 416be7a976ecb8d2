"""The consent page in the hands of those who try to misuse it."""

from urllib.parse import quote, urlencode

import httpx
import pytest

from serai.core import apps
from serai.core.apps import Registered
from serai.front import Front
from serai.kit.db import Database
from tests.conftest import client
from tests.factories import Account, Make
from tests.web.browsing import CALLBACK, Form, Merchant, url

INSTALLS = "select count(*) from app_installs"
CODES = "select count(*) from oauth_codes"


# ── no way back ──

TRICKS = [
    "",
    "https://evil.example/callback",
    CALLBACK + "/",
    CALLBACK + "/../x",
    CALLBACK + "x",
    CALLBACK + "?a=b",
    CALLBACK + "#f",
    CALLBACK + "%0d%0a",
    CALLBACK[:-1],
    "http://app.example/callback",
    "https://app.example:443/callback",
    "https://app.example:8443/callback",
    "https://app.example./callback",
    "https://APP.example/callback",
    "https://app.example@evil.example/callback",
    "https://user@app.example/callback",
    "https://app.example.evil.example/callback",
    "https://evil.example/https://app.example/callback",
    "https://evil.example\\@app.example/callback",
    "//app.example/callback",
    "javascript:alert(1)",
    "https://app.example/call%62ack",
    " " + CALLBACK,
    CALLBACK + "\x00",
    "https://app.example/second",
    "*",
]


@pytest.mark.parametrize("trick", TRICKS)
async def test_nobody_is_sent_where_the_app_does_not_live(
    merchant: Merchant, make: Make, database: Database, trick: str
) -> None:
    app = await make.app(redirect_uris=(CALLBACK, "https://app.example/other"))
    where = url(app, redirect_uri=trick)

    for answer in (await merchant.open(where), await merchant.browser.post(where, data={"do": "deny"})):
        assert answer.status_code == 400
        assert "location" not in answer.headers
        assert "registered addresses" in answer.text
        assert "form-action 'none'" in answer.headers["content-security-policy"]
    assert await database.value(CODES) == 0


@pytest.mark.parametrize("client_id", [None, "", "nobody", "x" * 5000, "\x00", "é", "'; drop table apps"])
async def test_an_unknown_app_is_told_nothing(merchant: Merchant, app: Registered, client_id: str | None) -> None:
    answer = await merchant.open(url(app, client_id=client_id))

    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "unknown" in answer.text


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
async def test_what_decides_the_way_back_comes_once(merchant: Merchant, app: Registered, name: str) -> None:
    value = {"client_id": app.app.client_id, "redirect_uri": CALLBACK}[name]

    for again in (value, "https://evil.example/"):
        answer = await merchant.open(f"{url(app)}&{name}={quote(again, safe='')}")
        assert answer.status_code == 400
        assert "location" not in answer.headers


async def test_one_apps_url_is_no_use_to_another(merchant: Merchant, make: Make, app: Registered) -> None:
    thief = await make.app(redirect_uris=("https://evil.example/callback",))

    assert (await merchant.open(url(thief))).status_code == 400
    assert (await merchant.open(url(app, redirect_uri="https://evil.example/callback"))).status_code == 400


async def test_a_removed_app_is_unknown(merchant: Merchant, make: Make, app: Registered) -> None:
    await merchant.open(url(app))
    await merchant.log_in()
    async with make.database.begin() as tx:
        await apps.remove(tx, app.app.owner, app.app.id)

    assert (await merchant.press("allow")).status_code == 400


# ── other sites ──


@pytest.mark.parametrize("csrf", [None, "", "0" * 64, "é", "of the log-in form", "of another session", "of another request"])
async def test_a_form_from_elsewhere_allows_nothing(
    merchant: Merchant, front: Front, make: Make, app: Registered, database: Database, csrf: str | None
) -> None:
    before = Form((await merchant.open(url(app))).text).fields["csrf"]
    page = Form((await merchant.log_in()).text)
    forged = {"do": "allow", "store": page.fields["store"]}
    if csrf is not None:
        forged["csrf"] = csrf
    if csrf == "of the log-in form":
        forged["csrf"] = before
    if csrf == "of another session":
        forged["csrf"] = await _csrf_of_another(front, make, app)
    if csrf == "of another request":
        forged["csrf"] = Form((await merchant.open(url(app, scope="store.read"))).text).fields["csrf"]

    answer = await merchant.browser.post(url(app), data=forged)

    assert answer.status_code == 403
    assert "location" not in answer.headers
    assert await database.value(INSTALLS) == 0


async def _csrf_of_another(front: Front, make: Make, app: Registered) -> str:
    account = await make.account(email="attacker@shop.example")
    await make.store(account)
    async with client(front, "") as browser:
        attacker = Merchant(browser, "attacker@shop.example", account.password)
        await attacker.open(url(app))
        return Form((await attacker.log_in()).text).fields["csrf"]


@pytest.mark.parametrize("cookie", ["none", "of another browser"])
async def test_nobody_is_logged_in_by_another_site(
    merchant: Merchant, front: Front, app: Registered, account: Account, cookie: str
) -> None:
    async with client(front, "") as other:
        page = Form((await other.get(url(app))).text)
    if cookie != "none":
        await merchant.open(url(app))
    sent = {**page.fields, "do": "log-in", "email": account.user.email or "", "password": account.password}

    answer = await merchant.browser.post(url(app), data=sent)

    assert answer.status_code == 403
    assert "serai_consent" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_what_a_browser_calls_foreign_is_refused(
    merchant: Merchant, app: Registered, database: Database, site: str
) -> None:
    await merchant.open(url(app))
    page = Form((await merchant.log_in()).text)

    answer = await merchant.browser.post(url(app), data={**page.fields, "do": "allow"}, headers={"sec-fetch-site": site})

    assert answer.status_code == 403
    assert await database.value(INSTALLS) == 0


async def test_looking_allows_nothing(merchant: Merchant, app: Registered, database: Database) -> None:
    await merchant.open(url(app))
    page = Form((await merchant.log_in()).text)

    await merchant.open(f"{url(app)}&{urlencode({**page.fields, 'do': 'allow'})}")

    assert await database.value(INSTALLS) == 0


@pytest.mark.parametrize("body", [b"", b"\xff", b"do=allow&" + b"x" * 20_000, b"&".join([b"a=1"] * 100), b"{}"])
async def test_a_body_that_is_no_form_does_nothing(
    merchant: Merchant, app: Registered, database: Database, body: bytes
) -> None:
    await merchant.open(url(app))
    await merchant.log_in()

    assert (await merchant.browser.post(url(app), content=body)).status_code == 403
    assert await database.value(INSTALLS) == 0


async def test_pages_are_for_nobodys_frame_and_no_cache(merchant: Merchant, app: Registered) -> None:
    log_in, lost = await merchant.open(url(app)), await merchant.browser.get("/oauth2/auth")
    await merchant.open(url(app))
    consent = await merchant.log_in()

    for page in (log_in, consent, lost):
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "script-src" not in policy
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert not [tag for tag, values in Form(page.text).tags if tag == "script" or any(n.startswith("on") for n in values)]
    assert "form-action 'self' https://app.example" in consent.headers["content-security-policy"]
    sent = await merchant.press("allow")
    assert (sent.headers["cache-control"], sent.headers["referrer-policy"]) == ("no-store", "no-referrer")


async def test_cookies_are_out_of_reach(merchant: Merchant, app: Registered, front: Front) -> None:
    await merchant.open(url(app))
    visit = merchant.seen[-1].headers["set-cookie"]
    form = Form(merchant.seen[-1].text).fields
    sent = {**form, "do": "log-in", "email": merchant.email, "password": merchant.password}
    session = (await merchant.browser.post(url(app), data=sent)).headers["set-cookie"]

    for cookie in (visit, session):
        assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/salla/oauth2/"))
        assert "Secure" not in cookie
    transport = httpx.ASGITransport(app=front)
    async with httpx.AsyncClient(transport=transport, base_url="https://testserver") as safe:
        assert "Secure" in (await safe.get(url(app))).headers["set-cookie"]


async def test_the_cookie_is_no_key_to_anything_else(merchant: Merchant, app: Registered, skalia: httpx.AsyncClient) -> None:
    await merchant.open(url(app))
    await merchant.log_in()
    cookie = merchant.browser.cookies["serai_consent"]

    assert (await skalia.get("/auth/me", headers={"authorization": f"Bearer {cookie}"})).status_code == 401


async def test_what_an_author_writes_is_text(merchant: Merchant, make: Make) -> None:
    author = await make.account()
    async with make.database.begin() as tx:
        new = apps.NewApp(
            name='<img src=x onerror="a()">{0}',
            description="</p><script>a()</script>",
            scopes=("orders.read",),
            redirect_uris=(CALLBACK,),
        )
        app = await apps.register(tx, make.services.vault, author.user.id, new)

    await merchant.open(url(app))
    page = Form((await merchant.log_in()).text)

    assert {"img", "script"}.isdisjoint(tag for tag, _ in page.tags)
    assert '<img src=x onerror="a()">{0}' in page.words


async def test_from_another_machine_only_https(front: Front, app: Registered) -> None:
    transport = httpx.ASGITransport(app=front, client=("203.0.113.9", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as far:
        answer = await far.get(url(app))

    assert answer.status_code == 403
    assert "HTTPS" in answer.text
    assert "set-cookie" not in answer.headers


async def test_the_style_is_served(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/oauth2/auth/style.css")

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/css")
