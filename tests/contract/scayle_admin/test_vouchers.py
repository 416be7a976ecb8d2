"""The contract's section 8: vouchers and their criteria, and what an order makes of them."""

import httpx
import pytest

from serai.core import catalog, customers, promotions, stores
from serai.core.promotions import PromoRefused, Reason
from tests.contract.scayle_admin.conftest import COUNTRY, OAKLEAF
from tests.factories import Make

ALL = f"{COUNTRY}/vouchers"
HELLO = {
    "code": "HELLO10",
    "name": "Welcome",
    "summary": "10 % off",
    "status": "active",
    "type": "relative",
    "value": 0.1,
    "isApplicableToPromotions": False,
    "constraints": {
        "date": {"min": "2026-01-01T00:00:00+00:00", "max": "2026-12-31T23:59:59+00:00"},
        "isValidOnCampaigns": True,
        "maxApplications": {"count": 1, "restriction": "customer"},
        "orderValue": {"min": 5000, "max": 100000},
    },
    "criteria": [{"key": "customerGroup", "type": "include", "value": ["vip"]}],
}
OPEN = {"code": "OPEN", "type": "absolute", "value": 100}

pytestmark = pytest.mark.usefixtures("oakleaf")


async def _voucher(admin: httpx.AsyncClient, **more: object) -> int:
    answer = await admin.post(ALL, json={**OPEN, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def test_the_sample_voucher_comes_back_with_ids(admin: httpx.AsyncClient, oakleaf: int) -> None:
    answer = await admin.post(ALL, json=HELLO)

    made = answer.json()
    assert answer.status_code == 201
    criteria = made.pop("criteria")
    assert made == {"id": made["id"], **{name: value for name, value in HELLO.items() if name != "criteria"}}
    assert [{**each, "id": 0} for each in criteria] == [
        {"id": 0, "key": "customerGroup", "type": "include", "value": ["vip"]},
        {"id": 0, "key": "shopCountryId", "type": "include", "value": [oakleaf]},
    ]
    assert (await admin.get(f"{ALL}/{made['id']}")).json() == made
    assert (await admin.get(f"{ALL}/{made['id']}?with=criteria")).json()["criteria"] == criteria
    assert (await admin.get(ALL)).json() == {"entities": [made], "cursor": {"next": None}}


async def test_every_dialect_has_the_code(admin: httpx.AsyncClient, make: Make, store: stores.Store) -> None:
    number = await _voucher(admin)
    async with make.database.begin() as tx:
        found = await promotions.get(tx, store.id, promotions.PromoId(number))

    assert (found.code, found.worth.amount_minor) == ("OPEN", 100)


async def test_a_patch_keeps_code_and_criteria(admin: httpx.AsyncClient) -> None:
    number = (await admin.post(ALL, json=HELLO)).json()["id"]
    changed = await admin.patch(f"{ALL}/{number}?with=criteria", json={"value": 0.25, "status": "inactive"})
    code = await admin.patch(f"{ALL}/{number}", json={"code": "OTHER"})

    assert changed.status_code == 200
    assert (changed.json()["value"], changed.json()["status"], changed.json()["type"]) == (0.25, "inactive", "relative")
    assert changed.json()["constraints"] == HELLO["constraints"]
    assert len(changed.json()["criteria"]) == 2
    assert (code.status_code, code.json()["errors"][0]["context"]) == (400, {"field": "code"})


async def test_a_code_comes_once_whatever_its_case(admin: httpx.AsyncClient) -> None:
    await _voucher(admin)
    again = await admin.post(ALL, json={**OPEN, "code": "open"})

    assert (again.status_code, again.json()["errors"][0]["context"]) == (409, {"field": "code", "value": "open"})


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"type": "relative", "value": 1.5}, "value"),
        ({"value": 0}, "value"),
        ({"value": 10.5}, "value"),
        ({"constraints": {"orderValue": {"min": 10, "max": 5}}}, "maximumSubtotal"),
        ({"criteria": [{"key": "brandId", "type": "include", "value": [1]}]}, "criteria.0.key"),
        ({"criteria": [{"key": "customerGroup", "type": "include", "value": []}]}, "criteria.0.value"),
        ({"status": "odd"}, "status"),
    ],
)
async def test_what_is_wrong_is_named(admin: httpx.AsyncClient, more: dict, field: str) -> None:
    answer = await admin.post(ALL, json={**OPEN, **more})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["context"] == {"field": field}
    assert (await admin.get(ALL)).json()["entities"] == []


async def test_criteria_are_added_changed_and_taken_away(admin: httpx.AsyncClient) -> None:
    at = f"{ALL}/{await _voucher(admin)}/criteria"
    made = await admin.post(at, json={"key": "customerId", "type": "exclude", "value": [7]})
    one = f"{at}/{made.json()['id']}"

    assert made.status_code == 201
    assert (await admin.get(one)).json() == made.json()
    changed = await admin.put(one, json={"key": "customerGroup", "type": "include", "value": ["7"]})
    assert changed.json() == {"id": made.json()["id"], "key": "customerGroup", "type": "include", "value": ["7"]}
    assert len((await admin.get(at)).json()["entities"]) == 2
    assert (await admin.delete(one)).status_code == 204
    assert (await admin.get(one)).status_code == 404


async def test_a_deleted_voucher_is_gone(admin: httpx.AsyncClient) -> None:
    number = await _voucher(admin)

    assert (await admin.delete(f"{ALL}/{number}")).status_code == 204
    assert (await admin.get(f"{ALL}/{number}")).status_code == 404
    assert (await admin.delete(f"{ALL}/{number}")).status_code == 404


async def test_a_voucher_is_seen_where_it_can_be_used(admin: httpx.AsyncClient) -> None:
    austria = {**OAKLEAF["countries"][0], "countryCode": "AT", "defaultLanguageCode": "de_AT"}  # type: ignore[index]
    await admin.post("/shops/oa/countries", json=austria)
    number = await _voucher(admin)

    assert (await admin.get("/shops/oa/countries/AT/vouchers")).json()["entities"] == []
    assert (await admin.get(f"/shops/oa/countries/AT/vouchers/{number}")).status_code == 404


# ── orders ──


@pytest.fixture
async def product(make: Make, store: stores.Store) -> catalog.Product:
    return await make.product(store, price=1000, stock=100)


async def _use(make: Make, store: stores.Store, product: catalog.Product, **more: object) -> int | Reason:
    """What the code takes off an order, or why not."""
    try:
        return (await make.order(store, product, promo_code="OPEN", **more)).discount_minor
    except PromoRefused as refused:
        return refused.reason


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, 100),
        ({"status": "inactive"}, Reason.INACTIVE),
        ({"status": "archived"}, Reason.INACTIVE),
        ({"constraints": {"orderValue": {"max": 999}}}, Reason.MAXIMUM),
        ({"constraints": {"orderValue": {"min": 1000, "max": 1000}}}, 100),
        ({"criteria": [{"key": "merchantId", "type": "include", "value": [1]}]}, 100),
        ({"criteria": [{"key": "merchantId", "type": "exclude", "value": [1]}]}, Reason.NOT_ELIGIBLE),
        ({"criteria": [{"key": "shopCountryId", "type": "exclude", "value": [1]}]}, 100),
        ({"criteria": [{"key": "shopCountryId", "type": "include", "value": [1]}]}, Reason.NOT_ELIGIBLE),
    ],
)
async def test_an_order_can_have_what_it_meets(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, product: catalog.Product, more: dict, found: object
) -> None:
    await _voucher(admin, **more)

    assert await _use(make, store, product) == found


async def test_a_voucher_for_a_group_is_for_its_customers_alone(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, product: catalog.Product
) -> None:
    made = await admin.post(f"{COUNTRY}/customers", json={"email": "v@example.com", "firstName": "V", "groups": ["vip"]})
    async with make.database.begin() as tx:
        vip = await customers.get(tx, [store.id], customers.CustomerId(made.json()["id"]))
    await _voucher(admin, criteria=HELLO["criteria"])

    assert await _use(make, store, product) is Reason.NOT_ELIGIBLE
    assert await _use(make, store, product, customer=vip) == 100


async def test_one_customer_is_left_out(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, product: catalog.Product
) -> None:
    out = await make.customer(store)
    await _voucher(admin, criteria=[{"key": "customerId", "type": "exclude", "value": [out.id]}])

    assert await _use(make, store, product, customer=out) is Reason.NOT_ELIGIBLE
    assert await _use(make, store, product) == 100
