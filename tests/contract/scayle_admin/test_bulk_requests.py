"""The contract's section 10 and its acceptance check 7: many operations in one request."""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from serai.core import catalog, stores
from serai.dialects.scayle_admin.bulk import Carrier
from serai.kit.addresses import Blocked
from serai.kit.outgoing import Answer, Outgoing, Unreachable
from serai.wire.call import Services
from tests.factories import Make

BULK = "/variants/stocks/bulk-requests"
SAMPLE = {
    "key": "op-1",
    "url": "/variants/key=TEE-01-green-M/stocks",
    "method": "POST",
    "headers": {"X-Merchant-Key": "default"},
    "body": {"quantity": 20, "warehouseReferenceKey": "WH-1", "changedAt": "2026-01-22T08:00:00+00:00"},
}
Work = Callable[[], Awaitable[None]]


class Listener(Outgoing):
    """Keeps what is sent to it; unreachable at `/away`, private at `/private`."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[str, bytes]] = []

    async def post(self, url: str, body: bytes, *_: object, **__: object) -> Answer:
        if url.endswith("/away"):
            raise Unreachable("No answer")
        if url.endswith("/private"):
            raise Blocked("Does not lead to the public internet.")
        self.heard.append((url, body))
        return Answer(200, {}, b"")


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def work(services: Services, listener: Listener) -> Work:
    """The worker, until nothing waits."""
    carrier = Carrier(services, listener)

    async def until_nothing_waits() -> None:
        while await carrier.work():
            pass

    return until_nothing_waits


@pytest.fixture
async def variant(admin: httpx.AsyncClient, make: Make, store: stores.Store) -> catalog.Variant:
    await admin.post("/warehouses", json={"referenceKey": "WH-1"})
    return (await make.product(store, stock=0, sku="TEE-01-green-M")).default


def _progress(total: int, processed: int, failed: int) -> dict[str, int]:
    return {"totalOperations": total, "processedOperations": processed, "failedOperations": failed}


def _some(count: int, first: int = 0) -> list[dict[str, object]]:
    return [SAMPLE | {"key": f"op-{n}"} for n in range(first, first + count)]


async def _send(admin: httpx.AsyncClient, operations: object, **callbacks: object) -> int:
    answer = await admin.post(BULK, json={"operations": operations, "callbacks": callbacks})
    assert answer.status_code == 201, answer.text
    key: int = answer.json()["key"]
    assert answer.json() == {"key": key}
    return key


async def test_the_sample_is_carried_out(admin: httpx.AsyncClient, variant: catalog.Variant, work: Work) -> None:
    key = await _send(admin, [SAMPLE])
    before = (await admin.get(f"/bulk-requests/{key}/status")).json()

    await work()

    assert before == {"key": key, "status": "pending", "progress": _progress(1, 0, 0)}
    status = {"key": key, "status": "processed", "progress": _progress(1, 1, 0)}
    assert (await admin.get(f"/bulk-requests/{key}/status")).json() == status
    told = (await admin.get(f"/bulk-requests/{key}/operations/op-1/status")).json()
    assert told["response"]["body"]["quantity"] == 20
    assert told == {
        "key": "op-1",
        "status": "processed",
        "response": {"statusCode": 201, "body": told["response"]["body"]},
        "bulkRequest": status,
    }
    stock = (await admin.get(f"/variants/{variant.id}/stocks")).json()["entities"]
    assert [each["quantity"] for each in stock] == [20]


async def test_one_good_and_one_bad_operation(admin: httpx.AsyncClient, variant: catalog.Variant, work: Work) -> None:
    bad = SAMPLE | {"key": "bad", "url": "/variants/key=NOBODY/stocks"}
    key = await _send(admin, [bad, SAMPLE])

    await work()

    shown = (await admin.get(f"/bulk-requests/{key}/status")).json()
    assert (shown["status"], shown["progress"]) == ("processed", _progress(2, 2, 1))
    response = (await admin.get(f"/bulk-requests/{key}/operations/bad/status")).json()["response"]
    assert (response["statusCode"], response["body"]["errors"][0]["errorKey"]) == (404, "VARIANT_NOT_FOUND")


async def test_prices_keep_their_decimals_and_their_errors(
    admin: httpx.AsyncClient, variant: catalog.Variant, work: Work
) -> None:
    price = {"price": 2380, "tax": 7.25, "countryCode": "DE", "currencyCode": "EUR"}
    good = {"key": "a b/1", "url": f"/variants/{variant.id}/prices", "method": "POST", "body": price}
    bad = {"key": "bad", "url": f"/variants/{variant.id}/prices", "method": "POST", "body": price | {"tax": 101}}
    gone = {"key": "gone", "url": f"/variants/{variant.id}/prices/{variant.id}-0", "method": "DELETE"}
    answer = await admin.post("/variants/prices/bulk-requests", json={"operations": [good, bad, gone]})
    base = f"/bulk-requests/{answer.json()['key']}/operations"

    await work()

    assert (await admin.get(f"{base}/a%20b%2F1/status")).json()["response"]["body"]["tax"] == 7.25
    assert (await admin.get(f"{base}/bad/status")).json()["response"]["statusCode"] == 400
    assert (await admin.get(f"{base}/gone/status")).json()["response"]["statusCode"] == 404


async def test_a_request_may_come_in_pieces(admin: httpx.AsyncClient, variant: catalog.Variant, work: Work) -> None:
    key = await _send(admin, _some(2), requestStatus="incomplete")
    await work()
    assert (await admin.get(f"/bulk-requests/{key}/status")).json()["status"] == "new"

    assert await _send(admin, _some(30, 2), requestStatus="complete", bulkRequestKey=key) == key
    late = await admin.post(BULK, json={"operations": _some(1, 90), "callbacks": {"bulkRequestKey": key}})
    await work()

    assert (late.status_code, late.json()["errors"][0]["errorKey"]) == (404, "BULK_REQUEST_NOT_FOUND")
    assert (await admin.get(f"/bulk-requests/{key}/status")).json()["progress"] == _progress(32, 32, 0)


async def test_cancelling_stops_what_has_not_begun(
    admin: httpx.AsyncClient, variant: catalog.Variant, services: Services, work: Work
) -> None:
    key = await _send(admin, _some(50))
    await Carrier(services, Listener()).work()

    cancelled = await admin.put(f"/bulk-requests/{key}/cancel")
    again = await admin.put(f"/bulk-requests/{key}/cancel")
    await work()

    assert cancelled.json() == again.json() == {"key": key, "status": "cancelled", "progress": _progress(50, 20, 0)}
    assert (await admin.get(f"/bulk-requests/{key}/status")).json() == cancelled.json()
    rest = (await admin.get(f"/bulk-requests/{key}/operations/op-20/status")).json()
    assert (rest["status"], rest["response"]) == ("new", {"statusCode": None, "body": None})


async def test_what_is_over_is_not_cancelled(admin: httpx.AsyncClient, variant: catalog.Variant, work: Work) -> None:
    key = await _send(admin, [SAMPLE])
    await work()

    answer = await admin.put(f"/bulk-requests/{key}/cancel")

    assert (answer.status_code, answer.json()["errors"][0]["errorKey"]) == (409, "BULK_REQUEST_IS_OVER")


async def test_callbacks_are_told_and_do_not_hold_up(
    admin: httpx.AsyncClient, variant: catalog.Variant, listener: Listener, work: Work
) -> None:
    there, away = "https://client.example/cb", "https://client.example/away"
    first = await _send(admin, [SAMPLE], requestUrl=there, operationUrl=there)
    second = await _send(admin, [SAMPLE], requestUrl=away, operationUrl="https://client.example/private")

    await work()

    operation, request = listener.heard
    assert operation[0] == request[0] == there
    assert request[1] == (await admin.get(f"/bulk-requests/{first}/status")).content
    assert b'"statusCode":201' in operation[1]
    assert (await admin.get(f"/bulk-requests/{second}/status")).json()["status"] == "processed"


async def test_all_of_them_are_listed(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    keys = [await _send(admin, [SAMPLE]) for _ in range(3)]

    first = (await admin.get("/bulk-requests", params={"limit": 2})).json()
    second = (await admin.get("/bulk-requests", params={"limit": 2, "cursor": first["cursor"]["next"]})).json()

    assert [each["key"] for each in (*first["entities"], *second["entities"])] == keys


async def test_an_operation_may_do_what_its_sender_may(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, variant: catalog.Variant, work: Work
) -> None:
    admin.headers["X-Access-Token"] = await make.key(store, dialect="scayle", scopes=("admin:write",))
    key = await _send(admin, [SAMPLE | {"key": "read", "method": "GET", "body": None}])

    await work()

    admin.headers["X-Access-Token"] = await make.key(store, dialect="scayle")
    told = (await admin.get(f"/bulk-requests/{key}/operations/read/status")).json()
    assert (told["status"], told["response"]["statusCode"]) == ("failed", 403)


@pytest.mark.parametrize(
    ("operation", "field"),
    [
        (SAMPLE | {"url": "/variants/1/prices"}, "operations.0.url"),
        (SAMPLE | {"url": "variants/1/stocks"}, "operations[0].url"),
        (SAMPLE | {"url": "/variants/stocks/bulk-requests"}, "operations.0.url"),
        (SAMPLE | {"url": "https://other.example/variants/1/stocks"}, "operations[0].url"),
        (SAMPLE | {"method": "TRACE"}, "operations[0].method"),
        (SAMPLE | {"key": ""}, "operations.0.key"),
        (SAMPLE | {"headers": {"x-merchant-key": "other"}}, "operations.0.headers"),
        (SAMPLE | {"body": "text"}, "operations[0].body"),
    ],
)
async def test_what_is_wrong_is_named(
    admin: httpx.AsyncClient, variant: catalog.Variant, operation: object, field: str
) -> None:
    answer = await admin.post(BULK, json={"operations": [operation]})

    assert answer.status_code == 400, answer.text
    assert answer.json()["errors"][0]["context"]["field"].replace("[0]", ".0") == field.replace("[0]", ".0")
    assert (await admin.get("/bulk-requests")).json()["entities"] == []


async def test_keys_come_once(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    twice = await admin.post(BULK, json={"operations": [SAMPLE, SAMPLE]})
    key = await _send(admin, [SAMPLE], requestStatus="incomplete")
    later = await admin.post(BULK, json={"operations": [SAMPLE], "callbacks": {"bulkRequestKey": key}})

    assert (twice.status_code, later.status_code) == (400, 409)


async def test_another_store_s_requests_are_unknown(admin: httpx.AsyncClient, make: Make, variant: catalog.Variant) -> None:
    key = await _send(admin, [SAMPLE])
    admin.headers["X-Access-Token"] = await make.key(await make.store(), dialect="scayle")

    for answer in (
        await admin.get(f"/bulk-requests/{key}/status"),
        await admin.get(f"/bulk-requests/{key}/operations/op-1/status"),
        await admin.put(f"/bulk-requests/{key}/cancel"),
        await admin.post(BULK, json={"operations": [SAMPLE], "callbacks": {"bulkRequestKey": key}}),
    ):
        assert (answer.status_code, answer.json()["errors"][0]["errorKey"]) == (404, "BULK_REQUEST_NOT_FOUND")
    assert (await admin.get("/bulk-requests")).json()["entities"] == []
