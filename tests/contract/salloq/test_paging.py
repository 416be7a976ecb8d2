"""SQ-007, SQ-010: pages."""

import httpx
import pytest

from serai.core import stores
from serai.kit.clock import FrozenClock
from tests.factories import Make


async def names(api: httpx.AsyncClient, path: str) -> list[str]:
    return [item["name"] for item in (await api.get(path)).json()["data"]]


async def fill(make: Make, shop: stores.Store, clock: FrozenClock, count: int, *, first: int = 1) -> None:
    for n in range(first, first + count):
        clock.advance(1)
        await make.product(shop, name=f"P{n}")


async def test_an_empty_list_has_meta_and_no_pages(api: httpx.AsyncClient) -> None:
    answer = await api.get("/products")

    assert answer.text == (
        '{"success":true,"data":[],"meta":{"pagination":{"page":1,"per_page":25,"total":0,"total_pages":0}}}'
    )


async def test_25_to_a_page_newest_first(api: httpx.AsyncClient, make: Make, shop: stores.Store, clock: FrozenClock) -> None:
    await fill(make, shop, clock, 26)

    first, second = (await api.get("/products")).json(), (await api.get("/products?page=2")).json()

    assert [p["name"] for p in first["data"]] == [f"P{n}" for n in range(26, 1, -1)]
    assert first["meta"] == {"pagination": {"page": 1, "per_page": 25, "total": 26, "total_pages": 2}}
    assert [p["name"] for p in second["data"]] == ["P1"]
    assert second["meta"] == {"pagination": {"page": 2, "per_page": 25, "total": 26, "total_pages": 2}}


async def test_a_page_has_at_most_100(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    answer = await api.get("/products?per_page=101")

    assert answer.status_code == 200
    assert answer.json()["meta"]["pagination"]["per_page"] == 100


@pytest.mark.parametrize("path", ["/products", "/orders", "/customers"])
@pytest.mark.parametrize(
    ("query", "field"),
    [("page=0", "page"), ("page=-1", "page"), ("page=two", "page"), ("page=", "page"), ("per_page=0", "per_page")],
)
async def test_a_page_below_1_or_no_number_is_400(api: httpx.AsyncClient, path: str, query: str, field: str) -> None:
    answer = await api.get(f"{path}?{query}")

    error = answer.json()["error"]
    assert answer.status_code == 400
    assert (error["message"], error["code"], list(error["details"])) == ("Invalid parameters", 400, [field])


@pytest.mark.parametrize("page", [3, 10**9, 10**18, 10**30])
async def test_a_page_past_the_end_is_empty_and_knows_the_total(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, page: int
) -> None:
    await make.product(shop)

    answer = await api.get(f"/products?page={page}")

    assert answer.status_code == 200
    assert answer.json()["data"] == []
    assert answer.json()["meta"]["pagination"]["total"] == 1


async def test_a_walk_sees_every_row_once_however_many_come_meanwhile(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, clock: FrozenClock
) -> None:
    await fill(make, shop, clock, 4)

    first = await names(api, "/products?per_page=2")
    await fill(make, shop, clock, 3, first=5)
    second = await names(api, "/products?page=2&per_page=2")

    assert (first, second) == (["P4", "P3"], ["P2", "P1"])


async def test_rows_of_the_same_moment_come_once_each(api: httpx.AsyncClient, make: Make, shop: stores.Store) -> None:
    for n in range(5):
        await make.product(shop, name=f"P{n}")

    seen = [name for page in (1, 2, 3) for name in await names(api, f"/products?page={page}&per_page=2")]

    assert seen == ["P4", "P3", "P2", "P1", "P0"]


async def test_another_filter_or_another_key_is_another_walk(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, clock: FrozenClock
) -> None:
    await fill(make, shop, clock, 4)
    await names(api, "/products?per_page=2")
    await fill(make, shop, clock, 1, first=5)

    filtered = await names(api, "/products?page=2&per_page=2&in_stock=true")
    other = await api.get("/products?page=2&per_page=2", headers={"X-API-Key": await make.key(shop)})

    assert filtered == ["P3", "P2"]
    assert [p["name"] for p in other.json()["data"]] == ["P3", "P2"]


async def test_starting_over_shows_what_is_new(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, clock: FrozenClock
) -> None:
    await fill(make, shop, clock, 4)
    await names(api, "/products?per_page=2")
    await fill(make, shop, clock, 1, first=5)

    assert await names(api, "/products?per_page=2") == ["P5", "P4"]
    assert await names(api, "/products?page=2&per_page=2") == ["P3", "P2"]


async def test_orders_and_customers_walk_the_same_way(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, clock: FrozenClock
) -> None:
    product = await make.product(shop)
    customer = await make.customer(shop)
    made = []
    for _ in range(4):
        clock.advance(1)
        made.append(await make.order(shop, product, customer=customer))

    async def ids(path: str) -> list[int]:
        return [item["id"] for item in (await api.get(path)).json()["data"]]

    for path in ("/orders", f"/customers/{customer.id}/orders"):
        first = await ids(f"{path}?per_page=2")
        clock.advance(1)
        made.append(await make.order(shop, product, customer=customer))
        second = await ids(f"{path}?page=2&per_page=2")
        newest = [order.id for order in reversed(made[:-1])]
        assert (first, second) == (newest[:2], newest[2:4])


async def test_a_query_parameter_given_twice_is_400(api: httpx.AsyncClient) -> None:
    answer = await api.get("/products?page=1&page=2")

    assert answer.status_code == 400
    assert answer.json()["error"]["details"] == {"page": ["Was given twice."]}
