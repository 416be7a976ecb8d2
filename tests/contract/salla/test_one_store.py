"""One store: what is written through any dialect is at once what every other one reads."""

from collections.abc import AsyncIterator

import httpx
import pytest

from serai.core import stores
from serai.front import Front
from serai.wire.call import Services
from tests.conftest import client
from tests.contract.salla.answers import data
from tests.contract.salla.conftest import BASE
from tests.contract.skalia.conftest import bearer
from tests.factories import Account, Make


@pytest.fixture
async def account(make: Make) -> Account:
    return await make.account()


@pytest.fixture
async def shop(make: Make, account: Account) -> stores.Store:
    return await make.store(account, currency="SAR")


@pytest.fixture
async def salla(front: Front, make: Make, shop: stores.Store) -> AsyncIterator[httpx.AsyncClient]:
    async with client(front, BASE, Authorization=f"Bearer {await make.salla_token(shop)}") as made:
        yield made


@pytest.fixture
def skalia(skalia: httpx.AsyncClient, services: Services, account: Account) -> httpx.AsyncClient:
    skalia.headers["Authorization"] = bearer(services, account)
    return skalia


@pytest.fixture
async def salloq(salloq: httpx.AsyncClient, make: Make, shop: stores.Store) -> httpx.AsyncClient:
    salloq.headers["X-API-Key"] = await make.key(shop)
    return salloq


@pytest.fixture
async def devskin(front: Front, make: Make, shop: stores.Store) -> AsyncIterator[httpx.AsyncClient]:
    key = await make.key(shop, dialect="devskin")
    async with client(front, "/devskin/api/v1", **{"X-API-Key": key}) as made:
        yield made


async def test_a_product_of_salla_is_everybodys(
    salla: httpx.AsyncClient, skalia: httpx.AsyncClient, salloq: httpx.AsyncClient, devskin: httpx.AsyncClient
) -> None:
    category = data(await salla.post("/categories", json={"name": "شموع"}), 201)["id"]
    body = {
        "name": "Oud candle",
        "price": 99.9,
        "sale_price": 79.9,
        "product_type": "product",
        "quantity": 7,
        "sku": "CND-1",
        "categories": [category],
        "images": [{"original": "https://cdn.example/c.jpg"}],
        "options": [{"name": "Size", "values": [{"name": "S", "quantity": 3}, {"name": "L", "price": 5}]}],
    }

    made = data(await salla.post("/products", json=body), 201)["id"]

    told = (await skalia.get(f"/products/prod_{made}")).json()["item"]
    assert (told["name"], told["price"], told["compareAtPrice"], told["sku"]) == ("Oud candle", 79.9, 99.9, "CND-1")
    assert told["category"] == "شموع"
    assert told["inventory"]["quantity"] == 7
    assert [variant["price"] for variant in told["variants"]] == [79.9, 84.9]
    assert (await salloq.get(f"/products/{made}")).json()["data"]["stock_qty"] == 7
    [row] = (await devskin.get("/products")).json()["data"]["items"]
    assert (row["id"], row["price"], row["stock"], row["status"]) == (made, 79.9, 7, "active")

    data(await salla.post(f"/products/{made}/status", json={"status": "hidden"}), 201)

    assert (await skalia.get(f"/products/prod_{made}")).json()["item"]["status"] == "draft"
    assert (await devskin.get("/products")).json()["data"]["items"][0]["status"] == "inactive"


async def test_a_product_of_skalia_is_sallas(salla: httpx.AsyncClient, skalia: httpx.AsyncClient, shop: stores.Store) -> None:
    body = {
        "storeId": f"store_{shop.id}",
        "name": "Bag",
        "price": 120,
        "compareAtPrice": 150,
        "category": "Bags",
        "tags": ["new"],
        "inventory": {"quantity": 4},
    }
    made = (await skalia.post("/products", json=body)).json()["item"]

    shown = data(await salla.get(f"/products/{made['id'].removeprefix('prod_')}"))

    assert (shown["name"], shown["price"], shown["sale_price"], shown["quantity"]) == ("Bag", 150, 120, 4)
    assert [category["name"] for category in shown["categories"]] == ["Bags"]
    assert [tag["name"] for tag in shown["tags"]] == ["new"]
    assert [category["name"] for category in data(await salla.get("/categories"))] == ["Bags"]

    await skalia.patch(f"/products/{made['id']}", json={"inventory": {"quantity": 0}})

    assert data(await salla.get(f"/products/{shown['id']}"))["status"] == "out"
    await skalia.delete(f"/products/{made['id']}")
    assert (await salla.get(f"/products/{shown['id']}")).status_code == 404


async def test_stock_counted_through_salla_is_sold_through_salloq(
    salla: httpx.AsyncClient, salloq: httpx.AsyncClient, make: Make, shop: stores.Store
) -> None:
    product = await make.product(shop, stock=0, sku="X-1")
    customer = await make.customer(shop)
    data(await salla.post("/products/quantities/bulkSkus", json={"products": [{"sku": "X-1", "quantity": 2}]}), 201)

    order = {"customer_id": customer.id, "items": [{"product_id": product.id, "qty": 2}]}
    assert (await salloq.post("/orders", json=order)).status_code == 201

    shown = data(await salla.get(f"/products/{product.id}"))
    assert (shown["quantity"], shown["status"]) == (0, "out")
