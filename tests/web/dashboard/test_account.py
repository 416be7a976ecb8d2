"""The merchant's own profile and password."""

import httpx
import pytest

from serai.core.accounts import Language
from serai.front import Front
from serai.kit.db import Database
from tests.conftest import client
from tests.factories import Account
from tests.web.visitor import Visitor

ME = "select display_name, language, currency from users where id = $1"
NEW = "another horse battery"


async def test_the_profile(merchant: Visitor, database: Database, account: Account) -> None:
    await merchant.open("/dashboard/account")
    await merchant.press(
        **{"display_name": "  أمينة <b>", "preferences[language]": "fr", "preferences[currency]": "EUR"},
    )

    row = await database.one(ME, account.user.id)
    assert row is not None
    assert tuple(row) == ("أمينة <b>", "fr", "EUR")
    assert merchant.answer is not None
    assert "<b>" not in merchant.answer.text
    assert "Votre profil est enregistré." in merchant.words


async def test_the_language_of_the_profile_counts_over_one_chosen_before(merchant: Visitor) -> None:
    await merchant.open("/dashboard/account?language=ar")
    await merchant.open("/dashboard/account")
    assert merchant.page.title == "الحساب والباقة"

    await merchant.press(**{"preferences[language]": "fr"})
    assert merchant.page.title == "Compte et abonnement"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"display_name": " "}, "display_name"),
        ({"display_name": "x" * 101}, "display_name"),
        ({"display_name": "a\x00"}, "display_name"),
        ({"preferences[currency]": "eur"}, "preferences[currency]"),
        ({"preferences[currency]": ""}, "preferences[currency]"),
        ({"preferences[language]": "de"}, "preferences[language]"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field(
    merchant: Visitor, database: Database, account: Account, typed: dict[str, str], field: str
) -> None:
    before = await database.one(ME, account.user.id)
    await merchant.open("/dashboard/account")
    answer = await merchant.press(**typed)

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert await database.one(ME, account.user.id) == before


async def test_changing_the_password_ends_the_other_sessions(
    merchant: Visitor, front: Front, account: Account, browser: httpx.AsyncClient
) -> None:
    async with client(front, "") as other:
        elsewhere = Visitor(other)
        await elsewhere.open("/dashboard/log-in")
        await elsewhere.press(email=account.user.email or "", password=account.password)

        await merchant.open("/dashboard/account/password")
        await merchant.press(current_password=account.password, new_password=NEW, again=NEW)
        assert "The password is changed" in merchant.words
        await merchant.open("/dashboard/account")
        assert merchant.where == "/dashboard/account"

        await elsewhere.open("/dashboard/account")
        assert elsewhere.where == "/dashboard/log-in"
        await elsewhere.press(email=account.user.email or "", password=NEW)
        assert elsewhere.where == "/dashboard"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"current_password": "wrong"}, "current_password"),
        ({"new_password": "short", "again": "short"}, "new_password"),
        ({"again": "something else"}, "again"),
        ({"again": ""}, "again"),
    ],
)
async def test_a_password_that_is_not_taken(
    merchant: Visitor, database: Database, account: Account, typed: dict[str, str], field: str
) -> None:
    stored = await database.value("select password_hash from users where id = $1", account.user.id)
    await merchant.open("/dashboard/account/password")
    answer = await merchant.press(**{"current_password": account.password, "new_password": NEW, "again": NEW, **typed})

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert account.password not in answer.text
    assert NEW not in answer.text
    assert await database.value("select password_hash from users where id = $1", account.user.id) == stored


async def test_guessing_the_present_password_ends(merchant: Visitor, account: Account) -> None:
    await merchant.open("/dashboard/account/password")
    for _ in range(10):
        answer = await merchant.press(current_password="a guess", new_password=NEW, again=NEW)
        assert answer.status_code == 422
    answer = await merchant.press(current_password=account.password, new_password=NEW, again=NEW)
    assert answer.status_code == 429


@pytest.mark.parametrize("language", list(Language))
async def test_every_page_speaks_the_language(merchant: Visitor, language: Language) -> None:
    await merchant.open(f"/dashboard/account?language={language}")
    for path in ("/dashboard/account", "/dashboard/account/password"):
        answer = await merchant.open(path)
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
        assert merchant.page.faults == []
