"""The sandbox's payment page, as a person and a browser use it."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlsplit

import httpx
import pytest

from serai.front import Front
from serai.kit.clock import FrozenClock
from serai.wire.call import Services
from tests.conftest import client
from tests.contract.skalia.conftest import bearer
from tests.contract.skalia.test_payzone import WANTED
from tests.core.billing.payments import everything
from tests.factories import Make


@pytest.fixture
async def merchant(make: Make, services: Services, skalia: httpx.AsyncClient) -> httpx.AsyncClient:
    """The merchant's own program."""
    skalia.headers["Authorization"] = bearer(services, await make.account(plan="trial"))
    return skalia


@pytest.fixture
async def browser(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    async with client(front, "") as made:
        yield made


class Page(HTMLParser):
    """The forms' buttons, the tags, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.buttons: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        values = dict(attrs)
        if tag == "button":
            self.buttons.append((str(values.get("name")), str(values.get("value"))))

    def handle_data(self, data: str) -> None:
        self.words += data


async def start(merchant: httpx.AsyncClient, **changed: str) -> tuple[str, str]:
    """(order id, path of the payment page)"""
    made = (await merchant.post("/billing/payzone/transaction", json=WANTED | changed)).json()["transaction"]
    return made["orderId"], urlsplit(made["paymentUrl"]).path


async def press(browser: httpx.AsyncClient, path: str, what: str) -> httpx.Response:
    return await browser.post(path, data={"do": what})


async def verify(merchant: httpx.AsyncClient, order: str) -> httpx.Response:
    return await merchant.post("/billing/payzone/verify", json={"orderId": order})


async def test_the_page_says_what_is_paid_and_runs_no_script(merchant: httpx.AsyncClient, browser: httpx.AsyncClient) -> None:
    order, path = await start(merchant, cancelUrl="http://localhost:3000/x")

    answer = await browser.get(path)

    page = Page(answer.text)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert page.buttons == [("do", "pay"), ("do", "decline"), ("do", "cancel")]
    assert "299.00 MAD" in page.words
    assert order in page.words
    assert "script" not in page.tags
    assert "style=" not in answer.text
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; "
        "form-action 'self' https://skalia.ma http://localhost:3000"
    )
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    styles = re.findall(r'rel="stylesheet" href="([^"]+)"', answer.text)
    assert [(await browser.get(style)).headers["content-type"] for style in styles] == ["text/css; charset=utf-8"]


async def test_pay(merchant: httpx.AsyncClient, browser: httpx.AsyncClient) -> None:
    order, path = await start(merchant)
    assert (await verify(merchant, order)).status_code == 409

    back = await press(browser, path, "pay")

    assert (back.status_code, back.headers["location"]) == (303, WANTED["returnUrl"])
    assert (await verify(merchant, order)).json()["subscription"]["plan"] == "pro"
    plan = (await merchant.get("/billing/subscription")).json()["item"]
    assert (plan["plan"], plan["status"], plan["paymentStatus"]) == ("pro", "active", "paid")


@pytest.mark.parametrize(("what", "status"), [("decline", "failed"), ("cancel", "cancelled")])
async def test_decline_and_cancel(merchant: httpx.AsyncClient, browser: httpx.AsyncClient, what: str, status: str) -> None:
    order, path = await start(merchant)

    back = await press(browser, path, what)

    assert (back.status_code, back.headers["location"]) == (303, WANTED["cancelUrl"])
    assert (await verify(merchant, order)).status_code == 409
    shown = (await merchant.get(f"/billing/payzone/transaction/{order}")).json()["transaction"]
    assert shown["status"] == status
    assert (await merchant.get("/billing/subscription")).json()["item"]["plan"] == "trial"


async def test_a_declined_card_can_be_tried_again(merchant: httpx.AsyncClient, browser: httpx.AsyncClient) -> None:
    order, path = await start(merchant)
    await press(browser, path, "decline")
    assert "declined" in Page((await browser.get(path)).text).words

    back = await press(browser, path, "pay")

    assert back.headers["location"] == WANTED["returnUrl"]
    assert (await verify(merchant, order)).status_code == 200


async def test_repeated_presses_pay_once_and_a_payment_is_not_undone(
    merchant: httpx.AsyncClient, browser: httpx.AsyncClient, services: Services
) -> None:
    order, path = await start(merchant)
    await press(browser, path, "pay")
    before = await everything(services.database)

    answers = [await press(browser, path, what) for what in ("pay", "decline", "cancel", "pay")]

    assert {(a.status_code, a.headers["location"]) for a in answers} == {(303, WANTED["returnUrl"])}
    assert await everything(services.database) == before
    page = Page((await browser.get(path)).text)
    assert "This order is paid." in page.words
    assert page.buttons == []
    assert (await verify(merchant, order)).status_code == 200


@pytest.mark.parametrize("body", [{"do": "steal"}, {}, {"x": "pay"}, {"do": "x" * 5000}])
async def test_a_press_of_no_button_changes_nothing(
    merchant: httpx.AsyncClient, browser: httpx.AsyncClient, services: Services, body: dict[str, str]
) -> None:
    _, path = await start(merchant)
    before = await everything(services.database)

    assert (await browser.post(path, data=body)).status_code == 400
    assert await everything(services.database) == before


async def test_the_page_is_good_for_half_an_hour(
    merchant: httpx.AsyncClient, browser: httpx.AsyncClient, services: Services, clock: FrozenClock
) -> None:
    _, path = await start(merchant)
    clock.at += timedelta(minutes=30)
    before = await everything(services.database)

    shown, pressed = await browser.get(path), await press(browser, path, "pay")

    assert (shown.status_code, pressed.status_code) == (404, 404)
    assert "no longer valid" in Page(shown.text).words
    assert await everything(services.database) == before


async def test_an_unknown_page_is_404_and_there_is_no_other_gateways_page(
    merchant: httpx.AsyncClient, browser: httpx.AsyncClient
) -> None:
    _, path = await start(merchant)

    assert (await browser.get("/pay/sandbox/nobody")).status_code == 404
    assert (await browser.get(path.replace("/sandbox", ""))).status_code == 404
    assert (await browser.request("DELETE", path)).status_code == 405


async def test_the_page_stands_on_a_mapped_host_too(
    browser: httpx.AsyncClient, front: Front, services: Services, make: Make
) -> None:
    headers = {"Authorization": bearer(services, await make.account()), "Host": "skalia.localhost"}
    made = (await browser.post("/api/v1/billing/payzone/transaction", json=WANTED, headers=headers)).json()["transaction"]

    assert made["paymentUrl"].startswith("http://skalia.localhost/pay/sandbox/")
    answer = await browser.get(urlsplit(made["paymentUrl"]).path, headers={"Host": "skalia.localhost"})

    assert answer.status_code == 200
