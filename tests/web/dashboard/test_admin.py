"""What the people who run the platform look after: requests for plans."""

import httpx
import pytest

from serai.core import billing
from serai.core.accounts import Role
from serai.core.billing import Cycle, Request, RequestStatus
from serai.kit.db import Database
from tests.factories import Account, Make
from tests.web.visitor import Visitor

ADMIN = "/dashboard/admin"


@pytest.fixture
async def admin(browser: httpx.AsyncClient, make: Make) -> Visitor:
    return await logged_in(browser, await make.account(role=Role.ADMIN))


@pytest.fixture
async def payer(make: Make) -> Account:
    return await make.account(plan="trial")


@pytest.fixture
async def request_(make: Make, payer: Account) -> Request:
    return await transfer(make, payer)


async def logged_in(browser: httpx.AsyncClient, account: Account) -> Visitor:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/log-in")
    await visitor.press(email=account.user.email or "", password=account.password)
    return visitor


async def transfer(make: Make, account: Account, *, notes: str | None = None) -> Request:
    async with make.database.begin() as tx:
        return await billing.request_transfer(
            tx, account.user, plan="pro", cycle=Cycle.MONTHLY, sender_name="Amina", reference="VIR-1", notes=notes
        )


async def test_the_requests_that_wait_come_first(admin: Visitor, request_: Request, payer: Account) -> None:
    await admin.open(ADMIN)
    assert payer.user.email is not None
    assert payer.user.email in admin.words
    assert f"{ADMIN}/requests/{request_.id}" in admin.page.links
    for status, there in (("approved", False), ("all", True), ("lost", True)):
        await admin.open(f"{ADMIN}?status={status}")
        assert (payer.user.email in admin.words) is there


@pytest.mark.parametrize(("status", "plan"), [("approved", "pro"), ("rejected", "trial")])
async def test_deciding(admin: Visitor, request_: Request, payer: Account, database: Database, status: str, plan: str) -> None:
    await admin.open(f"{ADMIN}/requests/{request_.id}")
    assert "VIR-1" in admin.words
    await admin.press(button=("status", status), notes="Seen at the bank.")

    assert f"The request is {status}." in admin.words
    assert "Seen at the bank." in admin.words
    assert (await billing.subscription(database, payer.user.id)).plan == plan
    found = await billing.request(database, request_.id)
    assert (found.status, found.review_notes) == (RequestStatus(status), "Seen at the bank.")
    assert [form for form in admin.page.forms if not form.action] == []


async def test_deciding_twice_changes_nothing(admin: Visitor, request_: Request, payer: Account, database: Database) -> None:
    await admin.open(f"{ADMIN}/requests/{request_.id}")
    fields = dict(admin.form().fields)
    await admin.press(button=("status", "approved"))
    until = (await billing.subscription(database, payer.user.id)).next_billing_at
    answer = await admin.browser.post(admin.where.split("?")[0], data={**fields, "status": "rejected"})

    assert answer.status_code == 409
    assert "This request was already looked at." in answer.text
    assert (await billing.subscription(database, payer.user.id)).next_billing_at == until
    assert (await billing.request(database, request_.id)).status is RequestStatus.APPROVED


@pytest.mark.parametrize("changed", [{"status": "pending"}, {"status": "maybe"}, {"status": ""}, {"notes": "n" * 2001}])
async def test_what_is_no_decision(admin: Visitor, request_: Request, database: Database, changed: dict[str, str]) -> None:
    await admin.open(f"{ADMIN}/requests/{request_.id}")
    answer = await admin.browser.post(admin.where, data={**dict(admin.form().fields), "status": "approved", **changed})

    assert answer.status_code == 422
    assert (await billing.request(database, request_.id)).status is RequestStatus.PENDING


async def test_to_anybody_else_there_is_nothing(merchant: Visitor, request_: Request, database: Database) -> None:
    await merchant.open("/dashboard/account")
    assert ADMIN not in merchant.page.links
    csrf = dict(merchant.form().fields)["csrf"]
    path = f"{ADMIN}/requests/{request_.id}"

    assert (await merchant.open(ADMIN)).status_code == 404
    assert (await merchant.open(path)).status_code == 404
    answer = await merchant.browser.post(path, data={"csrf": csrf, "status": "approved"})
    assert answer.status_code == 404
    assert "VIR-1" not in answer.text
    assert (await billing.request(database, request_.id)).status is RequestStatus.PENDING


@pytest.mark.parametrize("number", [0, 987_654_321, 2**53, 10**40])
async def test_a_request_that_is_not_there(admin: Visitor, number: int) -> None:
    assert (await admin.open(f"{ADMIN}/requests/{number}")).status_code == 404


async def test_what_merchants_write_is_text(admin: Visitor, make: Make, payer: Account) -> None:
    made = await transfer(make, payer, notes="<script>x</script> مرحبا")
    answer = await admin.open(f"{ADMIN}/requests/{made.id}")
    assert "<script>" not in answer.text
    assert "<script>x</script> مرحبا" in admin.words


async def test_the_list_goes_on_from_page_to_page(admin: Visitor, make: Make) -> None:
    for _ in range(26):
        await transfer(make, await make.account(plan="trial"))

    await admin.open(f"{ADMIN}?status=pending")
    first = {link for link in admin.page.links if "/requests/" in link}
    await admin.open(next(link for link in admin.page.links if "page=2" in link))
    second = {link for link in admin.page.links if "/requests/" in link}
    assert (len(first), len(second), first & second) == (25, 1, set())


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_every_page_speaks_the_language(admin: Visitor, request_: Request, language: str) -> None:
    for path in (f"{ADMIN}?language={language}", f"{ADMIN}/requests/{request_.id}"):
        answer = await admin.open(path)
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
        assert admin.page.faults == []
