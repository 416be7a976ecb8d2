"""What a gateway says becomes true once, whatever the order, the number and the quality of what it says."""

import asyncio
from datetime import timedelta
from itertools import permutations

import pytest

from serai.core import billing
from serai.core.billing import BadSignature, PaymentMismatch, PaymentStatus
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.errors import NotFound
from serai.payzone import signatures
from serai.wire.call import Services
from tests.conftest import NOW, PAYZONE_KEY, make_services
from tests.core.billing.payments import events, everything, get, message, receive, start
from tests.factories import Make

S = PaymentStatus


async def test_success_activates_and_tells(services: Services, make: Make) -> None:
    account = await make.account(plan="starter")
    await make.store(account)
    payment, _ = await start(services, account)

    after = await receive(services, message(payment))

    assert (after.status, after.completed_at, after.flag) == (S.SUCCESS, NOW, None)
    assert (await billing.subscription(services.database, account.user.id)).plan == "pro"
    (request,) = await billing.requests_of_user(services.database, account.user.id)
    assert (request.status, request.payment_status, request.reviewed_by) == ("approved", "success", None)
    told = await events(services.database, "plan.changed", "payment.succeeded", "payment.failed")
    assert [kind for kind, _ in told] == ["plan.changed", "payment.succeeded"]
    assert told[1][1] == {
        "order_number": payment.order_number,
        "transaction_number": payment.transaction_number,
        "status": "success",
        "plan": "pro",
        "billing_cycle": "monthly",
        "amount_minor": 29900,
        "currency": "MAD",
        "completed_at": "2026-04-08T10:00:00Z",
    }


@pytest.mark.parametrize("order", list(permutations(["success", "failed", "cancelled", "pending"])))
async def test_a_success_wins_in_any_order_and_activates_once(services: Services, make: Make, order: tuple[str, ...]) -> None:
    account = await make.account(plan="trial")
    payment, _ = await start(services, account)

    for status in (*order, *order):
        await receive(services, message(payment, status))

    assert (await get(services, payment)).status is S.SUCCESS
    assert await services.database.value("select count(*) from plan_periods") == 1
    assert (await billing.subscription(services.database, account.user.id)).next_billing_at == NOW.replace(month=5)


async def test_late_failure_after_success_changes_nothing(services: Services, make: Make) -> None:
    payment, _ = await start(services, await make.account(plan="trial"))
    await receive(services, message(payment))
    before = await everything(services.database)

    for status in ("failed", "cancelled", "pending", "success", "nonsense"):
        assert (await receive(services, message(payment, status))).status is S.SUCCESS

    assert await everything(services.database) == before


async def test_a_failure_tells_and_rejects(services: Services, make: Make) -> None:
    account = await make.account(plan="trial")
    await make.store(account)
    payment, _ = await start(services, account)
    before = await billing.subscription(services.database, account.user.id)

    await receive(services, message(payment, "failed"))
    await receive(services, message(payment, "cancelled"))

    assert (await get(services, payment)).status is S.FAILED
    assert await billing.subscription(services.database, account.user.id) == before
    assert [kind for kind, _ in await events(services.database, "plan.changed", "payment.failed")] == ["payment.failed"]
    (request,) = await billing.requests_of_user(services.database, account.user.id)
    assert (request.status, request.payment_status) == ("rejected", "failed")


@pytest.mark.parametrize("state", ["pending", "success"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 298},
        {"amount": 299.01},
        {"amount": 299.001},
        {"amount": -299},
        {"amount": 0},
        {"amount": 29900},
        {"currency": "EUR"},
        {"currency": "mad"},
        {"currency": ""},
        {"transactionId": "TXN1"},
    ],
)
async def test_other_money_is_flagged_and_changes_nothing(
    services: Services, make: Make, state: str, wrong: dict[str, object]
) -> None:
    payment, _ = await start(services, await make.account(plan="trial"))
    if state == "success":
        await receive(services, message(payment))
    before = await everything(services.database)

    with pytest.raises(PaymentMismatch):
        await receive(services, message(payment, **wrong))

    assert await everything(services.database) == before
    assert (await get(services, payment)).flag == "mismatch"
    verdicts = await services.database.all("select verdict from plan_payment_notices order by verdict desc")
    assert [row["verdict"] for row in verdicts] == ["mismatch", *(["accepted"] if state == "success" else [])]


FORGED = {
    "another key": lambda p: message(p, key="another key"),
    "no signature": lambda p: message(p, signature=None),
    "empty": lambda p: message(p, signature=""),
    "short": lambda p: message(p)[:-4] + b'"}',
    "a number": lambda p: message(p, signature=7),
    "another status": lambda p: message(p, "failed").replace(b"failed", b"success"),
    "another amount": lambda p: message(p, amount=1).replace(b'"amount":1,', b'"amount":299,'),
    "unicode": lambda p: message(p, signature="é" * 64),
    "a list": lambda p: b"[1]",
    "nothing": lambda p: b"",
    "not UTF-8": lambda p: b"\xff\xfe",
    "deep": lambda p: b"[" * 100_000,
    "NaN": lambda p: message(p).replace(b'"amount":299', b'"amount":NaN'),
    "huge": lambda p: message(p).replace(b'"amount":299', b'"amount":1e999999'),
    "digits": lambda p: message(p).replace(b'"amount":299', b'"amount":' + b"9" * 5000),
    "NUL": lambda p: message(p).replace(b"ORD", b"\\u0000RD"),
    "surrogate": lambda p: message(p).replace(b"ORD", b"\\ud800RD"),
}


@pytest.mark.parametrize("case", FORGED)
async def test_what_the_key_did_not_sign_changes_nothing(services: Services, make: Make, case: str) -> None:
    payment, _ = await start(services, await make.account(plan="trial"))
    before = await everything(services.database)

    with pytest.raises(BadSignature):
        await receive(services, FORGED[case](payment))

    assert await everything(services.database) == before
    assert (await get(services, payment)).flag is None
    assert await services.database.value("select count(*) from plan_payment_notices") == 0


@pytest.mark.parametrize("header", ["", "0" * 64, "é", signatures.of_body(PAYZONE_KEY, b"another body")])
async def test_a_wrong_header_refuses_what_the_body_signed(services: Services, make: Make, header: str) -> None:
    payment, _ = await start(services, await make.account(plan="trial"))
    before = await everything(services.database)

    with pytest.raises(BadSignature):
        await receive(services, message(payment), x_callback_signature=header)

    assert await everything(services.database) == before


async def test_the_header_form_and_the_body_form_together(services: Services, make: Make) -> None:
    payment, _ = await start(services, await make.account(plan="trial"))
    body = message(payment)

    after = await receive(services, body, x_callback_signature=signatures.of_body(PAYZONE_KEY, body).upper())

    assert after.status is S.SUCCESS


async def test_a_genuine_one_about_no_order_is_not_found(services: Services, make: Make) -> None:
    payment, _ = await start(services, await make.account(plan="trial"))
    before = await everything(services.database)

    with pytest.raises(NotFound):
        await receive(services, message(payment, orderId="ORD1"))

    assert await everything(services.database) == before


async def test_repeats_are_counted_not_kept(services: Services, make: Make) -> None:
    payment, _ = await start(services, await make.account(plan="trial"))
    for _ in range(5):
        await receive(services, message(payment))

    row = await services.database.one("select times, verdict, body from plan_payment_notices")

    assert row is not None
    assert (row["times"], row["verdict"], row["body"]) == (5, "accepted", message(payment))


async def test_two_payments_prolong_twice_and_the_second_is_flagged(services: Services, make: Make) -> None:
    account = await make.account(plan="trial")
    one, _ = await start(services, account)
    two, _ = await start(services, account)

    await receive(services, message(one))
    after = await receive(services, message(two))
    await receive(services, message(two))

    assert (await get(services, one)).flag is None
    assert (await get(services, two)).flag == "paid twice"
    assert after.status is S.SUCCESS
    assert (await billing.subscription(services.database, account.user.id)).next_billing_at == NOW.replace(month=6)


async def test_fifty_at_once_activate_once(committed: Database) -> None:
    services = make_services(committed)
    account = await Make(services).account(plan="trial")
    payment, _ = await start(services, account)

    await asyncio.gather(*(receive(services, message(payment, s)) for s in ["success", "failed", "cancelled", "success"] * 12))

    assert (await get(services, payment)).status is S.SUCCESS
    assert await committed.value("select count(*) from plan_periods") == 1


async def test_the_schema_refuses_a_second_activation(services: Services, make: Make) -> None:
    """Should the code ever try."""
    from serai.core.billing.activate import activate
    from serai.kit.db import Clash

    account = await make.account(plan="trial")
    payment, _ = await start(services, account)
    await receive(services, message(payment))

    with pytest.raises(Clash) as caught:
        async with services.database.begin() as tx:
            await activate(tx, account.user.id, payment.request, plan="pro", cycle=payment.cycle)

    assert caught.value.constraint == "plan_periods_request_id_key"


async def test_old_notices_are_forgotten(services: Services, make: Make, clock: FrozenClock) -> None:
    payment, _ = await start(services, await make.account(plan="trial"))
    await receive(services, message(payment))

    clock.at += timedelta(days=90)
    assert await billing.forget_notices(services.database) == 0
    clock.at += timedelta(seconds=1)
    assert await billing.forget_notices(services.database) == 1
