"""Callbacks as the world sends them: again and again, in any order, wrong, forged, late, and through a killed server.

Fails on reading a payment before writing it (activates twice), on taking the last word (a late failure undoes a success),
and on believing an amount.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from msgspec import Struct

from serai.cli.serve import free_port
from serai.core import billing
from serai.core.billing import NotPaid, Payment, rules
from serai.core.billing.poll import poll
from serai.kit.db import Database
from serai.payzone.gateways import gateway
from serai.wire.call import Services
from tests.chaos.figures import figure
from tests.chaos.server import Server, serving
from tests.conftest import PAYZONE_KEY
from tests.core.billing.payments import message, receive, start
from tests.factories import Account, Make
from tests.payzone.conftest import CONFIG
from tests.payzone.fake import Fake, charge, signed

pytestmark = pytest.mark.chaos

PATH = "/skalia/api/v1/billing/payzone/callback"
SENDERS = 16
PER_ACCOUNT = 4
# What is genuinely said of a payment in the end, and everything that may be said of it on the way there.
FATES = {
    "success": ("success", "failed", "cancelled", "pending"),
    "failed": ("failed", "pending"),
    "cancelled": ("cancelled", "pending"),
    "pending": ("pending",),
}


class Delivery(Struct, frozen=True):
    """A body to post and the status it must be answered with."""

    payment: int
    body: bytes
    answer: int


async def _payments(services: Services, number: int) -> list[Payment]:
    """Pending ones, a few to an account; every account has a store to be told."""
    make = Make(services)
    made: list[Payment] = []
    for _ in range(number // PER_ACCOUNT):
        account: Account = await make.account(plan="trial")
        await make.store(account)
        made += [(await start(services, account))[0] for _ in range(PER_ACCOUNT)]
    return made


def _said(payment: Payment, fate: str, dice: random.Random) -> list[Delivery]:
    """Once each thing that may be said of it, good and bad. Another call gives other lies."""
    good = [Delivery(payment.id, message(payment, status), 200) for status in FATES[fate]]
    amount = dice.choice([1, 298, 299.01, 29900, 0])
    lies = [
        Delivery(payment.id, message(payment, amount=amount), 400),
        Delivery(payment.id, message(payment, currency=dice.choice(["EUR", "USD"])), 400),
        Delivery(payment.id, message(payment, key="guessed"), 401),
        Delivery(payment.id, message(payment, signature="0" * 64), 401),
        Delivery(payment.id, message(payment, "failed").replace(b"failed", b"success"), 401),
    ]
    return good + lies


def _script(payments: Sequence[Payment], number: int, dice: random.Random) -> tuple[dict[int, str], list[Delivery]]:
    """(each payment's fate, that many deliveries in no order). Everything of every payment is said at least once."""
    fates = {p.id: dice.choices(list(FATES), weights=[6, 2, 1, 1])[0] for p in payments}
    once = [d for p in payments for d in _said(p, fates[p.id], dice)]
    deliveries = once + dice.choices(once, k=number - len(once))
    dice.shuffle(deliveries)
    return fates, deliveries


async def _send(server: Server, waiting: list[Delivery], answers: Counter[tuple[int, int]], *, kill_at: int = 0) -> None:
    """Deliver until nothing waits or the server is gone, killed with `kill_at` left; what got no answer waits again."""

    async def one(client: httpx.AsyncClient) -> None:
        while len(waiting) > kill_at:
            delivery = waiting.pop()
            try:
                answer = await client.post(PATH, content=delivery.body, headers={"Content-Type": "application/json"})
            except httpx.TransportError:
                waiting.append(delivery)
                return
            answers[delivery.answer, answer.status_code] += 1
        if kill_at and server.process.poll() is None:
            server.kill()

    async with server.client() as client:
        await asyncio.gather(*(one(client) for _ in range(SENDERS)))


async def test_each_payment_ends_right_and_each_paid_one_activates_once(
    services: Services, database: Database, url: str, tmp_path: Path
) -> None:
    number, total, dice = figure(2_000, 60), figure(100_000, 1_500), random.Random(7)
    payments = await _payments(services, number)
    fates, waiting = _script(payments, total, dice)
    answers: Counter[tuple[int, int]] = Counter()
    environment = {"SERAI_PAYZONE_NOTIFICATION_KEY": PAYZONE_KEY}

    port = free_port()
    async with serving(url, tmp_path, port=port, workers=2, **environment) as server:
        await _send(server, waiting, answers, kill_at=total // 2)
    async with serving(url, tmp_path, port=port, workers=2, **environment) as server:
        await _send(server, waiting, answers)

    assert waiting == []
    assert sum(answers.values()) == total
    assert {pair for pair in answers if pair[0] != pair[1]} == set()
    await _check(database, payments, fates)


async def _check(database: Database, payments: Sequence[Payment], fates: dict[int, str]) -> None:
    paid = {p.id for p in payments if fates[p.id] == "success"}
    rows = await database.all("select id, status, flag, completed_at, amount_minor, currency from plan_payments")
    assert {row["id"]: row["status"] for row in rows} == fates
    assert {(row["amount_minor"], row["currency"]) for row in rows} == {(29900, "MAD")}
    assert all(row["flag"] is not None for row in rows), "each was told of other money"
    periods = await database.all("select p.id, count(*) from plan_payments p join plan_periods e using (request_id) group by 1")
    assert {row["id"]: row["count"] for row in periods} == dict.fromkeys(paid, 1)
    assert await database.value("select count(*) from plan_periods") == len(paid)
    told = await database.all("select object_id, count(*) from events where kind = 'payment.succeeded' group by 1")
    assert {row["object_id"]: row["count"] for row in told} == dict.fromkeys(paid, 1)
    by_user = Counter(p.user for p in payments if p.id in paid)
    for user in {p.user for p in payments}:
        plan = await billing.subscription(database, user)
        months = by_user[user]
        assert plan.plan == ("pro" if months else "trial")
        if months:
            assert plan.next_billing_at == rules.later(plan.started_at, months, anchor=plan.started_at.day)


async def test_a_process_that_dies_between_paid_and_written_is_made_good(services: Services, database: Database) -> None:
    """PayZone says paid; what we do about it is cut off anywhere. Asking or polling completes it, once."""
    rounds, dice = figure(100, 25), random.Random(11)
    payzone = Fake(int(database.clock.now().timestamp()))
    services = replace(services, extras={"payzone": gateway(CONFIG, database.clock, transport=payzone.transport)})
    ways = services.extras["payzone"]
    account = await Make(services).account(plan="trial")
    payments: list[Payment] = []

    for number in range(rounds):
        payment, _ = await start(services, account)
        opened = await billing.open_page(database, ways, services.vault, payment, back_url="https://a.example/pay/x")
        payload = payzone.launch(dict(opened.way.fields))  # type: ignore[union-attr]  # the paywall posts a form
        payzone.charges[payload["chargeId"]] = charge(payload, "CHARGED")
        body, headers = signed(charge(payload, "CHARGED"))
        cut = asyncio.create_task(receive(services, body, **headers))
        await asyncio.sleep(dice.uniform(0, 0.008))
        cut.cancel()
        await asyncio.gather(cut, return_exceptions=True)
        if number % 2:
            assert (await _verified(services, payment)).status == "success"
        payments.append(payment)
    await database.run("update plan_payments set check_at = $1 where status = 'pending'", database.clock.now())
    while await poll(database, ways, services.vault):
        pass

    assert await database.value("select count(*) from plan_payments where status <> 'success'") == 0
    assert await database.value("select count(*) from plan_periods") == rounds
    assert len({p.order_number for p in payments}) == rounds


async def _verified(services: Services, payment: Payment) -> Payment:
    for _ in range(3):
        try:
            return await billing.verify(
                services.database, services.extras["payzone"], services.vault, payment.user, order_number=payment.order_number
            )
        except NotPaid:
            continue
    raise AssertionError("not paid")
