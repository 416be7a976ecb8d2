"""Bank transfers: asked for once, decided once."""

import asyncio

import pytest

from serai.core import billing
from serai.core.accounts import Role
from serai.core.billing import AlreadyReviewed, Cycle, Request, RequestStatus, RequestWaiting, SettledByGateway
from serai.kit.db import Database, Tx
from serai.kit.errors import Invalid, NotFound
from serai.wire.call import Services
from tests.conftest import NOW, make_services
from tests.core.billing.payments import events, everything, start
from tests.factories import Account, Make


async def ask(database: Database, account: Account, *, plan: str = "pro", cycle: Cycle = Cycle.MONTHLY) -> Request:
    async def work(tx: Tx) -> Request:
        return await billing.request_transfer(
            tx, account.user, plan=plan, cycle=cycle, sender_name=" John Doe ", reference="REF1", notes=None
        )

    return await database.write(work)


async def decide(database: Database, request: Request, admin: Account, to: RequestStatus) -> Request:
    return await database.write(lambda tx: billing.review(tx, request.id, to=to, reviewer=admin.user.id, notes="ok"))


async def test_the_amount_comes_from_the_plan_table(services: Services, make: Make) -> None:
    account = await make.account(plan="trial")

    request = await ask(services.database, account, cycle=Cycle.YEARLY)

    assert (request.amount_minor, request.currency, request.sender_name) == (299_000, "MAD", "John Doe")
    assert await billing.requests_of_user(services.database, account.user.id) == (request,)


@pytest.mark.parametrize(("plan", "field"), [("trial", "plan"), ("gold", "plan"), ("", "plan")])
async def test_what_is_not_for_sale_is_refused(services: Services, make: Make, plan: str, field: str) -> None:
    account = await make.account(plan="trial")
    before = await everything(services.database)

    with pytest.raises(Invalid) as caught:
        await ask(services.database, account, plan=plan)

    assert list(caught.value.fields) == [field]
    assert await everything(services.database) == before


async def test_one_waits_at_a_time_also_in_a_race(committed: Database) -> None:
    make = Make(make_services(committed))
    account, other = await make.account(plan="trial"), await make.account(plan="trial")

    answers = await asyncio.gather(*(ask(committed, account) for _ in range(20)), return_exceptions=True)
    await ask(committed, other)

    assert sum(isinstance(a, Request) for a in answers) == 1
    assert sum(isinstance(a, RequestWaiting) for a in answers) == 19
    assert await committed.value("select count(*) from billing_requests") == 2


async def test_approval_starts_the_plan_and_tells_every_store(services: Services, make: Make) -> None:
    account, admin = await make.account(plan="starter"), await make.account(role=Role.ADMIN)
    await make.store(account)
    await make.store(account)
    request = await ask(services.database, account)

    after = await decide(services.database, request, admin, RequestStatus.APPROVED)

    assert (after.status, after.reviewed_by, after.reviewed_at, after.review_notes) == ("approved", admin.user.id, NOW, "ok")
    plan = await billing.subscription(services.database, account.user.id)
    assert (plan.plan, plan.status, plan.payment_status, plan.next_billing_at) == (
        "pro",
        "active",
        "paid",
        NOW.replace(month=5),
    )
    told = await events(services.database, "plan.changed")
    assert [kind for kind, _ in told] == ["plan.changed"] * 2
    assert told[0][1] == {
        "plan": "pro",
        "status": "active",
        "payment_status": "paid",
        "billing_cycle": "monthly",
        "started_at": "2026-04-08T10:00:00Z",
        "next_billing_at": "2026-05-08T10:00:00Z",
        "amount_minor": 29900,
        "currency": "MAD",
    }
    assert await ask(services.database, account)  # the next one may wait now


async def test_rejection_changes_no_plan(services: Services, make: Make) -> None:
    account, admin = await make.account(plan="trial"), await make.account(role=Role.ADMIN)
    request = await ask(services.database, account)
    before = await billing.subscription(services.database, account.user.id)

    await decide(services.database, request, admin, RequestStatus.REJECTED)

    assert await billing.subscription(services.database, account.user.id) == before
    assert await events(services.database, "plan.changed") == []


@pytest.mark.parametrize("first", [RequestStatus.APPROVED, RequestStatus.REJECTED])
@pytest.mark.parametrize("second", [RequestStatus.APPROVED, RequestStatus.REJECTED])
async def test_the_second_review_is_refused(
    services: Services, make: Make, first: RequestStatus, second: RequestStatus
) -> None:
    account, admin = await make.account(plan="trial"), await make.account(role=Role.ADMIN)
    request = await ask(services.database, account)
    await decide(services.database, request, admin, first)
    before = await everything(services.database)

    with pytest.raises(AlreadyReviewed) as caught:
        await decide(services.database, request, admin, second)

    assert caught.value.status is first
    assert await everything(services.database) == before


async def test_twenty_admins_at_once_activate_once(committed: Database) -> None:
    make = Make(make_services(committed))
    account, admin = await make.account(plan="trial"), await make.account(role=Role.ADMIN)
    request = await ask(committed, account)

    answers = await asyncio.gather(
        *(decide(committed, request, admin, RequestStatus.APPROVED) for _ in range(20)), return_exceptions=True
    )

    assert sum(isinstance(a, Request) for a in answers) == 1
    assert sum(isinstance(a, AlreadyReviewed) for a in answers) == 19
    assert await committed.value("select count(*) from plan_periods") == 1


async def test_a_card_payment_is_not_for_review_and_unknown_is_not_found(services: Services, make: Make) -> None:
    account, admin = await make.account(plan="trial"), await make.account(role=Role.ADMIN)
    await start(services, account)
    (request,) = await billing.requests_of_user(services.database, account.user.id)
    before = await everything(services.database)

    with pytest.raises(SettledByGateway):
        await decide(services.database, request, admin, RequestStatus.APPROVED)
    with pytest.raises(Invalid):
        await decide(services.database, request, admin, RequestStatus.PENDING)
    with pytest.raises(NotFound):
        await services.database.write(
            lambda tx: billing.review(
                tx, billing.RequestId(10**9), to=RequestStatus.APPROVED, reviewer=admin.user.id, notes=None
            )
        )

    assert await everything(services.database) == before
