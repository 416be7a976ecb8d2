"""DS-010…DS-013, DS-G08, X-10, X-12: orders."""

import httpx
import pytest

from serai.core import catalog
from serai.core.orders import State
from serai.kit.clock import FrozenClock
from tests.contract.devskin.conftest import BRAZIL, HOME, Till
from tests.factories import Make

AT = "2026-02-10T14:30:00+00:00"


async def numbers(api: httpx.AsyncClient, **query: object) -> list[str]:
    answer = await api.get("/orders", params=query)
    assert answer.status_code == 200, answer.text
    data = answer.json()["data"]
    assert data["total"] == len(data["items"])
    return [order["order_number"][-1] for order in data["items"]]


async def test_an_order_looks_as_documented(api: httpx.AsyncClient, till: Till, widget: catalog.Product) -> None:
    order = await till.sell(widget, AT, quantity=2)

    answer = await api.get(f"/orders/{order.id}")

    assert answer.text == (
        f'{{"success":true,"data":{{"order":{{"id":{order.id},"order_number":"ORD-2026-000001","status":"paid",'
        '"total":199.90,"subtotal":189.90,"shipping_cost":10.00,"discount":0.00,"customer_name":"John Doe",'
        f'"customer_email":"john@example.com","items":[{{"product_id":{widget.id},"name":"Premium Widget","quantity":2,'
        '"price":94.95,"total":189.90}],"shipping_address":{"street":"123 Main St","city":"Sao Paulo","state":"SP",'
        '"zip":"01310-100","country":"BR"},"created_at":"2026-02-10T14:30:00.000Z",'
        '"updated_at":"2026-02-10T14:30:00.000Z","currency":"USD","state":"processing"}}}'
    )


async def test_a_list_looks_as_documented(api: httpx.AsyncClient, till: Till, widget: catalog.Product) -> None:
    order = await till.sell(widget, AT, quantity=2)

    answer = await api.get("/orders", params={"page": 1, "limit": 10, "status": "paid"})

    assert answer.text == (
        f'{{"success":true,"data":{{"items":[{{"id":{order.id},"order_number":"ORD-2026-000001","status":"paid",'
        '"total":199.90,"customer_name":"John Doe","customer_email":"john@example.com",'
        '"created_at":"2026-02-10T14:30:00.000Z","currency":"USD","state":"processing"}],"total":1,"page":1,"limit":10}}'
    )


async def test_times_have_their_milliseconds(api: httpx.AsyncClient, till: Till, widget: catalog.Product) -> None:
    order = await till.sell(widget, "2026-02-10T14:30:00.987654+00:00", state=State.PENDING)

    found = (await api.get(f"/orders/{order.id}")).json()["data"]["order"]

    assert found["created_at"] == "2026-02-10T14:30:00.987Z"


@pytest.mark.parametrize(
    ("price", "quantity", "rate", "subtotal", "each"),
    [(9495, 2, "0.2", 227.88, 113.94), (999, 3, "0.0825", 32.44, 10.81), (333, 7, "0.077", 25.1, 3.59)],
)
async def test_the_subtotal_has_the_tax_and_the_total_is_exact(
    api: httpx.AsyncClient, make: Make, price: int, quantity: int, rate: str, subtotal: float, each: float
) -> None:
    shop = await make.store(currency="USD", tax_rate=rate, zones=(BRAZIL,))
    product = await make.product(shop, price=price, stock=quantity)
    order = await make.order(shop, product, quantity=quantity, ship_to=HOME)
    key = {"X-API-Key": await make.key(shop, dialect="devskin")}

    found = (await api.get(f"/orders/{order.id}", headers=key)).json()["data"]["order"]

    assert found["subtotal"] == subtotal
    assert found["total"] == round(found["subtotal"] + found["shipping_cost"] - found["discount"], 2)
    assert [(i["price"], i["total"]) for i in found["items"]] == [(each, subtotal)]


async def test_each_state_has_its_status_and_filter(api: httpx.AsyncClient, till: Till, widget: catalog.Product) -> None:
    states = [State.PENDING, State.PROCESSING, State.SHIPPED, State.DELIVERED, State.CANCELLED, State.REFUNDED]
    for day, state in enumerate(states, 1):
        await till.sell(widget, f"2026-02-0{day}T12:00:00+00:00", state=state)
    sent = await till.sell(widget, "2026-02-07T12:00:00+00:00", state=State.SHIPPED)
    await till.move(sent, State.REFUNDED, "2026-02-08T12:00:00+00:00")

    rows = (await api.get("/orders")).json()["data"]["items"]

    shown = [(row["status"], row["state"]) for row in reversed(rows)]
    assert shown == [
        ("pending", "pending"), ("paid", "processing"), ("shipped", "shipped"), ("completed", "delivered"),
        ("cancelled", "cancelled"), ("cancelled", "refunded"), ("completed", "refunded"),
    ]  # fmt: skip
    found = {s: await numbers(api, status=s) for s in ("pending", "paid", "shipped", "completed", "cancelled")}
    assert found == {"pending": ["1"], "paid": ["2"], "shipped": ["3"], "completed": ["7", "4"], "cancelled": ["6", "5"]}


async def test_days_are_whole_and_the_stores(api: httpx.AsyncClient, till: Till, widget: catalog.Product) -> None:
    for at in ("2026-02-10T02:59:59", "2026-02-10T03:00:00", "2026-02-11T02:59:59", "2026-02-11T03:00:00"):
        await till.sell(widget, f"{at}+00:00")

    assert await numbers(api, date_from="2026-02-10", date_to="2026-02-10") == ["3", "2"]
    assert await numbers(api, date_from="2026-02-11") == ["4"]
    assert await numbers(api, date_to="2026-02-09", status="paid") == ["1"]
    assert await numbers(api, date_from="0001-01-01", date_to="9999-12-31") == ["4", "3", "2", "1"]


@pytest.mark.parametrize(
    "query",
    [
        "status=refunded", "status=processing", "status=", "date_from=2026-2-1", "date_to=yesterday",
        "date_to=2026-02-30", "date_from=2026-02-10T00:00:00Z", "page=0", "page=-1", "page=x", "page=1.5", "limit=0",
        "limit=-5", "limit=ten", "page=", "date_from=2026-02-11&date_to=2026-02-10", "page=1&page=2",
    ],
)  # fmt: skip
async def test_a_wrong_parameter_is_400_and_named(api: httpx.AsyncClient, query: str) -> None:
    answer = await api.get(f"/orders?{query}")

    assert answer.status_code == 400
    assert list(answer.json()) == ["success", "error"]
    assert answer.json()["error"].startswith(f"Invalid parameters: {query.partition('=')[0]}: ")


async def test_pages_follow_each_other(api: httpx.AsyncClient, till: Till, widget: catalog.Product, clock: FrozenClock) -> None:
    for minute in range(5):
        await till.sell(widget, f"2026-02-10T14:3{minute}:00+00:00")

    pages = [(await api.get("/orders", params={"page": n, "limit": 2})).json()["data"] for n in (1, 2, 3, 4)]

    assert [[row["order_number"][-1] for row in page["items"]] for page in pages] == [["5", "4"], ["3", "2"], ["1"], []]
    assert [(page["total"], page["page"], page["limit"]) for page in pages] == [(5, n, 2) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize(("query", "limit"), [("", 20), ("?limit=100", 100), ("?limit=101", 100), ("?limit=100000", 100)])
async def test_a_page_has_20_rows_and_at_most_100(api: httpx.AsyncClient, query: str, limit: int) -> None:
    for path in ("/orders", "/products", "/customers"):
        data = (await api.get(f"{path}{query}")).json()["data"]
        assert list(data) == ["items", "total", "page", "limit"]
        assert (data["page"], data["limit"]) == (1, limit)
