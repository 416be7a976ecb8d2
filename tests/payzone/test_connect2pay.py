"""The older payment page against the fake: prepared by a call, its callback a hint, its status the proof."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from serai.core import billing
from serai.core.billing import BadSignature, NotPaid, Payment, PaymentMismatch, PaymentStatus
from serai.front import Front
from serai.wire.call import Services
from tests.conftest import client
from tests.core.billing.payments import everything, get, receive, start
from tests.factories import Account, Make
from tests.payzone.fake import Fake

S = PaymentStatus


@pytest.fixture
def protocol() -> str:
    return "connect2pay"


@pytest.fixture
async def account(make: Make) -> Account:
    return await make.account(plan="trial")


@pytest.fixture
async def browser(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    async with client(front, "") as made:
        yield made


async def opened(services: Services, account: Account, browser: httpx.AsyncClient) -> Payment:
    payment, path = await start(services, account)
    answer = await browser.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, "https://pay.example/payment/c%2Fmerchant-0")
    return payment


async def verify(services: Services, payment: Payment) -> Payment:
    return await billing.verify(
        services.database, services.extras["payzone"], services.vault, payment.user, order_number=payment.order_number
    )


async def test_the_page_is_prepared_in_centimes(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient
) -> None:
    payment = await opened(services, account, browser)

    order = payzone.orders["merchant-0"]
    assert (order["orderID"], order["amount"], order["currency"]) == (payment.order_number, 29900, "MAD")
    assert (order["apiVersion"], order["shippingType"], order["paymentMode"]) == ("002.50", "Virtual", "Single")
    assert order["ctrlCallbackURL"] == payment.callback_url
    assert order["ctrlRedirectURL"].endswith("/back")
    kept = await services.database.value("select secret from plan_payment_attempts")
    assert b"merchant-0" not in kept


async def test_a_callback_is_a_hint_and_the_status_the_proof(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient
) -> None:
    payment = await opened(services, account, browser)
    body = payzone.settle("merchant-0", "Authorized", "000")

    assert (await receive(services, body)).status is S.SUCCESS
    assert (await receive(services, body)).status is S.SUCCESS
    assert payzone.calls[-1] == "GET /payment/merchant-0/status"
    assert await services.database.value("select count(*) from plan_periods") == 1
    assert (await get(services, payment)).flag is None


async def test_a_callback_that_lies_changes_nothing(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient
) -> None:
    payment = await opened(services, account, browser)
    truth = payzone.orders["merchant-0"]
    lie = json.dumps(truth | {"status": "Authorized", "errorCode": "000"}).encode()
    before = await everything(services.database)

    assert (await receive(services, lie)).status is S.PENDING

    assert await everything(services.database) == before
    assert (await get(services, payment)).flag is None


@pytest.mark.parametrize(
    "change", [{"merchantToken": "guessed"}, {"merchantToken": None}, {"orderID": "ORD1"}, {"orderID": "\x00"}]
)
async def test_a_callback_that_does_not_know_the_token_is_refused_without_a_call(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient, change: dict[str, str | None]
) -> None:
    await opened(services, account, browser)
    body = json.loads(payzone.settle("merchant-0", "Authorized", "000")) | change
    calls = list(payzone.calls)

    with pytest.raises(BadSignature):
        await receive(services, json.dumps(body).encode())

    assert payzone.calls == calls


@pytest.mark.parametrize(
    ("status", "code", "ours"),
    [
        ("Authorized", "000", S.SUCCESS),
        ("Authorized", "116", S.PENDING),
        ("Not authorized", "116", S.FAILED),
        ("Call failed", "", S.FAILED),
        ("Expired", "", S.CANCELLED),
        ("Not processed", "-1", S.CANCELLED),
        ("Not processed", "", S.PENDING),
        ("Pending", "116", S.PENDING),
    ],
)
async def test_each_status(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient, status: str, code: str, ours: S
) -> None:
    payment = await opened(services, account, browser)
    payzone.settle("merchant-0", status, code)

    if ours is S.SUCCESS:
        assert (await verify(services, payment)).status is ours
    else:
        with pytest.raises(NotPaid) as caught:
            await verify(services, payment)
        assert caught.value.status is ours


@pytest.mark.parametrize("wrong", [{"amount": 100}, {"amount": 299}, {"currency": "EUR"}, {"amount": None}])
async def test_other_money_is_flagged(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient, wrong: dict[str, object]
) -> None:
    payment = await opened(services, account, browser)
    payzone.settle("merchant-0", "Authorized", "000", **wrong)
    before = await everything(services.database)

    with pytest.raises(PaymentMismatch):
        await verify(services, payment)

    assert await everything(services.database) == before
    assert (await get(services, payment)).flag == "mismatch"


@pytest.mark.parametrize("answer", [httpx.Response(500), httpx.Response(200, json={"code": "403"}), httpx.ConnectError("no")])
async def test_a_page_that_cannot_be_prepared_is_503(
    services: Services, account: Account, payzone: Fake, browser: httpx.AsyncClient, answer: httpx.Response | Exception
) -> None:
    payment, path = await start(services, account)
    payzone.answer = answer

    assert (await browser.get(path)).status_code == 503
    assert (await get(services, payment)).status is S.PENDING
