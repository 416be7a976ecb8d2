"""API keys: made and shown once, listed, revoked."""

import asyncio
import re

import httpx
import pytest

from serai.app import compose
from serai.core import apps, stores
from serai.kit.db import Database
from serai.kit.pages import Slice
from serai.settings import Settings
from tests.conftest import client, make_services
from tests.factories import Make
from tests.web.visitor import Visitor

KEYS = "select name, dialect, scopes, expires_at from api_keys where store_id = $1 order by id"


@pytest.fixture
def here(shop: stores.Store) -> str:
    return f"/dashboard/stores/{shop.id}/developers"


def ticks(*names: str) -> dict[str, str]:
    return {f"scopes[{name}]": "true" for name in names}


def shown(answer: httpx.Response) -> list[str]:
    """The texts to copy."""
    return re.findall(r'class="code" readonly dir="ltr" value="([^"]*)"', answer.text)


@pytest.mark.parametrize(
    ("dialect", "begins", "calls"),
    [("salloq", "ak_live_", 1), ("devskin", "dsk_live_", 1), ("scayle", "", 2)],
)
async def test_a_key_is_shown_with_calls_that_work(merchant: Visitor, here: str, dialect: str, begins: str, calls: int) -> None:
    await merchant.open(f"{here}/keys/new?dialect={dialect}")
    answer = await merchant.press(name="Till")
    text, *lines = shown(answer)

    assert text.startswith(begins)
    assert len(lines) == calls
    for line in lines:
        url, header = re.findall("&#34;([^&]*)&#34;", line)
        name, value = header.split(": ")
        assert value == text
        assert (await merchant.browser.get(url, headers={name: value})).status_code == 200

    await merchant.open(here)
    assert "Till" in merchant.words
    assert text not in merchant.page.words


async def test_sending_the_form_again_makes_no_second_key(
    merchant: Visitor, here: str, database: Database, shop: stores.Store
) -> None:
    await merchant.open(f"{here}/keys/new")
    fields = {**dict(merchant.form().fields), "name": "Till"}
    first = await merchant.browser.post(merchant.where, data=fields)
    again = await merchant.browser.post(merchant.where, data=fields)

    assert first.status_code == 200
    assert again.status_code == 303
    assert len(await database.all(KEYS, shop.id)) == 1
    await merchant.open(again.headers["location"])
    assert "This form was already sent and its key was shown." in merchant.words
    assert shown(first)[0] not in str(merchant.answer and merchant.answer.text)


async def test_two_presses_at_the_same_moment_make_one_key(committed: Database, config: Settings) -> None:
    services = make_services(committed)
    make = Make(services)
    account = await make.account()
    shop = await make.store(account)
    async with client(compose(config, services), "") as browser:
        visitor = Visitor(browser)
        await visitor.open("/dashboard/log-in")
        await visitor.press(email=account.user.email or "", password=account.password)
        await visitor.open(f"/dashboard/stores/{shop.id}/developers/keys/new")
        fields = {**dict(visitor.form().fields), "name": "Till"}
        answers = await asyncio.gather(*(browser.post(visitor.where, data=fields) for _ in range(6)))

    assert sorted(answer.status_code for answer in answers) == [200, 303, 303, 303, 303, 303]
    assert len(await committed.all(KEYS, shop.id)) == 1


async def test_a_refused_form_can_be_sent_again(merchant: Visitor, here: str, database: Database, shop: stores.Store) -> None:
    await merchant.open(f"{here}/keys/new")
    fields = {**dict(merchant.form().fields), "name": "n" * 101}
    refused = await merchant.browser.post(merchant.where, data=fields)
    taken = await merchant.browser.post(merchant.where, data={**fields, "name": "Till"})

    assert (refused.status_code, taken.status_code) == (422, 200)
    assert [row["name"] for row in await database.all(KEYS, shop.id)] == ["Till"]


async def test_scopes_and_the_last_day(merchant: Visitor, here: str, database: Database, shop: stores.Store) -> None:
    await merchant.open(f"{here}/keys/new?dialect=scayle")
    await merchant.press(name="ERP", expires_at="2026-04-08")

    await merchant.open(f"{here}/keys/new?dialect=salloq")
    fields = [pair for pair in merchant.form().fields if not pair[0].startswith("scopes")]
    sent = {**dict(fields), "name": "Reader", **ticks("orders:read", "products:read")}
    answer = await merchant.browser.post(merchant.where, data=sent)

    assert "/salloq/api/products" in answer.text
    erp, reader = await database.all(KEYS, shop.id)
    # The store is an hour ahead of UTC, and its day is the last.
    assert erp["expires_at"].isoformat() == "2026-04-08T23:00:00+00:00"
    assert erp["scopes"] == ["storefront", "admin:read", "admin:write"]
    assert reader["scopes"] == ["products:read", "orders:read"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"expires_at": "2026-04-07"}, "expires_at"),
        ({"expires_at": "soon"}, "expires_at"),
        ({"scopes[*]": "false"}, "scopes"),
        ({"scopes[everything]": "true"}, "scopes"),
    ],
)
async def test_what_cannot_be_is_said_at_its_field(
    merchant: Visitor, here: str, database: Database, shop: stores.Store, changed: dict[str, str], field: str
) -> None:
    await merchant.open(f"{here}/keys/new")
    fields = {**dict(merchant.form().fields), "name": "Till", **changed}
    answer = await merchant.browser.post(merchant.where, data=fields)

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert await database.all(KEYS, shop.id) == []


@pytest.mark.parametrize("changed", [{"dialect": "skalia"}, {"once": "x"}, {"once": ""}, {"once": "\x00" * 32}])
async def test_what_no_form_of_ours_sends_makes_nothing(
    merchant: Visitor, here: str, database: Database, shop: stores.Store, changed: dict[str, str]
) -> None:
    await merchant.open(f"{here}/keys/new")
    fields = {**dict(merchant.form().fields), "name": "Till", **changed}
    answer = await merchant.browser.post(merchant.where, data=fields)

    assert answer.status_code in (403, 422)
    assert await database.all(KEYS, shop.id) == []


async def test_a_revoked_key_opens_nothing_and_is_remembered(
    merchant: Visitor, here: str, make: Make, shop: stores.Store
) -> None:
    text = await make.key(shop)
    assert (await merchant.browser.get("/salloq/api/products", headers={"x-api-key": text})).status_code == 200

    await merchant.open(here)
    await merchant.press("/revoke")

    assert "The key is revoked." in merchant.words
    assert (await merchant.browser.get("/salloq/api/products", headers={"x-api-key": text})).status_code == 401
    assert "There is no key in use." in merchant.words
    await merchant.open(f"{here}?state=revoked")
    assert text[:12] in merchant.words
    assert not [form for form in merchant.page.forms if form.action.endswith("/revoke")]


async def test_another_stores_key_is_unknown(merchant: Visitor, here: str, make: Make, database: Database) -> None:
    other = await make.store()
    text = await make.key(other)
    (key,) = (await apps.keys(database, other.id, slice=Slice(1, 10))).items
    await make.key(await _own(database, here))

    await merchant.open(here)
    form = merchant.form("/revoke")
    answer = await merchant.browser.post(f"{here}/keys/{key.id}/revoke", data=dict(form.fields))

    assert answer.status_code == 404
    assert (await merchant.browser.get("/salloq/api/products", headers={"x-api-key": text})).status_code == 200


async def _own(database: Database, here: str) -> stores.Store:
    return await stores.get(database, stores.StoreId(int(here.split("/")[3])))


async def test_the_list_goes_on_from_page_to_page(merchant: Visitor, here: str, make: Make, shop: stores.Store) -> None:
    for _ in range(26):
        await make.key(shop)

    await merchant.open(here)
    assert len([form for form in merchant.page.forms if form.action.endswith("/revoke")]) == 25
    later = next(link for link in merchant.page.links if "page=2" in link)
    await merchant.open(later)
    assert len([form for form in merchant.page.forms if form.action.endswith("/revoke")]) == 1
    assert any("page=1" in link for link in merchant.page.links)


async def test_names_are_texts(merchant: Visitor, here: str) -> None:
    await merchant.open(f"{here}/keys/new")
    await merchant.press(name='<script>alert("1")</script> مفتاح')
    answer = await merchant.open(here)

    assert "<script>" not in answer.text
    assert '<script>alert("1")</script> مفتاح' in merchant.words


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_every_page_speaks_the_language(
    merchant: Visitor, here: str, make: Make, shop: stores.Store, language: str
) -> None:
    await make.key(shop)
    await merchant.open(f"{here}?language={language}")
    for path in ("", "?state=revoked", "/keys/new", "/keys/new?dialect=devskin", "/keys/new?dialect=scayle"):
        answer = await merchant.open(here + path)
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
        assert merchant.page.faults == []
    answer = await merchant.press(name="x")
    assert (answer.status_code, merchant.page.faults) == (200, [])
