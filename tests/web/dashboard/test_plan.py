"""The plan: what it allows, how much is used, and paying for another one."""

from collections.abc import AsyncIterator

import httpx
import pytest

from serai.core import billing
from serai.core.billing import PaymentStatus, RequestStatus
from serai.front import Front
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from tests.factories import Account, Make
from tests.web.visitor import Visitor

PLAN = "/dashboard/account/plan"
PRO = f"{PLAN}/pro/monthly"


@pytest.fixture
async def account(make: Make) -> Account:
    return await make.account(plan="trial")


@pytest.fixture
async def payer(front: Front, account: Account) -> AsyncIterator[Visitor]:
    """Over https: payment pages lead back to nothing else."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=front), base_url="https://testserver") as browser:
        visitor = Visitor(browser)
        await visitor.open("/dashboard/log-in")
        await visitor.press(email=account.user.email or "", password=account.password)
        yield visitor


async def begin(payer: Visitor, path: str = PRO) -> str:
    """The address of the payment page."""
    await payer.open(path)
    assert (await payer.press()).status_code == 200
    return next(link for link in payer.page.links if link.startswith("/pay/"))


async def pay(payer: Visitor, page: str, button: str) -> None:
    await payer.open(page)
    await payer.press(button=("do", button))


async def test_what_is_allowed_and_used(payer: Visitor, make: Make, account: Account) -> None:
    store = await make.store(account)
    await make.product(store)
    await make.product(store)

    await payer.open(PLAN)
    assert "1 / 1" in payer.words
    assert "2 / 25" in payer.words
    assert "2026-04-22 10:00" in payer.words
    for name in ("starter", "pro", "enterprise"):
        assert f"{PLAN}/{name}/yearly" in payer.page.links
    assert not [link for link in payer.page.links if "/trial/" in link]


async def test_a_plan_that_ran_out_says_what_holds(payer: Visitor, clock: FrozenClock, account: Account, make: Make) -> None:
    async with make.database.begin() as tx:
        await billing.start_plan(tx, account.user.id, plan="pro", cycle=billing.Cycle.MONTHLY, until=clock.now())
    await payer.open(PLAN)
    assert "Expired" in payer.words
    assert "the limits of the plan “Trial” hold" in payer.words
    assert "/ 25" in payer.words


@pytest.mark.parametrize(
    ("button", "status", "says", "plan"),
    [
        ("pay", "success", "your plan is in force", "pro"),
        ("decline", "failed", "was declined", "trial"),
        ("cancel", "cancelled", "was cancelled", "trial"),
    ],
)
async def test_paying_by_card(
    payer: Visitor, database: Database, account: Account, button: str, status: str, says: str, plan: str
) -> None:
    await pay(payer, await begin(payer), button)

    (request,) = await billing.requests_of_user(database, account.user.id)
    assert request.payment_status == PaymentStatus(status)
    assert payer.where.endswith(f"/dashboard/account/payments/{request.order_number}")
    assert says in payer.words
    assert (await billing.subscription(database, account.user.id)).plan == plan


async def test_coming_back_without_having_paid(payer: Visitor, database: Database, account: Account) -> None:
    await begin(payer)
    await payer.open("/dashboard/account/payments")
    assert "has not arrived yet" in payer.words
    await payer.press()
    assert "has not arrived yet" in payer.words
    assert (await billing.subscription(database, account.user.id)).plan == "trial"


async def test_coming_back_without_any_payment(payer: Visitor) -> None:
    await payer.open("/dashboard/account/payments")
    assert payer.where == PLAN


async def test_sending_the_form_again_begins_no_second_payment(payer: Visitor, database: Database, account: Account) -> None:
    await payer.open(PRO)
    fields = dict(payer.form().fields)
    answers = [await payer.browser.post(PRO, data=fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 303]
    assert len(await billing.requests_of_user(database, account.user.id)) == 1


async def test_a_server_without_https_says_so(merchant: Visitor, database: Database, account: Account) -> None:
    await merchant.open(PRO)
    answer = await merchant.press()

    assert answer.status_code == 422
    assert 'id="return_url-fault"' in answer.text
    assert await billing.requests_of_user(database, account.user.id) == ()


async def test_a_bank_transfer_waits_for_an_admin(payer: Visitor, database: Database, account: Account) -> None:
    await payer.open(f"{PLAN}/starter/yearly/transfer")
    await payer.press(sender_name="Amina <b>", payment_reference="VIR-1", notes="يوم الاثنين")

    assert "Your request has arrived." in payer.words
    assert payer.answer is not None
    assert "<b>" not in payer.answer.text
    (request,) = await billing.requests_of_user(database, account.user.id)
    assert (request.plan, request.amount_minor, request.sender_name) == ("starter", 99_000, "Amina <b>")
    assert request.status is RequestStatus.PENDING

    await payer.open(f"{PLAN}/pro/monthly/transfer")
    answer = await payer.press(sender_name="Amina", payment_reference="VIR-2")
    assert answer.status_code == 409
    assert "still waiting to be looked at" in payer.words
    assert dict(payer.form().fields)["payment_reference"] == "VIR-2"


@pytest.mark.parametrize("missing", ["sender_name", "payment_reference"])
async def test_what_a_transfer_needs(payer: Visitor, database: Database, account: Account, missing: str) -> None:
    await payer.open(f"{PRO}/transfer")
    answer = await payer.press(**{"sender_name": "Amina", "payment_reference": "VIR-1", missing: " "})

    assert answer.status_code == 422
    assert f'id="{missing}-fault"' in answer.text
    assert await billing.requests_of_user(database, account.user.id) == ()


@pytest.mark.parametrize("path", ["trial/monthly", "trial/yearly", "gold/monthly", "pro/weekly", "%00/monthly"])
async def test_what_is_not_for_sale(payer: Visitor, path: str) -> None:
    assert (await payer.open(f"{PLAN}/{path}")).status_code == 404
    assert (await payer.open(f"{PLAN}/{path}/transfer")).status_code == 404


async def test_anothers_payment_is_unknown(payer: Visitor, front: Front, make: Make) -> None:
    other = await make.account(plan="trial")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=front), base_url="https://testserver") as browser:
        stranger = Visitor(browser)
        await stranger.open("/dashboard/log-in")
        await stranger.press(email=other.user.email or "", password=other.password)
        await begin(stranger)
        await stranger.open("/dashboard/account/payments")
        path = stranger.where
    await payer.open(PRO)
    csrf = dict(payer.form().fields)["csrf"]

    assert (await payer.open(path)).status_code == 404
    assert (await payer.browser.post(path, data={"csrf": csrf})).status_code == 404
    for odd in ("%00", "x" * 3000, "%F0%9F%92%A3"):
        assert (await payer.open(f"/dashboard/account/payments/{odd}")).status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_every_page_speaks_the_language(payer: Visitor, language: str) -> None:
    await pay(payer, await begin(payer), "decline")
    payment = payer.where
    await begin(payer)
    await payer.open(f"{PLAN}?language={language}")
    for path in (PLAN, PRO, f"{PRO}/transfer", payment):
        answer = await payer.open(path)
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
        assert payer.page.faults == []
