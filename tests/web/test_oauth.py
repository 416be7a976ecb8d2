"""The consent page, as a merchant without JavaScript uses it."""

import httpx
import pytest

from serai.core import apps
from serai.core.apps import Registered
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from tests.factories import Account, Make
from tests.web.browsing import Form, Merchant, arrived, url

INSTALLS = "select count(*) from app_installs"
CODES = "select count(*) from oauth_codes"


# ── the way through ──


@pytest.mark.parametrize("path", ["/salla/oauth2/auth", "/oauth2/auth", "/oauth2/authorize", "/salla/oauth2/authorize/"])
async def test_a_merchant_logs_in_and_allows(merchant: Merchant, app: Registered, path: str) -> None:
    page = await merchant.open(url(app, path))
    assert page.status_code == 200
    assert app.app.name in Form(page.text).words

    asked = Form((await merchant.log_in()).text)
    assert {"allow", "deny", "other"} == set(asked.buttons)
    assert all(text in asked.words for text in (app.app.name, "huda-shop", "see orders", "stay connected", "app.example"))
    assert "products" not in asked.words

    sent = arrived(await merchant.press("allow"))
    assert set(sent) == {"code", "scope", "state"}
    assert (sent["scope"], sent["state"]) == ("offline_access orders.read", "Zx9-._~")


async def test_who_is_logged_in_is_not_asked_again(merchant: Merchant, app: Registered) -> None:
    first = await merchant.agree(url(app))
    page = await merchant.open(url(app))

    assert "log-in" not in Form(page.text).buttons
    assert arrived(await merchant.press("allow"))["code"] != first["code"]


async def test_a_login_here_ends_after_an_hour(merchant: Merchant, app: Registered, clock: FrozenClock) -> None:
    await merchant.agree(url(app))
    clock.advance(3600)

    assert "log-in" in Form((await merchant.open(url(app))).text).buttons


async def test_another_account_can_be_used(merchant: Merchant, app: Registered) -> None:
    await merchant.open(url(app))
    await merchant.log_in()

    kept = merchant.browser.cookies["serai_consent"]

    assert "log-in" in Form((await merchant.press("other")).text).buttons
    replayed = await merchant.open(url(app), cookie=f"serai_consent={kept}")
    assert "log-in" in Form(replayed.text).buttons


async def test_only_the_merchants_own_stores_can_be_chosen(
    merchant: Merchant, account: Account, app: Registered, make: Make, database: Database
) -> None:
    second, foreign = await make.store(account), await make.store()
    await merchant.open(url(app))
    page = Form((await merchant.log_in()).text)
    assert len(page.choices) == 2
    assert "store" not in page.fields

    for store in (str(foreign.id), "", "x", "9" * 40, "\u0661"):
        assert (await merchant.press("allow", store=store)).status_code == 400
    assert await database.value(INSTALLS) == 0

    assert "code" in arrived(await merchant.press("allow", store=str(second.id)))
    assert await database.value("select store_id from app_installs") == second.id


async def test_without_a_store_nothing_can_be_allowed(browser: httpx.AsyncClient, make: Make, app: Registered) -> None:
    account = await make.account(email="new@shop.example")
    merchant = Merchant(browser, "new@shop.example", account.password)
    await merchant.open(url(app))

    page = Form((await merchant.log_in()).text)

    assert "no store yet" in page.words
    assert "allow" not in page.buttons
    assert arrived(await merchant.press("deny"))["error"] == "access_denied"


@pytest.mark.parametrize("logged_in", [True, False])
async def test_refusing_is_told_to_the_app(merchant: Merchant, app: Registered, database: Database, logged_in: bool) -> None:
    await merchant.open(url(app))
    if logged_in:
        await merchant.log_in()

    sent = arrived(await merchant.press("deny"))

    assert sent == {
        "error": "access_denied",
        "error_description": "The merchant did not allow it.",
        "state": "Zx9-._~",
    }
    assert await database.value(INSTALLS) == 0


@pytest.mark.parametrize(
    "wrong", [{"password": "wrong"}, {"email": "nobody@shop.example"}, {"password": ""}, {"email": "a\x00b"}]
)
async def test_a_wrong_password_is_said(merchant: Merchant, app: Registered, wrong: dict[str, str]) -> None:
    await merchant.open(url(app))

    answer = await merchant.press("log-in", **{"email": merchant.email, "password": merchant.password, **wrong})

    assert answer.status_code == 403
    assert "Incorrect e-mail or password" in answer.text
    assert merchant.password not in answer.text


async def test_passwords_cannot_be_tried_on_and_on(merchant: Merchant, app: Registered) -> None:
    await merchant.open(url(app))
    for _ in range(10):
        await merchant.press("log-in", email=merchant.email, password="wrong")

    answer = await merchant.press("log-in", email=merchant.email, password=merchant.password)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


# ── languages ──


@pytest.mark.parametrize(
    ("accepted", "language", "direction", "words"),
    [
        ("en-GB,en;q=0.9", "en", "ltr", "Log in"),
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr", "ltr", "Se connecter"),
        ("en;q=0.3, ar-SA;q=0.9", "ar", "rtl", "تسجيل الدخول"),
        ("de", "en", "ltr", "Log in"),
        (";q=x,,", "en", "ltr", "Log in"),
    ],
)
async def test_the_page_speaks_the_merchants_language(
    merchant: Merchant, app: Registered, accepted: str, language: str, direction: str, words: str
) -> None:
    page = await merchant.open(url(app), **{"accept-language": accepted})

    tag, values = Form(page.text).tags[0]
    assert (tag, values["lang"], values["dir"]) == ("html", language, direction)
    assert words in page.text
    assert page.headers["content-language"] == language


async def test_the_language_can_be_chosen_without_losing_the_request(merchant: Merchant, app: Registered) -> None:
    page = await merchant.open(url(app, state="a b"))
    links = [values["href"] for tag, values in Form(page.text).tags if tag == "a"]

    arabic = await merchant.open("/salla/oauth2/auth" + str(links[2]))
    await merchant.log_in()

    assert 'dir="rtl"' in arabic.text
    assert 'dir="rtl"' in merchant.seen[-1].text
    assert "الاطلاع على الطلبات" in merchant.seen[-1].text
    assert arrived(await merchant.press("allow"))["state"] == "a b"


async def test_every_scope_has_words_in_every_language() -> None:
    from serai.web.oauth.words import WORDS

    for words in WORDS.values():
        said = [words.scope(scope) for scope in apps.scopes.KNOWN]
        assert len(set(said)) == len(apps.scopes.KNOWN)
        assert all(text and "{" not in text for text in said)
