"""What an app may ask of the consent page, and what it is told."""

import pytest

from serai.core import apps
from serai.core.apps import Registered
from tests.factories import Make
from tests.web.browsing import CALLBACK, Merchant, arrived, url

INSTALLS = "select count(*) from app_installs"
CODES = "select count(*) from oauth_codes"


@pytest.mark.parametrize(
    ("scope", "granted"),
    [
        (None, "offline_access orders.read products.read store.read"),
        ("", "offline_access orders.read products.read store.read"),
        ("orders.read,products.read", "orders.read products.read"),
        ("orders.read unknown.thing customers.read", "orders.read"),
        ("orders.read_write", "orders.read"),
        ("orders.write", "orders.read"),
    ],
)
async def test_scopes(merchant: Merchant, app: Registered, scope: str | None, granted: str) -> None:
    assert (await merchant.agree(url(app, scope=scope)))["scope"] == granted


@pytest.mark.parametrize(
    "state",
    [
        "abc",
        "a-b.c_d~e",
        "a b+c",
        "ä€😀",
        "%41%",
        "<script>",
        "&code=x",
        "=",
        "\r\nSet-Cookie: a=b",
        "x" * 1500,
        "\x00",
        "'\";",
    ],
)
async def test_the_state_comes_back_to_the_letter(merchant: Merchant, app: Registered, state: str) -> None:
    assert (await merchant.agree(url(app, state=state)))["state"] == state


async def test_a_state_that_is_no_text_comes_back_byte_for_byte(merchant: Merchant, app: Registered) -> None:
    await merchant.open(url(app, state=None) + "&state=%FF%FE-a+b%2Bc")
    await merchant.log_in()

    location = (await merchant.press("allow")).headers["location"]

    assert location.endswith("&state=%FF%FE-a%20b%2Bc")


async def test_without_a_state_none_comes_back(merchant: Merchant, app: Registered) -> None:
    assert set(await merchant.agree(url(app, state=None))) == {"code", "scope"}


@pytest.mark.parametrize("extra", ["approval_prompt=auto", "show_dialog=true", "a=1&a=2", "%FF=%FF"])
async def test_what_is_not_known_is_ignored(merchant: Merchant, app: Registered, extra: str) -> None:
    assert "code" in await merchant.agree(f"{url(app)}&{extra}")


@pytest.mark.parametrize(
    ("changed", "more", "error"),
    [
        ({"response_type": "token"}, "", "unsupported_response_type"),
        ({"response_type": None}, "", "invalid_request"),
        ({}, "&response_type=code", "invalid_request"),
        ({}, "&scope=orders.read", "invalid_request"),
        ({}, "&state=other", "invalid_request"),
        ({"scope": "customers.read"}, "", "invalid_scope"),
        ({"code_challenge": "short"}, "", "invalid_request"),
        ({"code_challenge": "a" * 43, "code_challenge_method": "S512"}, "", "invalid_request"),
        ({"code_challenge_method": "S256"}, "", "invalid_request"),
    ],
)
async def test_a_wrong_request_is_told_to_the_app(
    merchant: Merchant, app: Registered, changed: dict[str, str | None], more: str, error: str
) -> None:
    sent = arrived(await merchant.open(url(app, **changed) + more))

    assert (sent["error"], sent["state"]) == (error, "Zx9-._~")
    assert sent["error_description"].isascii()


async def test_an_app_in_easy_mode_cannot_use_the_page(merchant: Merchant, make: Make) -> None:
    app = await make.app(mode=apps.Mode.EASY)

    assert arrived(await merchant.open(url(app)))["error"] == "unauthorized_client"


async def test_a_registered_url_keeps_its_own_query(merchant: Merchant, make: Make) -> None:
    app = await make.app(redirect_uris=(CALLBACK + "?tenant=7",))

    await merchant.open(url(app, redirect_uri=CALLBACK + "?tenant=7"))
    location = (await merchant.press("deny")).headers["location"]

    assert location.startswith(CALLBACK + "?tenant=7&error=access_denied&")


async def test_the_only_registered_url_need_not_be_said(merchant: Merchant, app: Registered) -> None:
    assert "code" in await merchant.agree(url(app, redirect_uri=None))
