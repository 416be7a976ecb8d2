"""The paywall adapter against the fake: page, notification, status, and everything that can be wrong with them."""

import base64
import hashlib
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import httpx
import pytest

from serai.core import billing
from serai.core.billing import BadSignature, NotPaid, Payment, PaymentMismatch, PaymentStatus
from serai.front import Front
from serai.kit.clock import FrozenClock
from serai.kit.errors import Unavailable
from serai.payzone.gateways import gateway
from serai.wire.call import Services
from tests.conftest import client
from tests.core.billing.payments import everything, get, message, receive, start
from tests.factories import Account, Make
from tests.payzone import fake
from tests.payzone.conftest import CONFIG
from tests.payzone.fake import Fake

S = PaymentStatus


@pytest.fixture
async def account(make: Make) -> Account:
    return await make.account(plan="trial")


@pytest.fixture
async def browser(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    async with client(front, "") as made:
        yield made


def fields(html: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
    return {name: unescape(value) for name, value in found}


async def open_page(browser: httpx.AsyncClient, payzone: Fake, path: str) -> dict[str, Any]:
    """The payload that the browser carries to PayZone."""
    return payzone.launch(fields((await browser.get(path)).text))


async def verify(services: Services, payment: Payment) -> Payment:
    return await billing.verify(
        services.database, services.extras["payzone"], services.vault, payment.user, order_number=payment.order_number
    )


async def told(services: Services, notification: tuple[bytes, dict[str, str]]) -> Payment:
    body, headers = notification
    return await receive(services, body, **headers)


async def test_the_page_posts_a_signed_form(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient
) -> None:
    payment, path = await start(services, account)

    answer = await browser.get(path)

    payload = payzone.launch(fields(answer.text))
    token = path.removeprefix("/pay/")
    assert payload == {
        "merchantAccount": fake.ACCOUNT,
        "timestamp": payzone.now,
        "skin": "vps-1-vue",
        "customerId": str(account.user.id),
        "customerCountry": "MA",
        "customerLocale": "en_US",
        "customerName": "Amina Merchant",
        "customerEmail": account.user.email,
        "chargeId": payload["chargeId"],
        "orderId": payment.order_number,
        "price": "299.00",
        "currency": "MAD",
        "description": "Serai pro (monthly)",
        "chargeProperties": {"orderId": payment.order_number, "userId": str(account.user.id)},
        "mode": "DEEP_LINK",
        "paymentMethod": "CREDIT_CARD",
        "showPaymentProfiles": "false",
        "savePaymentProfile": "false",
        "doFundsAuthOnly": False,
        "callbackUrl": payment.callback_url,
        "successUrl": f"https://api.example.com/pay/{token}/success",
        "failureUrl": f"https://api.example.com/pay/{token}/failure",
        "cancelUrl": f"https://api.example.com/pay/{token}/cancel",
    }
    assert payload["chargeId"].startswith(payment.transaction_number)
    assert len(token) >= 32
    script = re.findall(r"<script>(.*?)</script>", answer.text)
    policy = answer.headers["content-security-policy"]
    assert "form-action https://pay.example;" in policy
    assert f"script-src 'sha256-{base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()}'" in policy
    assert payzone.calls == []


async def test_each_opening_is_another_charge_of_the_one_order(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient
) -> None:
    payment, path = await start(services, account)
    payloads = [await open_page(browser, payzone, path) for _ in range(20)]

    assert len({payload["chargeId"] for payload in payloads}) == 20
    assert {payload["orderId"] for payload in payloads} == {payment.order_number}
    assert (await browser.get(path)).status_code == 429


async def test_paid_by_notification(services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient) -> None:
    payment, path = await start(services, account)
    notification = payzone.pay(await open_page(browser, payzone, path))

    assert (await told(services, notification)).status is S.SUCCESS
    assert (await told(services, notification)).status is S.SUCCESS
    assert await services.database.value("select count(*) from plan_periods") == 1
    back = await browser.get(path)
    assert (back.status_code, back.headers["location"]) == (303, "https://shop.example/paid")
    assert payment.account == fake.ACCOUNT


async def test_over_the_wire_in_payzones_own_form(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient, skalia: httpx.AsyncClient
) -> None:
    payment, path = await start(services, account)
    body, headers = payzone.pay(await open_page(browser, payzone, path))

    answer = await skalia.post(
        "/billing/payzone/callback", content=body, headers=headers | {"Content-Type": "application/json"}
    )

    assert (answer.status_code, answer.json()["status"]) == (200, "OK")
    assert (await get(services, payment)).status is S.SUCCESS


@pytest.mark.parametrize("is_flat", [True, False])
async def test_paid_by_asking(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient, is_flat: bool
) -> None:
    payzone.is_flat = is_flat
    payment, path = await start(services, account)
    payload = await open_page(browser, payzone, path)
    with pytest.raises(NotPaid):
        await verify(services, payment)

    payzone.pay(payload)

    assert (await verify(services, payment)).status is S.SUCCESS
    assert payzone.refused == []
    assert payzone.calls == [f"GET /api/v3/charges/{payload['chargeId']}"] * 2


async def test_paid_in_one_of_several_openings(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient
) -> None:
    payment, path = await start(services, account)
    first, second = [await open_page(browser, payzone, path) for _ in range(2)]
    payzone.pay(first)
    payzone.pay(second, "DECLINED")

    assert (await verify(services, payment)).status is S.SUCCESS


STATES = {
    "CHARGED": S.SUCCESS,
    "AUTHORIZED": S.PENDING,
    "AUTHORISED": S.PENDING,
    "PENDING": S.PENDING,
    "PROCESSING": S.PENDING,
    "SOMETHING NEW": S.PENDING,
    "DECLINED": S.FAILED,
    "REFUSED": S.FAILED,
    "FAILED": S.FAILED,
    "ERROR": S.FAILED,
    "CANCELLED": S.CANCELLED,
    "CANCELED": S.CANCELLED,
    "AUTH_REVERSED": S.CANCELLED,
    "VOIDED": S.CANCELLED,
}


@pytest.mark.parametrize("word", STATES)
async def test_each_word_of_payzones(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient, word: str
) -> None:
    payment, path = await start(services, account)

    await told(services, payzone.pay(await open_page(browser, payzone, path), word))

    after = await get(services, payment)
    assert (after.status, after.flag) == (STATES[word], None)


@pytest.mark.parametrize(
    "transactions",
    [
        [],
        None,
        "x",
        [{"state": "DECLINED", "resultCode": 0}],
        [{"state": "APPROVED", "resultCode": 5}],
        [{"state": "APPROVED", "resultCode": 0, "type": "REFUND"}],
    ],
)
async def test_charged_without_an_approved_payment_waits_for_a_person(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient, transactions: object
) -> None:
    payment, path = await start(services, account)

    await told(services, payzone.pay(await open_page(browser, payzone, path), transactions=transactions))

    after = await get(services, payment)
    assert (after.status, after.flag) == (S.PENDING, "paid without an approved payment")


@pytest.mark.parametrize(
    "wrong",
    [
        {"merchantAccount": "Other_Test"},
        {"lineItem": {"amount": "1.00", "currency": "MAD"}, "transactions": [{"state": "APPROVED", "resultCode": 0}]},
        {"lineItem": {"amount": "299.00", "currency": "EUR"}, "transactions": [{"state": "APPROVED", "resultCode": 0}]},
        {"transactions": [{"state": "APPROVED", "resultCode": 0, "amount": 1, "currency": "MAD"}]},
        {"lineItem": {}, "transactions": [{"state": "APPROVED", "resultCode": 0}]},
    ],
)
async def test_other_money_is_flagged_whichever_way_it_is_told(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient, wrong: dict[str, Any]
) -> None:
    payment, path = await start(services, account)
    payload = await open_page(browser, payzone, path)
    before = await everything(services.database)

    with pytest.raises(PaymentMismatch):
        await told(services, payzone.pay(payload, **wrong))
    with pytest.raises(PaymentMismatch):
        await verify(services, payment)

    assert await everything(services.database) == before
    assert (await get(services, payment)).flag == "mismatch"


async def test_a_refund_is_noted_and_left_to_a_person(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient
) -> None:
    payment, path = await start(services, account)
    payload = await open_page(browser, payzone, path)
    await told(services, payzone.pay(payload))
    for _ in range(2):
        await told(services, payzone.pay(payload, "REFUNDED"))

    after = await get(services, payment)
    assert (after.status, after.flag, after.refunded_at is not None) == (S.SUCCESS, "refunded", True)


async def test_a_payment_told_as_refunded_first_activates_nothing(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient
) -> None:
    _, path = await start(services, account)
    payload = await open_page(browser, payzone, path)
    await told(services, payzone.pay(payload, "REFUNDED"))
    await told(services, payzone.pay(payload))

    assert await services.database.value("select count(*) from plan_periods") == 0


async def test_the_documentations_form_is_off(services: Services, account: Account) -> None:
    payment, _ = await start(services, account)
    before = await everything(services.database)

    with pytest.raises(BadSignature):
        await receive(services, message(payment, key=fake.NOTIFY))

    assert await everything(services.database) == before


async def test_the_documentations_form_when_it_is_on(services: Services, account: Account) -> None:
    config = replace(CONFIG, body_signature=True)
    services = replace(services, extras={"payzone": gateway(config, services.clock)})
    payment, _ = await start(services, account)

    assert (await receive(services, message(payment, key=fake.NOTIFY))).status is S.SUCCESS


async def test_two_keys_during_a_rotation(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient
) -> None:
    payment, path = await start(services, account)
    payload = await open_page(browser, payzone, path)
    services = replace(services, extras={"payzone": gateway(replace(CONFIG, keys=("new", fake.NOTIFY)), services.clock)})

    assert (await told(services, fake.signed(fake.charge(payload, "DECLINED"), key="new"))).status is S.FAILED
    assert (await told(services, fake.signed(fake.charge(payload, "CHARGED")))).status is S.SUCCESS
    with pytest.raises(BadSignature):
        await told(services, fake.signed(fake.charge(payload, "CHARGED"), key="old"))
    assert (await get(services, payment)).flag is None


BROKEN = {
    "500": httpx.Response(500, text="oops"),
    "malformed": httpx.Response(200, text="<html>"),
    "a list": httpx.Response(200, json=[]),
    "redirect": httpx.Response(302, headers={"location": "http://127.0.0.1/"}),
    "too long": httpx.Response(200, content=b"x" * 300_000),
    "refused": httpx.ConnectError("refused"),
    "slow": httpx.ReadTimeout("slow"),
    "bad amount": httpx.Response(200, json={"orderId": "x", "status": "CHARGED", "lineItem": {"amount": "much"}}),
}


@pytest.mark.parametrize("case", BROKEN)
async def test_an_api_that_is_away_stops_verifying_and_nothing_else(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient, case: str, clock: FrozenClock
) -> None:
    payzone.answer = BROKEN[case]
    payment, path = await start(services, account)
    assert (await browser.get(path)).status_code == 200

    with pytest.raises(Unavailable):
        await verify(services, payment)

    clock.at += timedelta(minutes=2)
    assert await billing.poll_payments(services.database, services.extras["payzone"], services.vault) == 1
    assert await billing.poll_payments(services.database, services.extras["payzone"], services.vault) == 0
    assert (await get(services, payment)).status is S.PENDING


async def test_the_poller_finds_what_nobody_told(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient, clock: FrozenClock
) -> None:
    payment, path = await start(services, account)
    payzone.pay(await open_page(browser, payzone, path))
    clock.at += timedelta(minutes=2)
    payzone.now += 120

    await billing.poll_payments(services.database, services.extras["payzone"], services.vault)

    assert (await get(services, payment)).status is S.SUCCESS


@pytest.mark.parametrize(
    ("status", "how", "where"),
    [
        (None, "success", "paid"),
        (None, "failure", "cancelled"),
        (None, "cancel", "cancelled"),
        (None, "back", "paid"),
        ("DECLINED", "back", "cancelled"),
        ("CHARGED", "back", "paid"),
        ("CHARGED", "cancel", "paid"),
    ],
)
async def test_the_browsers_return_proves_nothing(
    services: Services,
    account: Account,
    payzone: Fake,
    browser: httpx.AsyncClient,
    status: str | None,
    how: str,
    where: str,
) -> None:
    _, path = await start(services, account)
    payload = await open_page(browser, payzone, path)
    if status:
        await told(services, payzone.pay(payload, status))
    before = await everything(services.database)

    answers = [await browser.get(f"{path}/{how}"), await browser.post(f"{path}/{how}", data={"data": "x"})]

    assert {(a.status_code, a.headers["location"]) for a in answers} == {(303, f"https://shop.example/{where}")}
    assert await everything(services.database) == before


async def test_there_is_no_sandbox_beside_the_real_gateway(
    services: Services, account: Account, browser: httpx.AsyncClient
) -> None:
    _, path = await start(services, account)
    before = await everything(services.database)

    pressed = await browser.post(path.replace("/pay/", "/pay/sandbox/"), data={"do": "pay"})

    assert pressed.status_code == 404
    assert await everything(services.database) == before
