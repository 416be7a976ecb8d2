"""SK-060…SK-062, SK-069…SK-071: the plan, requests for one, and their review."""

import httpx
import pytest

from serai.core.accounts import Role
from serai.kit.clock import FrozenClock
from serai.wire.call import Services
from tests.contract.skalia.conftest import bearer
from tests.core.billing.payments import everything
from tests.factories import Account, Make

TRANSFER = {
    "plan": "pro",
    "billingCycle": "monthly",
    "senderName": "John Doe",
    "paymentReference": "REF123456789",
    "notes": "Bank transfer completed on 2026-04-08",
}


@pytest.fixture
async def trial(make: Make, services: Services, skalia: httpx.AsyncClient) -> Account:
    """An account on the trial, as which `skalia` is signed in."""
    account = await make.account(plan="trial")
    skalia.headers["Authorization"] = bearer(services, account)
    return account


@pytest.fixture
async def as_admin(make: Make, services: Services) -> dict[str, str]:
    return {"Authorization": bearer(services, await make.account(role=Role.ADMIN))}


async def test_the_subscription_has_the_documented_fields(skalia: httpx.AsyncClient, trial: Account) -> None:
    answer = await skalia.get("/billing/subscription")

    assert answer.status_code == 200
    assert answer.json() == {
        "item": {
            "plan": "trial",
            "status": "active",
            "paymentStatus": "none",
            "billingCycle": "monthly",
            "startedAt": "2026-04-08T10:00:00Z",
            "nextBillingDate": "2026-04-22T10:00:00Z",
            "lastPaymentDate": None,
            "amount": 0,
            "currency": "MAD",
            "storeLimit": 1,
            "productLimit": 25,
            "notes": None,
        }
    }
    assert list(answer.json()["item"]) == [
        *("plan", "status", "paymentStatus", "billingCycle", "startedAt", "nextBillingDate", "lastPaymentDate"),
        *("amount", "currency", "storeLimit", "productLimit", "notes"),
    ]


async def test_a_bank_transfer_is_asked_for(skalia: httpx.AsyncClient, trial: Account) -> None:
    answer = await skalia.post("/billing/requests", json=TRANSFER)

    item = answer.json()["item"]
    assert answer.status_code == 201
    assert item.pop("id").startswith("req_")
    assert item == {
        "userId": f"usr_{trial.user.id}",
        "plan": "pro",
        "billingCycle": "monthly",
        "amount": 299,
        "currency": "MAD",
        "status": "pending",
        "paymentMethod": "bank_transfer",
        "payzoneTransactionId": None,
        "payzoneOrderId": None,
        "payzoneStatus": None,
        "submittedAt": "2026-04-08T10:00:00Z",
        "reviewedAt": None,
        "reviewedBy": None,
        "reviewNotes": None,
    }
    assert b'"amount":299,' in answer.content
    listed = (await skalia.get("/billing/requests")).json()
    assert listed == {"items": [answer.json()["item"]]}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"plan": "gold"}, "plan"),
        ({"plan": "trial"}, "plan"),
        ({"plan": 7}, "plan"),
        ({"billingCycle": "weekly"}, "billingCycle"),
        ({"senderName": ""}, "senderName"),
        ({"senderName": "   "}, "senderName"),
        ({"senderName": "x" * 201}, "senderName"),
        ({"paymentReference": None}, "paymentReference"),
        ({"notes": "x" * 2001}, "notes"),
        ({"amount": 1}, "amount"),
        ({"currency": "EUR"}, "currency"),
    ],
)
async def test_a_bad_request_names_its_field_and_leaves_nothing(
    skalia: httpx.AsyncClient, trial: Account, services: Services, change: dict[str, object], field: str
) -> None:
    before = await everything(services.database)

    answer = await skalia.post("/billing/requests", json=TRANSFER | change)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert await everything(services.database) == before


async def test_a_second_one_waits_for_the_first(skalia: httpx.AsyncClient, trial: Account, services: Services) -> None:
    await skalia.post("/billing/requests", json=TRANSFER)
    before = await everything(services.database)

    answer = await skalia.post("/billing/requests", json=TRANSFER | {"plan": "starter"})

    assert (answer.status_code, answer.json()) == (
        409,
        {"detail": "Another billing request is still pending", "status": 409},
    )
    assert await everything(services.database) == before


async def test_one_account_does_not_see_anothers(
    skalia: httpx.AsyncClient, trial: Account, services: Services, make: Make
) -> None:
    await skalia.post("/billing/requests", json=TRANSFER)

    other = {"Authorization": bearer(services, await make.account())}

    assert (await skalia.get("/billing/requests", headers=other)).json() == {"items": []}


async def test_the_admin_list(
    skalia: httpx.AsyncClient, trial: Account, services: Services, make: Make, as_admin: dict[str, str]
) -> None:
    made = (await skalia.post("/billing/requests", json=TRANSFER)).json()["item"]

    answer = await skalia.get("/billing/admin/requests", params={"status": "pending"}, headers=as_admin)

    assert answer.status_code == 200
    assert answer.json() == {
        "items": [
            {
                "id": made["id"],
                "userId": f"usr_{trial.user.id}",
                "userEmail": trial.user.email,
                "userDisplayName": "Amina Merchant",
                "plan": "pro",
                "billingCycle": "monthly",
                "amount": 299,
                "currency": "MAD",
                "status": "pending",
                "paymentMethod": "bank_transfer",
                "paymentReference": "REF123456789",
                "senderName": "John Doe",
                "notes": "Bank transfer completed on 2026-04-08",
                "submittedAt": "2026-04-08T10:00:00Z",
                "reviewedAt": None,
                "reviewedBy": None,
                "reviewNotes": None,
            }
        ],
        "total": 1,
        "page": 1,
        "size": 20,
        "pages": 1,
    }


async def test_the_admin_list_pages_and_filters(
    skalia: httpx.AsyncClient, services: Services, make: Make, as_admin: dict[str, str], clock: FrozenClock
) -> None:
    ids = []
    for number in range(5):
        clock.advance(number % 2)  # some at the same second
        headers = {"Authorization": bearer(services, await make.account(plan="trial"))}
        ids.append((await skalia.post("/billing/requests", json=TRANSFER, headers=headers)).json()["item"]["id"])
    await skalia.patch(f"/billing/admin/requests/{ids[0]}", json={"status": "rejected"}, headers=as_admin)

    async def pages(**query: object) -> list[list[str]]:
        found = []
        for page in (1, 2, 3):
            params = {"page": page, "size": 2, **query}
            answer = (await skalia.get("/billing/admin/requests", params=params, headers=as_admin)).json()  # type: ignore[arg-type]
            found.append([item["id"] for item in answer["items"]])
        return [*found, [answer["total"], answer["pages"]]]

    newest = ids[::-1]
    assert await pages() == [newest[:2], newest[2:4], newest[4:], [5, 3]]
    assert await pages(status="pending") == [newest[:2], newest[2:4], [], [4, 2]]
    assert await pages(status="rejected") == [[ids[0]], [], [], [1, 1]]
    assert await pages(status="approved") == [[], [], [], [0, 0]]


@pytest.mark.parametrize("query", [{"status": "paid"}, {"page": 0}, {"size": "x"}])
async def test_a_bad_query_is_422(skalia: httpx.AsyncClient, as_admin: dict[str, str], query: dict[str, str]) -> None:
    assert (await skalia.get("/billing/admin/requests", params=query, headers=as_admin)).status_code == 422


async def test_an_admin_approves_and_the_plan_is_there(
    skalia: httpx.AsyncClient, trial: Account, make: Make, services: Services
) -> None:
    admin = await make.account(role=Role.ADMIN)
    headers = {"Authorization": bearer(services, admin)}
    request = (await skalia.post("/billing/requests", json=TRANSFER)).json()["item"]["id"]

    answer = await skalia.patch(
        f"/billing/admin/requests/{request}", json={"status": "approved", "notes": "Bank transfer confirmed."}, headers=headers
    )

    item = answer.json()["item"]
    assert answer.status_code == 200
    assert list(item)[:5] == ["id", "status", "reviewedAt", "reviewedBy", "reviewNotes"]
    assert {name: item[name] for name in list(item)[:5]} == {
        "id": request,
        "status": "approved",
        "reviewedAt": "2026-04-08T10:00:00Z",
        "reviewedBy": f"usr_{admin.user.id}",
        "reviewNotes": "Bank transfer confirmed.",
    }
    plan = (await skalia.get("/billing/subscription")).json()["item"]
    assert (plan["plan"], plan["status"], plan["paymentStatus"], plan["amount"]) == ("pro", "active", "paid", 299)
    assert (plan["nextBillingDate"], plan["lastPaymentDate"]) == ("2026-05-08T10:00:00Z", "2026-04-08T10:00:00Z")
    assert (plan["storeLimit"], plan["productLimit"]) == (5, 1000)
    me = (await skalia.get("/auth/me")).json()["subscription"]
    assert me == {name: plan[name] for name in me}
    (own,) = (await skalia.get("/billing/requests")).json()["items"]
    assert (own["status"], own["reviewNotes"]) == ("approved", "Bank transfer confirmed.")


async def test_an_approved_plan_lifts_the_limit_and_its_end_brings_it_back(
    skalia: httpx.AsyncClient, trial: Account, as_admin: dict[str, str], clock: FrozenClock, services: Services
) -> None:
    request = (await skalia.post("/billing/requests", json=TRANSFER)).json()["item"]["id"]
    new = {"name": "Atlas", "category": "bags", "language": "en"}
    assert (await skalia.post("/stores", json=new | {"publicSlug": "atlas-1"})).status_code == 201
    assert (await skalia.post("/stores", json=new | {"publicSlug": "atlas-2"})).status_code == 403

    await skalia.patch(f"/billing/admin/requests/{request}", json={"status": "approved"}, headers=as_admin)
    for number in range(2, 6):
        assert (await skalia.post("/stores", json=new | {"publicSlug": f"atlas-{number}"})).status_code == 201
    over = await skalia.post("/stores", json=new | {"publicSlug": "atlas-6"})
    assert (over.status_code, over.json()["detail"]) == (403, "storeLimit reached: the plan 'pro' allows 5 stores.")

    clock.at = clock.at.replace(month=6)
    skalia.headers["Authorization"] = (await _login(skalia, trial))["Authorization"]
    plan = (await skalia.get("/billing/subscription")).json()["item"]
    assert (plan["plan"], plan["status"], plan["paymentStatus"]) == ("pro", "expired", "past_due")
    assert (plan["storeLimit"], plan["productLimit"]) == (1, 25)
    assert (await skalia.post("/stores", json=new | {"publicSlug": "atlas-6"})).status_code == 403
    assert (await skalia.get("/stores")).json()["total"] == 5


async def _login(skalia: httpx.AsyncClient, account: Account) -> dict[str, str]:
    body = {"email": account.user.email, "password": account.password}
    answer = await skalia.post("/auth/login", json=body, headers={"Authorization": ""})
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.mark.parametrize("second", ["approved", "rejected"])
async def test_reviewing_twice_is_409(
    skalia: httpx.AsyncClient, trial: Account, as_admin: dict[str, str], services: Services, second: str
) -> None:
    path = f"/billing/admin/requests/{(await skalia.post('/billing/requests', json=TRANSFER)).json()['item']['id']}"
    await skalia.patch(path, json={"status": "approved"}, headers=as_admin)
    before = await everything(services.database)

    answer = await skalia.patch(path, json={"status": second}, headers=as_admin)

    assert (answer.status_code, answer.json()["detail"]) == (409, "The request was already approved")
    assert await everything(services.database) == before


@pytest.mark.parametrize("body", [{"status": "pending"}, {"status": "paid"}, {}, {"status": "approved", "plan": "pro"}])
async def test_a_bad_review_is_422(
    skalia: httpx.AsyncClient, trial: Account, as_admin: dict[str, str], services: Services, body: dict[str, str]
) -> None:
    path = f"/billing/admin/requests/{(await skalia.post('/billing/requests', json=TRANSFER)).json()['item']['id']}"
    before = await everything(services.database)

    assert (await skalia.patch(path, json=body, headers=as_admin)).status_code == 422
    assert await everything(services.database) == before


async def test_an_unknown_request_is_404(skalia: httpx.AsyncClient, as_admin: dict[str, str]) -> None:
    for id_ in ("req_999999999", "order_1", "1", "req_0"):
        answer = await skalia.patch(f"/billing/admin/requests/{id_}", json={"status": "approved"}, headers=as_admin)
        assert answer.status_code == 404


async def test_only_admins_administer(skalia: httpx.AsyncClient, trial: Account, services: Services) -> None:
    path = f"/billing/admin/requests/{(await skalia.post('/billing/requests', json=TRANSFER)).json()['item']['id']}"
    before = await everything(services.database)

    listed = await skalia.get("/billing/admin/requests")
    reviewed = await skalia.patch(path, json={"status": "approved"})

    assert (listed.status_code, reviewed.status_code) == (403, 403)
    assert listed.json() == {"detail": "Only a platform administrator may do this.", "status": 403}
    assert await everything(services.database) == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/billing/subscription"),
        ("GET", "/billing/requests"),
        ("POST", "/billing/requests"),
        ("POST", "/billing/payzone/transaction"),
        ("POST", "/billing/payzone/verify"),
        ("GET", "/billing/payzone/transaction/ORD1"),
        ("GET", "/billing/admin/requests"),
        ("PATCH", "/billing/admin/requests/req_1"),
    ],
)
async def test_nobody_is_refused(skalia: httpx.AsyncClient, method: str, path: str) -> None:
    answer = await skalia.request(method, path, json={})

    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


async def test_a_repeated_key_asks_once(skalia: httpx.AsyncClient, trial: Account, services: Services) -> None:
    headers = {"Idempotency-Key": "transfer-1"}

    first = await skalia.post("/billing/requests", json=TRANSFER, headers=headers)
    again = await skalia.post("/billing/requests", json=TRANSFER, headers=headers)

    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    assert await services.database.value("select count(*) from billing_requests") == 1
