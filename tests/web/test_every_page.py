"""Every page and every form: what holds for all of them, whatever they show."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest

from serai.front import Front
from serai.web.dashboard.entry import views as entry
from serai.web.dashboard.sections import SECTIONS as DASHBOARD
from serai.web.section import Route
from serai.web.storefront import SECTIONS as STOREFRONT
from tests.conftest import client
from tests.contract.ground import Ground
from tests.contract.walk import Shop, fingerprint
from tests.web.visitor import Visitor

FORM = {"content-type": "application/x-www-form-urlencoded"}
GUARDED = [route for section in DASHBOARD for route in section.routes if not route.is_open]
OF_A_STORE = [route for route in GUARDED if "{store:int}" in route.path]
FORMS = [route for route in GUARDED if route.act]
SHOPPING = [route for section in STOREFRONT for route in section.routes if route.act]
OPEN = {"/log-in", "/register"}


def _name(route: Route) -> str:
    return f"{'POST' if route.act else 'GET'} {route.path}"


def _path(route: Route, shop: Shop) -> str:
    """With the shop's ids; what is not known gets one that nothing has."""
    path = route.path
    while "{" in path:
        start, end = path.index("{"), path.index("}")
        name, _, kind = path[start + 1 : end].partition(":")
        known: dict[str, Any] = {"store": shop.store.id, "slug": "nowhere", **shop.ids}
        path = path[:start] + str(known.get(name, 987_654_321 if kind == "int" else "nowhere")) + path[end + 1 :]
    return path


async def _send(browser: httpx.AsyncClient, route: Route, path: str) -> httpx.Response:
    if route.act:
        return await browser.post(path, content=b"csrf=" + b"0" * 64, headers=FORM)
    return await browser.get(path)


_SESSIONS: dict[int, httpx.Cookies] = {}


@asynccontextmanager
async def _logged_in(ground: Ground, shop: Shop) -> AsyncIterator[httpx.AsyncClient]:
    """The shop's owner at the dashboard; each logs in once for all tests."""
    async with client(ground.front, "") as browser:
        if shop.store.id not in _SESSIONS:
            visitor = Visitor(browser)
            await visitor.open("/dashboard/log-in")
            await visitor.press(email=shop.account.user.email or "", password=shop.account.password)
            _SESSIONS[shop.store.id] = browser.cookies
        browser.cookies = _SESSIONS[shop.store.id]
        yield browser


def test_only_the_entry_is_open() -> None:
    assert {route.path for section in DASHBOARD for route in section.routes if route.is_open} == set()
    made = entry.section(None)  # type: ignore[arg-type] - not called
    assert {route.path for route in made.routes if route.is_open} == OPEN


@pytest.mark.parametrize("route", GUARDED, ids=_name)
async def test_without_a_session_there_is_only_the_way_in(ground: Ground, route: Route) -> None:
    shop, database = ground.victim, ground.database
    before = await fingerprint(database, shop)
    async with client(ground.front, "") as browser:
        answer = await _send(browser, route, "/dashboard" + _path(route, shop))

    assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard/log-in")
    assert await fingerprint(database, shop) == before


@pytest.mark.parametrize("route", OF_A_STORE, ids=_name)
async def test_another_merchants_store_does_not_exist(ground: Ground, route: Route) -> None:
    victim, database = ground.victim, ground.database
    before = await fingerprint(database, victim)
    async with _logged_in(ground, ground.stranger) as browser:
        answer = await _send(browser, route, "/dashboard" + _path(route, victim))

    assert answer.status_code == 404
    assert victim.store.name not in answer.text
    assert await fingerprint(database, victim) == before


@pytest.mark.parametrize("route", FORMS, ids=_name)
async def test_a_form_without_its_token_does_nothing(ground: Ground, route: Route) -> None:
    shop, database = ground.admin, ground.database
    before = await fingerprint(database, shop)
    async with _logged_in(ground, shop) as browser:
        answer = await _send(browser, route, "/dashboard" + _path(route, shop))

    assert answer.status_code in (403, 404)
    assert await fingerprint(database, shop) == before


@pytest.mark.parametrize("route", SHOPPING, ids=_name)
async def test_a_shoppers_form_without_its_token_does_nothing(ground: Ground, route: Route) -> None:
    shop, database = ground.victim, ground.database
    await database.run("update stores set status = 'LIVE' where id = $1", shop.store.id)
    before = await fingerprint(database, shop)
    async with client(ground.front, "") as browser:
        answer = await _send(browser, route, f"/s/{shop.store.public_slug}" + _path(route, shop))

    assert answer.status_code in (303, 403, 404)
    assert await fingerprint(database, shop) == before


@pytest.mark.parametrize("route", [route for route in GUARDED if not route.act], ids=_name)
@pytest.mark.parametrize("query", ["?q=%00&page=-1&after=x&from=2026-99-99&state=%F0%9F%92%A3", "?after=99999999999999999999"])
async def test_an_odd_query_is_answered(ground: Ground, route: Route, query: str) -> None:
    shop = ground.admin
    async with _logged_in(ground, shop) as browser:
        answer = await browser.get("/dashboard" + _path(route, shop) + query, follow_redirects=True)

    assert answer.status_code < 500, answer.text


@pytest.mark.parametrize("number", [0, 2**53, 10**40])
async def test_a_store_that_cannot_be(ground: Ground, number: int) -> None:
    async with _logged_in(ground, ground.stranger) as browser:
        assert (await browser.get(f"/dashboard/stores/{number}/products")).status_code == 404


async def test_what_nobody_foresaw_is_a_page_too(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret detail")

    monkeypatch.setattr("serai.web.dashboard.desk.Dashboard._who", broken)
    async with client(front, "") as browser:
        answer = await browser.get("/dashboard/stores")

    assert answer.status_code == 500
    assert "Something went wrong on our side." in answer.text
    assert "a secret detail" not in answer.text


AGAIN = {route.show for section in DASHBOARD for route in section.routes if route.act}


@pytest.mark.parametrize("route", [route for route in GUARDED if not route.act and route.show in AGAIN], ids=_name)
async def test_a_page_that_is_shown_again_elsewhere_says_where_its_forms_go(ground: Ground, route: Route) -> None:
    """Shown again at the address of one of its forms, a form without an address would go there, and not where it belongs."""
    shop = ground.admin
    elsewhere = [r.path for section in DASHBOARD for r in section.routes if r.act and r.show is route.show]
    async with _logged_in(ground, shop) as browser:
        visitor = Visitor(browser)
        await visitor.open("/dashboard" + _path(route, shop))
        forms = [form for form in visitor.page.forms if form.method == "post" and not form.action]

    assert not forms or set(elsewhere) == {route.path}, forms
