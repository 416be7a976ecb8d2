"""Into the dashboard and out again."""

import httpx
import pytest

from tests.conftest import client
from tests.factories import Account
from tests.web.visitor import Visitor

FORM = {"content-type": "application/x-www-form-urlencoded"}


async def test_whoever_is_not_logged_in_is_sent_to_log_in(browser: httpx.AsyncClient) -> None:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/stores")

    assert visitor.where == "/dashboard/log-in"
    assert visitor.page.title == "Log in"


async def test_the_bare_root_leads_here(browser: httpx.AsyncClient) -> None:
    visitor = Visitor(browser)
    answer = await browser.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/dashboard")

    await visitor.open(answer.headers["location"])
    assert visitor.where == "/dashboard/log-in"


async def test_logging_in_and_out(browser: httpx.AsyncClient, account: Account) -> None:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/log-in")
    await visitor.press(email=account.user.email or "", password=account.password)
    assert visitor.where == "/dashboard"
    session = browser.cookies["serai_dashboard"]

    await visitor.press("/log-out")
    assert "You are logged out." in visitor.words

    browser.cookies.set("serai_dashboard", session)
    await visitor.open("/dashboard")
    assert visitor.where == "/dashboard/log-in"


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_paths(browser: httpx.AsyncClient, account: Account) -> None:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/log-in")
    csrf = dict(visitor.form().fields)["csrf"]
    answer = await browser.post(
        "/dashboard/log-in", data={"csrf": csrf, "email": account.user.email, "password": account.password}
    )

    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("serai_dashboard="))
    assert "HttpOnly" in cookie
    assert "Path=/dashboard" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"email": "nobody@example.com"}])
async def test_a_wrong_pair_says_no_more(browser: httpx.AsyncClient, account: Account, wrong: dict[str, str]) -> None:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/log-in")
    answer = await visitor.press(**{"email": account.user.email or "", "password": account.password, **wrong})

    assert answer.status_code == 403
    assert "E-mail or password is wrong." in visitor.words
    assert account.password not in answer.text
    assert "serai_dashboard" not in browser.cookies


async def test_registering_begins_a_session(browser: httpx.AsyncClient) -> None:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/register")
    await visitor.press(display_name="أمينة", email="amina@shop.example", password="a long password")

    assert visitor.where == "/dashboard"
    assert "أمينة" in visitor.words


async def test_a_refused_registration_keeps_what_was_typed(browser: httpx.AsyncClient, account: Account) -> None:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/register")
    answer = await visitor.press(display_name='<b>"Amina"', email="no address", password="short")

    assert answer.status_code == 422
    fields = dict(visitor.form().fields)
    assert (fields["display_name"], fields["email"], fields["password"]) == ('<b>"Amina"', "no address", "")
    assert "<b>" not in answer.text

    answer = await visitor.press(display_name="Amina", email=account.user.email or "", password="a long password")
    assert answer.status_code == 409


@pytest.mark.parametrize("csrf", ["", "0" * 64])
async def test_a_form_of_another_site_does_nothing(browser: httpx.AsyncClient, csrf: str) -> None:
    await browser.get("/dashboard/register")
    sent = {"csrf": csrf, "display_name": "Mallory", "email": "m@example.com", "password": "a long password"}

    answer = await browser.post("/dashboard/register", data=sent)

    assert answer.status_code == 403
    assert "serai_dashboard" not in browser.cookies


async def test_browsers_that_say_cross_site_are_believed(browser: httpx.AsyncClient, account: Account) -> None:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/log-in")
    fields = {**dict(visitor.form().fields), "email": account.user.email, "password": account.password}

    answer = await browser.post("/dashboard/log-in", data=fields, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"\xff=1", 400), (b"a" * 600_000, 413), (b"email=%00", 403), (b"&".join(b"a%d=1" % n for n in range(3000)), 400)],
)
async def test_what_is_no_form_is_answered(browser: httpx.AsyncClient, body: bytes, status: int) -> None:
    answer = await browser.post("/dashboard/log-in", content=body, headers=FORM)

    assert answer.status_code == status
    assert "<h1>" in answer.text


async def test_pages_run_no_scripts_and_are_framed_nowhere(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/dashboard/log-in")

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("language", "direction", "title"), [("fr", "ltr", "Se connecter"), ("ar", "rtl", "تسجيل الدخول")])
async def test_the_language_is_the_visitors(browser: httpx.AsyncClient, language: str, direction: str, title: str) -> None:
    visitor = Visitor(browser)
    answer = await visitor.open("/dashboard/log-in", **{"accept-language": f"{language};q=0.9, de"})
    assert visitor.page.title == title
    assert f'lang="{language}" dir="{direction}"' in answer.text

    await visitor.open("/dashboard/log-in?language=en")
    await visitor.open("/dashboard/log-in", **{"accept-language": language})
    assert visitor.page.title == "Log in"


async def test_a_changed_cookie_is_nobodys(browser: httpx.AsyncClient, account: Account) -> None:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/log-in")
    await visitor.press(email=account.user.email or "", password=account.password)
    browser.cookies.set("serai_dashboard", browser.cookies["serai_dashboard"][:-2] + "xx", path="/dashboard")
    browser.cookies.delete("serai_dashboard", domain="testserver.local", path="/dashboard")

    await visitor.open("/dashboard")
    assert visitor.where == "/dashboard/log-in"


async def test_sessions_of_the_consent_page_are_not_the_dashboards(front: object, account: Account) -> None:
    async with client(front, "") as other:  # type: ignore[arg-type]
        other.cookies.set("serai_dashboard", "eyJhbGciOiJIUzI1NiJ9.e30.x")
        answer = await other.get("/dashboard")
    assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard/log-in")
