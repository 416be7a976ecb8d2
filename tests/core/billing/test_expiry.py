"""Plans that run out, payments nobody finishes, copies for others."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from serai.core import billing
from serai.core.billing import PaymentStatus, schedule
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.payzone import seed_form
from serai.wire.call import Services
from tests.conftest import NOW, PAYZONE_KEY, make_services
from tests.core.billing.payments import events, everything, get, message, receive, sandbox, start
from tests.factories import Make

MINUTE = timedelta(minutes=1)


async def test_a_paid_plan_expires_once_and_tells(services: Services, make: Make, clock: FrozenClock) -> None:
    account = await make.account(plan="trial")
    await make.store(account)
    payment, _ = await start(services, account)
    await receive(services, message(payment))
    assert await billing.expire_plans(services.database) == 0
    clock.at = NOW.replace(month=5)
    unsaid = await billing.subscription(services.database, account.user.id)

    assert await billing.expire_plans(services.database) == 1
    assert await billing.expire_plans(services.database) == 0

    said = await billing.subscription(services.database, account.user.id)
    assert (said.status, said.payment_status) == ("expired", "past_due")
    for each in (unsaid, said):
        assert billing.plan_of(each, clock.at).name == "trial"
        assert billing.status_of(each, clock.at) == "expired"
        assert billing.payment_status_of(each, clock.at) == "past_due"
    told = await events(services.database, "plan.changed")
    assert [(p["status"], p["payment_status"]) for _, p in told] == [("active", "paid"), ("expired", "past_due")]


async def test_a_trial_expires_and_owes_nothing(services: Services, make: Make, clock: FrozenClock) -> None:
    account, forever = await make.account(plan="trial"), await make.account(plan="pro")
    clock.at += timedelta(days=14)

    assert await billing.expire_plans(services.database) == 1

    said = await billing.subscription(services.database, account.user.id)
    assert (said.status, said.payment_status) == ("expired", "none")
    assert (await billing.subscription(services.database, forever.user.id)).status == "active"


async def test_workers_at_once_expire_each_once(committed: Database) -> None:
    make = Make(make_services(committed))
    accounts = [await make.account(plan="trial") for _ in range(12)]
    await make.store(accounts[0])
    await committed.run("update plan_subscriptions set next_billing_at = now() - interval '1 minute'")

    done = await asyncio.gather(*(billing.expire_plans(committed) for _ in range(8)))

    assert sum(done) == 12
    assert await committed.value("select sum(version) from plan_subscriptions") == 24
    assert await committed.value("select count(*) from events where kind = 'plan.changed'") == 1


def test_the_schedule() -> None:
    times, now = [], NOW
    while (at := schedule.next_check(NOW, now)) is not None:
        times.append((at - NOW) // MINUTE)
        now = at

    assert times == [2, 5, 15, *(60 * hour for hour in range(1, 25))]


async def test_a_payment_nobody_finishes_is_cancelled_after_a_day(services: Services, make: Make, clock: FrozenClock) -> None:
    account = await make.account(plan="trial")
    payment, _ = await start(services, account)
    rounds = 0
    gateway = sandbox(services)

    assert await billing.poll_payments(services.database, gateway, services.vault) == 0
    for _ in range(24 * 60 + 1):
        clock.at += MINUTE
        rounds += await billing.poll_payments(services.database, gateway, services.vault)

    assert rounds == 27
    assert (await get(services, payment)).status is PaymentStatus.CANCELLED
    (request,) = await billing.requests_of_user(services.database, account.user.id)
    assert request.status == "rejected"
    await receive(services, message(payment))  # a late success still wins
    assert (await get(services, payment)).status is PaymentStatus.SUCCESS
    assert (await get(services, payment)).flag is None


async def test_a_late_success_after_buying_again_is_flagged(services: Services, make: Make, clock: FrozenClock) -> None:
    account = await make.account(plan="trial")
    late, _ = await start(services, account)
    await receive(services, message(late, "cancelled"))
    clock.at += timedelta(days=1)
    again, _ = await start(services, account)
    await receive(services, message(again))

    await receive(services, message(late))

    assert (await get(services, late)).flag == "paid twice"
    assert await services.database.value("select count(*) from plan_periods") == 2


async def test_what_a_killed_poller_took_is_due_again(services: Services, make: Make, clock: FrozenClock) -> None:
    from serai.core.billing import poll

    await start(services, await make.account(plan="trial"))
    clock.at += 2 * MINUTE
    taken = await services.database.all(poll.CLAIM, clock.at, 20, clock.at + poll.LEASE)  # and then it is killed

    assert len(taken) == 1
    assert await billing.poll_payments(services.database, sandbox(services), services.vault) == 0
    clock.at += poll.LEASE
    assert await billing.poll_payments(services.database, sandbox(services), services.vault) == 1


@pytest.mark.parametrize("taken", [True, False])
async def test_another_notify_url_gets_a_signed_copy(services: Services, make: Make, clock: FrozenClock, taken: bool) -> None:
    payment, _ = await start(services, await make.account(plan="trial"), notify_url="https://news.example/payzone")
    sent: list[tuple[str, bytes]] = []

    async def send(url: str, body: bytes) -> bool:
        sent.append((url, body))
        return taken

    assert await billing.send_copies(services.database, sandbox(services), send) == 0
    await receive(services, message(payment))
    for _ in range(8):
        await billing.send_copies(services.database, sandbox(services), send)
        clock.at += timedelta(hours=11)

    assert len(sent) == (1 if taken else 6)
    url, body = sent[0]
    assert url == "https://news.example/payzone"
    notice = seed_form.read((PAYZONE_KEY,), msgspec.json.decode(body))
    assert notice.outcome is not None
    assert (notice.order_number, notice.outcome.status) == (payment.order_number, PaymentStatus.SUCCESS)
    assert {b for _, b in sent} == {body}


async def test_our_own_notify_url_gets_no_copy(services: Services, make: Make) -> None:
    payment, _ = await start(services, await make.account(plan="trial"), notify_url=None)
    own, _ = await start(services, await make.account(plan="trial"), notify_url=payment.callback_url)
    await receive(services, message(payment))
    await receive(services, message(own))

    assert await services.database.value("select count(*) from plan_payment_copies") == 0
    assert "copies" in await everything(services.database)
