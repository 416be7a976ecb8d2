"""SK-063…SK-068, SK-G09, SK-G10: paying for a plan by card."""

from typing import Any

import httpx
import pytest

from serai.core import billing
from serai.core.billing import Payment
from serai.wire.call import Services
from tests.contract.skalia.conftest import bearer
from tests.core.billing.payments import everything, get, message
from tests.factories import Account, Make

WANTED = {
    "plan": "pro",
    "billingCycle": "monthly",
    "returnUrl": "https://skalia.ma/dashboard?payment=success",
    "cancelUrl": "https://skalia.ma/dashboard?payment=cancelled",
    "notifyUrl": "https://api.skalia.ma/api/v1/billing/payzone/callback",
}
CALLBACK = "/billing/payzone/callback"


@pytest.fixture
async def trial(make: Make, services: Services, skalia: httpx.AsyncClient) -> Account:
    """An account on the trial, as which `skalia` is signed in."""
    account = await make.account(plan="trial")
    skalia.headers["Authorization"] = bearer(services, account)
    return account


async def pay(skalia: httpx.AsyncClient, services: Services, account: Account, **changed: object) -> Payment:
    """A started payment, as it is in the core."""
    answer = await skalia.post("/billing/payzone/transaction", json=WANTED | changed)
    assert answer.status_code == 201, answer.text
    return await billing.payment_of_user(services.database, account.user.id, answer.json()["transaction"]["orderId"])


async def tell(skalia: httpx.AsyncClient, body: bytes, **headers: str) -> httpx.Response:
    """As the payment service calls: without a token."""
    base = {"Authorization": "", "Content-Type": "application/json"}
    return await skalia.post(CALLBACK, content=body, headers=base | {k.replace("_", "-"): v for k, v in headers.items()})


async def test_a_transaction_has_the_documented_fields(skalia: httpx.AsyncClient, trial: Account, services: Services) -> None:
    answer = await skalia.post("/billing/payzone/transaction", json=WANTED)

    made = answer.json()["transaction"]
    assert answer.status_code == 201
    assert list(answer.json()) == ["transaction"]
    assert list(made) == ["transactionId", "orderId", "paymentUrl", "amount", "currency", "status", "notifyUrl"]
    assert made["transactionId"].startswith("TXN")
    assert made["transactionId"][3:].isdigit()
    assert made["orderId"].startswith("ORD")
    assert made["orderId"][3:].isdigit()
    assert made["paymentUrl"].startswith("http://testserver/pay/sandbox/")
    assert (made["amount"], made["currency"], made["status"]) == (299, "MAD", "pending")
    assert made["notifyUrl"] == WANTED["notifyUrl"]
    assert b'"amount":299,' in answer.content
    (request,) = (await skalia.get("/billing/requests")).json()["items"]
    assert (request["paymentMethod"], request["status"], request["payzoneStatus"]) == ("card", "pending", "pending")
    assert (request["payzoneOrderId"], request["payzoneTransactionId"]) == (made["orderId"], made["transactionId"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"plan": "trial"}, "plan"),
        ({"plan": "gold"}, "plan"),
        ({"billingCycle": "daily"}, "billingCycle"),
        ({"returnUrl": "http://skalia.ma/"}, "returnUrl"),
        ({"returnUrl": "/dashboard"}, "returnUrl"),
        ({"returnUrl": "javascript:alert(1)"}, "returnUrl"),
        ({"returnUrl": "https://user:pass@skalia.ma/"}, "returnUrl"),
        ({"returnUrl": "https://skalia.ma;script-src/"}, "returnUrl"),
        ({"returnUrl": "http://localhost.example.com/"}, "returnUrl"),
        ({"returnUrl": "http://10.0.0.1/"}, "returnUrl"),
        ({"cancelUrl": "ftp://skalia.ma/"}, "cancelUrl"),
        ({"cancelUrl": ""}, "cancelUrl"),
        ({"notifyUrl": "mailto:a@b.ma"}, "notifyUrl"),
        ({"amount": 1}, "amount"),
    ],
)
async def test_a_bad_one_names_its_field_and_leaves_nothing(
    skalia: httpx.AsyncClient, trial: Account, services: Services, change: dict[str, object], field: str
) -> None:
    before = await everything(services.database)

    answer = await skalia.post("/billing/payzone/transaction", json=WANTED | change)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert await everything(services.database) == before


@pytest.mark.parametrize(
    "url", ["http://localhost:3000/done", "http://127.0.0.1/done", "http://[::1]:3000/", "http://app.localhost/"]
)
async def test_plain_http_is_for_this_machine(skalia: httpx.AsyncClient, trial: Account, services: Services, url: str) -> None:
    payment = await pay(skalia, services, trial, returnUrl=url, cancelUrl=url)

    assert (payment.return_url, payment.cancel_url) == (url, url)


async def test_the_gateway_is_given_our_own_callback(skalia: httpx.AsyncClient, trial: Account, services: Services) -> None:
    payment = await pay(skalia, services, trial)

    assert payment.callback_url == "http://testserver/skalia/api/v1/billing/payzone/callback"
    assert payment.notify_url == WANTED["notifyUrl"]


async def test_from_callback_to_plan(skalia: httpx.AsyncClient, trial: Account, services: Services) -> None:
    payment = await pay(skalia, services, trial)

    answer = await tell(skalia, message(payment))

    assert (answer.status_code, answer.json()) == (200, {"status": "OK", "message": "Callback processed successfully"})
    verified = await skalia.post("/billing/payzone/verify", json={"orderId": payment.order_number})
    assert verified.status_code == 200
    assert verified.json() == {
        "subscription": {
            "plan": "pro",
            "status": "active",
            "billingCycle": "monthly",
            "startedAt": "2026-04-08T10:00:00Z",
            "amount": 299,
            "currency": "MAD",
        }
    }
    status = await skalia.get(f"/billing/payzone/transaction/{payment.order_number}")
    assert status.json() == {
        "transaction": {
            "orderId": payment.order_number,
            "transactionId": payment.transaction_number,
            "status": "success",
            "amount": 299,
            "currency": "MAD",
            "createdAt": "2026-04-08T10:00:00Z",
            "completedAt": "2026-04-08T10:00:00Z",
        }
    }
    (request,) = (await skalia.get("/billing/requests")).json()["items"]
    assert request | {"id": "", "userId": ""} == {
        "id": "",
        "userId": "",
        "plan": "pro",
        "billingCycle": "monthly",
        "amount": 299,
        "currency": "MAD",
        "status": "approved",
        "paymentMethod": "card",
        "payzoneTransactionId": payment.transaction_number,
        "payzoneOrderId": payment.order_number,
        "payzoneStatus": "success",
        "submittedAt": "2026-04-08T10:00:00Z",
        "reviewedAt": "2026-04-08T10:00:00Z",
        "reviewedBy": "payzone",
        "reviewNotes": "Payment verified",
    }


@pytest.mark.parametrize("status", ["pending", "failed", "cancelled"])
async def test_verify_before_the_money_is_there_is_409(
    skalia: httpx.AsyncClient, trial: Account, services: Services, status: str
) -> None:
    payment = await pay(skalia, services, trial)
    await tell(skalia, message(payment, status))
    before = await everything(services.database)

    answer = await skalia.post("/billing/payzone/verify", json={"orderId": payment.order_number})

    assert answer.status_code == 409
    assert answer.json() == {"detail": f"The payment has not been completed: it is {status}", "status": 409}
    assert await everything(services.database) == before
    shown = (await skalia.get(f"/billing/payzone/transaction/{payment.order_number}")).json()["transaction"]
    assert (shown["status"], shown["completedAt"] is None) == (status, status == "pending")


async def test_anothers_order_is_like_an_unknown_one(
    skalia: httpx.AsyncClient, trial: Account, services: Services, make: Make
) -> None:
    payment = await pay(skalia, services, trial)
    await tell(skalia, message(payment))
    skalia.headers["Authorization"] = bearer(services, await make.account())

    for order in (payment.order_number, "ORD1", "TXN1", "%00", "ORD" + "9" * 40):
        shown = await skalia.get(f"/billing/payzone/transaction/{order}")
        verified = await skalia.post("/billing/payzone/verify", json={"orderId": order})
        assert (shown.status_code, verified.status_code) == (404, 404)
        assert shown.json() == verified.json() == {"detail": "Order not found", "status": 404}


async def test_a_bad_signature_is_401_and_changes_nothing(
    skalia: httpx.AsyncClient, trial: Account, services: Services
) -> None:
    payment = await pay(skalia, services, trial)
    before = await everything(services.database)

    for body in (message(payment, key="guessed"), b"{}", b"", b"nonsense", message(payment, signature="x")):
        answer = await tell(skalia, body)
        assert (answer.status_code, answer.json()) == (401, {"detail": "Invalid signature", "status": 401})

    assert await everything(services.database) == before


@pytest.mark.parametrize("wrong", [{"amount": 1}, {"amount": 299.5}, {"currency": "EUR"}, {"transactionId": "TXN1"}])
async def test_other_money_is_400_flagged_and_changes_nothing(
    skalia: httpx.AsyncClient, trial: Account, services: Services, wrong: dict[str, Any]
) -> None:
    payment = await pay(skalia, services, trial)
    before = await everything(services.database)

    answer = await tell(skalia, message(payment, **wrong))

    assert answer.status_code == 400
    assert answer.json() == {"detail": "The payment does not match the order", "status": 400}
    assert await everything(services.database) == before
    assert (await get(services, payment)).flag == "mismatch"


async def test_a_genuine_one_about_no_order_is_404(skalia: httpx.AsyncClient, trial: Account, services: Services) -> None:
    payment = await pay(skalia, services, trial)

    answer = await tell(skalia, message(payment, orderId="ORD1"))

    assert (answer.status_code, answer.json()) == (404, {"detail": "Order not found", "status": 404})


async def test_repeats_are_200_and_a_late_failure_changes_nothing(
    skalia: httpx.AsyncClient, trial: Account, services: Services
) -> None:
    payment = await pay(skalia, services, trial)
    await tell(skalia, message(payment))
    before = await everything(services.database)

    for status in ("success", "failed", "success", "cancelled"):
        assert (await tell(skalia, message(payment, status))).status_code == 200

    assert await everything(services.database) == before


async def test_unknown_fields_of_a_callback_are_left_alone(
    skalia: httpx.AsyncClient, trial: Account, services: Services
) -> None:
    payment = await pay(skalia, services, trial)

    assert (await tell(skalia, message(payment, mode="LIVE", lineItem={"a": [1]}))).status_code == 200


async def test_a_callback_has_no_idempotency_key(skalia: httpx.AsyncClient, trial: Account, services: Services) -> None:
    payment = await pay(skalia, services, trial)

    one = await tell(skalia, message(payment, "failed"), Idempotency_Key="k")
    two = await tell(skalia, message(payment), Idempotency_Key="k")

    assert (one.status_code, two.status_code) == (200, 200)
    assert "idempotency-replayed" not in two.headers
    assert (await get(services, payment)).status == "success"


async def test_an_oversized_callback_is_413(skalia: httpx.AsyncClient) -> None:
    assert (await tell(skalia, b"x" * 70_000)).status_code == 413


async def test_a_card_request_cannot_be_reviewed(
    skalia: httpx.AsyncClient, trial: Account, services: Services, make: Make
) -> None:
    from serai.core.accounts import Role

    await pay(skalia, services, trial)
    (request,) = (await skalia.get("/billing/requests")).json()["items"]
    admin = {"Authorization": bearer(services, await make.account(role=Role.ADMIN))}
    before = await everything(services.database)

    answer = await skalia.patch(f"/billing/admin/requests/{request['id']}", json={"status": "approved"}, headers=admin)

    assert answer.status_code == 409
    assert await everything(services.database) == before


async def test_a_repeated_key_starts_one_payment(skalia: httpx.AsyncClient, trial: Account, services: Services) -> None:
    headers = {"Idempotency-Key": "pay-1"}

    first = await skalia.post("/billing/payzone/transaction", json=WANTED, headers=headers)
    again = await skalia.post("/billing/payzone/transaction", json=WANTED, headers=headers)

    assert again.content == first.content
    assert await services.database.value("select count(*) from plan_payments") == 1
