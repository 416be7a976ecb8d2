"""A shop at a domain of its own."""

import httpx
import pytest

from serai.core import stores
from serai.core.stores import Status
from serai.kit.db import Database
from serai.kit.errors import Unavailable
from tests.factories import Make
from tests.web.storefront.conftest import at, turned
from tests.web.visitor import Visitor

PROVEN = """
update stores
   set custom_domain = $2, custom_domain_token = 'x', custom_domain_verified_at = case when $3::boolean then now() end
 where id = $1
"""


@pytest.fixture
async def domain(shop: stores.Store, database: Database) -> str:
    """The shop's own, proven. Each test has another: a process remembers those that it has met."""
    name = f"shop-{shop.id}.example.com"
    await database.run(PROVEN, shop.id, name, True)
    return name


async def test_the_shop_is_at_the_root_of_its_domain(guest: Visitor, make: Make, shop: stores.Store, domain: str) -> None:
    await make.product(shop, name="A lamp")
    await make.searched()
    there = at(guest, f"http://{domain}/")
    answer = await there.open("/")

    assert answer.status_code == 200
    assert "/products/a-lamp" in there.page.links
    assert all(not link.startswith("/s/") for link in there.page.links)
    assert f'<link rel="canonical" href="https://{domain}/">' in answer.text
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("serai_guest="))
    assert "Path=/;" in cookie
    for path in ("/style.css", "/theme.css", "/robots.txt", "/sitemap.xml", "/products/a-lamp", "/cart"):
        assert (await there.open(path)).status_code == 200, path


async def test_the_other_address_says_which_one_counts(guest: Visitor, domain: str) -> None:
    answer = await guest.open("/s/the-shop/products")
    assert answer.status_code == 200
    assert f'<link rel="canonical" href="https://{domain}/products">' in answer.text


@pytest.mark.parametrize("spelled", ["{}:8443", "{}.", "UP:{}"])
async def test_hosts_are_spelled_in_many_ways(guest: Visitor, domain: str, shop: stores.Store, spelled: str) -> None:
    host = domain.upper() if spelled.startswith("UP") else spelled.format(domain)
    answer = await guest.browser.get("/", headers={"host": host})
    assert answer.status_code == 200
    assert shop.name in answer.text


async def test_apis_and_payment_pages_stand_there_as_before(guest: Visitor, domain: str) -> None:
    here = {"host": domain}
    for path in ("/api/v1/products", "/v1/products", "/skalia/api/v1/products", "/api/products"):
        answer = await guest.browser.get(path, headers=here)
        assert answer.headers["content-type"].startswith("application/json"), path
    assert (await guest.browser.get("/healthz", headers=here)).json() == {"status": "up"}
    assert (await guest.browser.get("/media/1/images/none.png", headers=here)).text == "Not found"


@pytest.mark.parametrize("path", ["/dashboard", "/dashboard/log-in", "/docs", "/s/the-shop/"])
async def test_the_platforms_pages_do_not_stand_there(guest: Visitor, domain: str, path: str) -> None:
    answer = await guest.browser.get(path, headers={"host": domain})
    assert answer.status_code == 404
    assert "This does not exist." in answer.text


async def test_a_domain_counts_once_it_is_proven(guest: Visitor, shop: stores.Store, database: Database) -> None:
    name = f"unproven-{shop.id}.example.com"
    await database.run(PROVEN, shop.id, name, False)
    answer = await guest.browser.get("/products", headers={"host": name})
    assert (answer.status_code, answer.json()["detail"]) == (404, "Not found")
    assert (await guest.browser.get("/dashboard/log-in", headers={"host": name})).status_code == 200
    assert "testserver" in (await guest.open("/s/the-shop/")).text


async def test_a_domain_that_was_given_up_is_forgotten(
    guest: Visitor, shop: stores.Store, database: Database, domain: str
) -> None:
    here = {"host": domain}
    assert (await guest.browser.get("/", headers=here)).status_code == 200
    await database.run("update stores set custom_domain_verified_at = null where id = $1", shop.id)

    assert (await guest.browser.get("/", headers=here)).status_code == 404
    assert (await guest.browser.get("/dashboard/log-in", headers=here)).status_code == 200


async def test_another_shops_domain_shows_the_other_shop(
    guest: Visitor, make: Make, shop: stores.Store, database: Database, domain: str
) -> None:
    other = await make.store()
    await database.run(PROVEN, other.id, f"other-{other.id}.example.com", True)
    answer = await guest.browser.get("/", headers={"host": f"other-{other.id}.example.com"})
    assert (answer.status_code, "This shop is not open yet." in answer.text) == (404, True)

    await turned(make, other, Status.LIVE)
    answer = await guest.browser.get("/", headers={"host": f"other-{other.id}.example.com"})
    assert other.name in answer.text
    assert domain not in answer.text


async def test_a_page_costs_one_statement_more_at_most(guest: Visitor, domain: str, statements: list[str]) -> None:
    here = {"host": domain}
    await guest.browser.get("/nowhere", headers=here)
    statements.clear()
    await guest.browser.get("/nowhere", headers=here)
    assert len(statements) == 1

    for host in ("testserver", "localhost:8000", "127.0.0.1", "[::1]:80"):
        statements.clear()
        await guest.browser.get("/dashboard/log-in", headers={"host": host})
        assert statements == [], host
    await guest.browser.get("/dashboard/log-in", headers={"host": "unknown.example.com"})
    assert len(statements) == 1


async def test_without_a_database_the_platform_answers(
    browser: httpx.AsyncClient, domain: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise Unavailable

    monkeypatch.setattr(Database, "value", away)
    answer = await browser.get("/docs", headers={"host": "elsewhere.example.com"})
    assert answer.status_code == 200
