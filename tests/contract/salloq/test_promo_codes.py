"""SQ-034, SQ-G02: promo codes, how they are managed and what they do to an order."""

from typing import Any

import httpx
import pytest

from serai.core import catalog, customers, stores
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from tests.contract.salloq.ordering import footprint, wanted
from tests.contract.salloq.selling import refused
from tests.factories import Make

SAVE10 = {"code": "SAVE10", "type": "percent", "value": 10}
DAY = 86_400


async def made(api: httpx.AsyncClient, **more: object) -> dict[str, Any]:
    answer = await api.post("/promo-codes", json={**SAVE10, **more})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


async def used(api: httpx.AsyncClient, promo: dict[str, Any]) -> int:
    return int((await api.get(f"/promo-codes/{promo['id']}")).json()["data"]["times_used"])


# ── managing them ──


async def test_a_code_is_answered_whole(api: httpx.AsyncClient) -> None:
    answer = await api.post("/promo-codes", json={**SAVE10, "starts_at": "2026-04-01T00:00:00+02:00", "minimum_subtotal": 20})

    number = answer.json()["data"]["id"]
    assert answer.text == (
        f'{{"success":true,"data":{{"id":{number},"code":"SAVE10","type":"percent","value":10,'
        '"starts_at":"2026-03-31T22:00:00Z","ends_at":null,"minimum_subtotal":20.00,"usage_limit":null,'
        '"usage_limit_per_customer":null,"times_used":0,"created_at":"2026-04-08T10:00:00Z"}}'
    )
    assert (await api.get(f"/promo-codes/{number}")).json() == answer.json()
    assert (await api.get("/promo-codes")).json()["data"] == [answer.json()["data"]]


async def test_an_amount_has_the_currencys_decimals(api: httpx.AsyncClient) -> None:
    answer = await api.post("/promo-codes", json={"code": "FIVE", "type": "fixed", "value": 5})

    assert '"value":5.00,' in answer.text


async def test_a_code_is_unique_whatever_its_case(api: httpx.AsyncClient) -> None:
    first = await made(api)

    refused(await api.post("/promo-codes", json={**SAVE10, "code": "save10"}), code=["Is already in use."])

    await api.delete(f"/promo-codes/{first['id']}")
    assert (await made(api, code="save10"))["id"] != first["id"]


async def test_what_is_not_sent_stays_and_null_takes_a_limit_away(api: httpx.AsyncClient) -> None:
    promo = await made(api, usage_limit=5, usage_limit_per_customer=1)

    answer = await api.patch(f"/promo-codes/{promo['id']}", json={"usage_limit": None, "code": "SAVE12"})

    assert answer.json()["data"] == {**promo, "usage_limit": None, "code": "SAVE12"}


async def test_a_deleted_code_is_gone(api: httpx.AsyncClient) -> None:
    promo = await made(api)

    answer = await api.delete(f"/promo-codes/{promo['id']}")

    assert (answer.status_code, answer.json()) == (200, {"success": True, "data": promo})
    for again in (await api.get(f"/promo-codes/{promo['id']}"), await api.delete(f"/promo-codes/{promo['id']}")):
        assert (again.status_code, again.json()["error"]["message"]) == (404, "Promo code not found")
    assert (await api.get("/promo-codes")).json()["meta"]["pagination"]["total"] == 0


@pytest.mark.parametrize(
    ("changed", "details"),
    [
        ({"code": ""}, {"code": ["This field is required."]}),
        ({"code": "TWO WORDS"}, {"code": ["May not have spaces in it."]}),
        ({"code": "x" * 51}, {"code": ["Must have 1 to 50 characters."]}),
        ({"type": "gift"}, {"type": ["Invalid enum value 'gift'."]}),
        ({"value": 0}, {"value": ["Must be more than 0 and at most 100."]}),
        ({"value": 100.5}, {"value": ["Must be more than 0 and at most 100."]}),
        ({"value": 1.00001}, {"value": ["May have at most 4 decimals."]}),
        ({"type": "fixed", "value": 0}, {"value": ["Must be more than 0."]}),
        ({"type": "fixed", "value": 1.005}, {"value": ["May have at most 2 decimals in USD."]}),
        ({"usage_limit": 0}, {"usage_limit": ["Must be a whole number from 1 to 2147483647."]}),
        ({"minimum_subtotal": -1}, {"minimum_subtotal": ["Must not be negative."]}),
        (
            {"starts_at": "2026-05-01T00:00:00Z", "ends_at": "2026-05-01T00:00:00Z"},
            {"ends_at": ["Must be after starts_at."]},
        ),
        ({"ends_at": "0001-01-01T00:00:00Z"}, {"ends_at": ["Must be within the years 1970 to 9998."]}),
    ],
)
async def test_what_is_wrong_with_a_code_is_named(
    api: httpx.AsyncClient, database: Database, changed: dict[str, object], details: dict[str, list[str]]
) -> None:
    answer = await api.post("/promo-codes", json={**SAVE10, **changed})

    refused(answer, **details)
    assert await database.value("select count(*) from promo_codes") == 0


async def test_type_and_value_are_changed_together(api: httpx.AsyncClient) -> None:
    promo = await made(api)

    answer = await api.patch(f"/promo-codes/{promo['id']}", json={"type": "fixed"})

    refused(answer, value=["This field is required: a type and its value are changed together."])


# ── using them ──


async def test_the_documented_order_with_its_code_adds_up(
    api: httpx.AsyncClient, iris: catalog.Product, jane: customers.Customer
) -> None:
    """290.00 − 29.00, 8.4 % of 261.00, shipping: 261.00 + 21.92 + 8.00."""
    promo = await made(api)

    answer = await api.post("/orders", json=wanted(jane, (iris, 2), promo_code="save10"))

    order = answer.json()["data"]
    assert answer.status_code == 201
    figures = {name: order[name] for name in ("subtotal", "discount", "tax", "shipping", "total", "promo_code")}
    assert figures == {
        "subtotal": 290.00,
        "discount": 29.00,
        "tax": 21.92,
        "shipping": 8.00,
        "total": 290.92,
        "promo_code": "SAVE10",
    }
    assert await used(api, promo) == 1
    assert (await api.get(f"/orders/{order['id']}")).json()["data"] == order


async def test_an_amount_is_never_more_than_the_goods(
    api: httpx.AsyncClient, iris: catalog.Product, jane: customers.Customer
) -> None:
    await made(api, code="BIG", type="fixed", value=1000)

    order = (await api.post("/orders", json=wanted(jane, (iris, 1), promo_code="BIG"))).json()["data"]

    assert (order["discount"], order["tax"], order["total"]) == (145.00, 0.00, 8.00)


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"starts_at": "2026-04-08T10:00:01Z"}, "Is not valid yet."),
        ({"ends_at": "2026-04-08T10:00:00Z"}, "Has expired."),
        ({"minimum_subtotal": 145.01}, "Needs a higher subtotal."),
    ],
)
async def test_a_code_that_does_not_apply_is_refused_and_nothing_is_written(
    api: httpx.AsyncClient,
    database: Database,
    iris: catalog.Product,
    jane: customers.Customer,
    limits: dict[str, object],
    said: str,
) -> None:
    promo = await made(api, **limits)
    before = await footprint(database)

    answer = await api.post("/orders", json=wanted(jane, (iris, 1), promo_code="SAVE10"))

    refused(answer, promo_code=[said])
    assert await footprint(database) == before
    assert await used(api, promo) == 0


async def test_another_stores_code_is_unknown(
    api: httpx.AsyncClient, make: Make, iris: catalog.Product, jane: customers.Customer
) -> None:
    await make.promo(await make.store(), code="THEIRS")

    refused(
        await api.post("/orders", json=wanted(jane, (iris, 1), promo_code="THEIRS")),
        promo_code=["Is not a known promo code."],
    )


async def test_limits_count_uses_and_cancelling_gives_one_back_once(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, iris: catalog.Product, jane: customers.Customer
) -> None:
    promo = await made(api, usage_limit=2, usage_limit_per_customer=1)
    john = await make.customer(shop)
    first = (await api.post("/orders", json=wanted(jane, (iris, 1), promo_code="SAVE10"))).json()["data"]

    twice = await api.post("/orders", json=wanted(jane, (iris, 1), promo_code="SAVE10"))
    other = await api.post("/orders", json=wanted(john, (iris, 1), promo_code="SAVE10"))
    third = await api.post("/orders", json=wanted(await make.customer(shop), (iris, 1), promo_code="SAVE10"))

    refused(twice, promo_code=["Has been used by this customer as often as it may be."])
    assert other.status_code == 201
    refused(third, promo_code=["Has been used as often as it may be."])
    for _ in range(2):
        await api.patch(f"/orders/{first['id']}/status", json={"status": "cancelled"})
        assert await used(api, promo) == 1
    again = await api.post("/orders", json=wanted(jane, (iris, 1), promo_code="SAVE10"))
    assert again.status_code == 201


async def test_a_window_is_judged_when_the_order_comes(
    api: httpx.AsyncClient, clock: FrozenClock, iris: catalog.Product, jane: customers.Customer
) -> None:
    await made(api, ends_at="2026-04-09T10:00:00Z")

    inside = await api.post("/orders", json=wanted(jane, (iris, 1), promo_code="SAVE10"))
    clock.advance(DAY)
    after = await api.post("/orders", json=wanted(jane, (iris, 1), promo_code="SAVE10"))

    assert inside.status_code == 201
    refused(after, promo_code=["Has expired."])


async def test_an_order_without_code_and_points_sends_no_more_statements_than_ever(
    api: httpx.AsyncClient, statements: list[str], iris: catalog.Product, jane: customers.Customer
) -> None:
    statements.clear()

    await api.post("/orders", json=wanted(jane, (iris, 1)))

    told = [s for s in statements if not s.lower().startswith(("begin", "savepoint", "release")) and "api_keys" not in s]
    assert len(told) == 2
    assert not any("promo" in s or "loyalty" in s for s in told)
