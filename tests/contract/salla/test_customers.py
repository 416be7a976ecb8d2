"""Customers and their groups (§6.6, §7.3)."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from serai.core import orders
from serai.core.stores import Store
from serai.front import Front
from serai.kit.clock import FrozenClock
from serai.kit.errors import NotFound
from tests.conftest import client
from tests.contract.salla.conftest import BASE
from tests.factories import Make

KEYS = [
    "id", "full_name", "name", "first_name", "last_name", "mobile", "mobile_code", "phone", "email", "urls", "avatar", "gender",
    "birthday", "city", "country", "country_code", "currency", "location", "lang", "groups", "is_blocked", "block_reason",
    "created_at", "updated_at",
]  # fmt: skip
SARA = {
    "first_name": "Sara",
    "last_name": "Ali",
    "mobile": "500000002",
    "mobile_code_country": "+966",
    "country_code": "SA",
    "email": "sara@mail.example",
    "gender": "female",
    "birthday": "1991-04-02",
    "city": "Riyadh",
}


async def created(api: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    made = await api.post("/customers", json={**SARA, **more})
    assert made.status_code == 200, made.text
    data: dict[str, Any] = made.json()["data"]
    return data


async def test_a_customer_is_as_documented(api: httpx.AsyncClient) -> None:
    made = await created(api)

    assert list(made) == [*KEYS, "stats"]
    assert (made["full_name"], made["name"]) == ("Sara Ali", "Sara Ali")
    assert (made["mobile"], made["mobile_code"], made["phone"]) == (500000002, "+966", "+966500000002")
    assert (made["gender"], made["birthday"], made["city"]) == ("female", "1991-04-02", "Riyadh")
    assert (made["country"], made["country_code"], made["currency"]) == ("Saudi Arabia", "SA", "SAR")
    assert made["created_at"] == {"date": "2026-04-08 13:00:00", "timezone_type": 3, "timezone": "Asia/Riyadh"}
    assert made["stats"] == {"orders_count": 0, "orders_amount": {"amount": 0, "currency": "SAR"}}
    (row,) = (await api.get("/customers")).json()["data"]
    assert list(row) == KEYS
    assert row == {name: made[name] for name in KEYS}
    assert (await api.get(f"/customers/{made['id']}")).json()["data"] == made


async def test_the_same_customer_in_other_dialects(api: httpx.AsyncClient, front: Front, make: Make, shop: Store) -> None:
    made = await created(api)

    key = await make.key(shop, dialect="salloq")
    async with client(front, "/salloq/api", **{"X-API-Key": key}) as salloq:
        there = (await salloq.get(f"/customers/{made['id']}")).json()["data"]

    assert (there["first_name"], there["last_name"], there["phone"]) == ("Sara", "Ali", "+966500000002")


async def test_what_they_bought(api: httpx.AsyncClient, make: Make, shop: Store) -> None:
    customer = await make.customer(shop)
    product = await make.product(shop, price=1000, stock=5)
    await make.order(shop, product, customer=customer, state=orders.State.PROCESSING)

    stats = (await api.get(f"/customers/{customer.id}")).json()["data"]["stats"]

    assert stats == {"orders_count": 1, "orders_amount": {"amount": 11.5, "currency": "SAR"}}


async def test_searching(api: httpx.AsyncClient, clock: FrozenClock) -> None:
    sara = await created(api)
    clock.at = datetime(2026, 4, 9, 22, 0, tzinfo=UTC)  # the tenth in Riyadh
    omar = await created(api, first_name="عمر", last_name="خالد", email="omar@mail.example", mobile="511111111")

    async def found(query: str) -> list[int]:
        answered = await api.get(f"/customers?{query}")
        assert answered.status_code == 200, answered.text
        return [row["id"] for row in answered.json()["data"]]

    assert await found("keyword=ali") == [sara["id"]]
    assert await found("keyword=عمر") == [omar["id"]]
    assert await found("keyword=0500000002") == [sara["id"]]
    assert await found("keyword=SARA@mail") == [sara["id"]]
    assert await found("date_from=2026-04-10") == [omar["id"]]
    assert await found("date_to=2026-04-09") == [sara["id"]]
    assert await found("") == [omar["id"], sara["id"]]
    assert (await api.get("/customers?date_from=soon")).status_code == 400


async def test_changing(api: httpx.AsyncClient) -> None:
    made = await created(api)

    changed = await api.put(
        f"/customers/{made['id']}", json={"last_name": "Omar", "mobile": 511111111, "mobile_code_country": 966, "gender": None}
    )

    assert changed.status_code == 200, changed.text
    data = changed.json()["data"]
    assert (data["name"], data["phone"], data["gender"]) == ("Sara Omar", "+966511111111", "female")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": ""}, "email"),
        ({"email": 5}, "email"),
        ({"first_name": "", "last_name": ""}, "first_name"),
        ({"mobile": "12"}, "mobile"),
        ({"gender": "robot"}, "gender"),
        ({"birthday": "2091-01-01"}, "birthday"),
        ({"birthday": "soon"}, "birthday"),
        ({"country_code": "XX"}, "country"),
        ({"groups": [987654321]}, "groups"),
        ({"first_name": "x" * 300}, "first_name"),
        ({"first_name": "a\x00b"}, "first_name"),
    ],
)
async def test_bad_input_names_its_field_and_makes_nothing(api: httpx.AsyncClient, change: dict[str, Any], field: str) -> None:
    answered = await api.post("/customers", json={**SARA, **change})

    assert answered.status_code == 400, answered.text
    assert list(answered.json()["error"]["fields"]) == [field]
    assert (await api.get("/customers")).json()["data"] == []


async def test_an_address_that_somebody_has(api: httpx.AsyncClient, live: httpx.AsyncClient) -> None:
    await created(api)

    again = await api.post("/customers", json={**SARA, "email": "SARA@mail.example"})
    there = await live.post("/customers", json=SARA)

    assert (again.status_code, again.json()["error"]["fields"]) == (400, {"email": ["Is already in use."]})
    assert there.status_code == 422


async def test_forgetting_one(api: httpx.AsyncClient, make: Make, shop: Store) -> None:
    made = await created(api)
    customer = await make.customer(shop, email="other@mail.example")
    order = await make.order(shop, customer=customer)

    assert (await api.delete(f"/customers/{made['id']}")).status_code == 200
    gone = await api.delete(f"/customers/{customer.id}")

    assert gone.json()["data"] == ["The customer has been deleted successfully"]
    assert (await api.get(f"/customers/{customer.id}")).status_code == 404
    assert (await api.delete(f"/customers/{customer.id}")).status_code == 404
    listed = (await api.get("/customers")).json()
    assert (listed["data"], listed["pagination"]["total"]) == ([], 0)
    kept = (await api.get(f"/orders/{order.id}")).json()["data"]["customer"]
    assert kept["email"] == "other@mail.example"
    with pytest.raises(NotFound):
        await make.order(shop, customer=customer)
    assert (await created(api))["email"] == SARA["email"]  # the address is free again


async def test_blocking(api: httpx.AsyncClient) -> None:
    made = await created(api)
    path = f"/customers/blacklist/{made['id']}"

    blocked = await api.put(path, json={"reason": "Never pays"})
    assert (blocked.status_code, blocked.json()["data"]["code"]) == (201, 201)
    data = (await api.get(f"/customers/{made['id']}")).json()["data"]
    assert (data["is_blocked"], data["block_reason"]) == (True, "Never pays")
    assert (await api.put(path, json={})).status_code == 400

    assert (await api.delete(path)).status_code == 202
    data = (await api.get(f"/customers/{made['id']}")).json()["data"]
    assert (data["is_blocked"], data["block_reason"]) == (False, None)


async def test_groups(api: httpx.AsyncClient, make: Make) -> None:
    sara = await created(api)
    vip = (await api.post("/customers/groups", json={"name": "VIP"})).json()["data"]
    new = (await api.post("/customers/groups", json={"name": "New"})).json()["data"]
    assert (await api.get("/customers/groups")).json()["data"] == [vip, new]

    added = await api.post("/customers/groups/add_customers", json={"group_id": vip["id"], "customers": [sara["id"]]})
    assert added.json()["data"] == ["1 customers were added to the group"]
    assert (await api.get(f"/customers/{sara['id']}")).json()["data"]["groups"] == [vip["id"]]

    assert (await api.post("/customers/groups/default", json={"group_id": new["id"]})).status_code == 201
    omar = await created(api, email="omar@mail.example")
    assert omar["groups"] == [new["id"]]

    renamed = await api.put(f"/customers/groups/{vip['id']}", json={"name": "Gold"})
    assert renamed.json()["data"] == {"id": vip["id"], "name": "Gold"}
    taken = await api.post("/customers/groups", json={"name": "gold"})
    assert (taken.status_code, taken.json()["error"]["fields"]) == (400, {"name": ["Is already in use."]})

    assert (await api.delete(f"/customers/groups/{vip['id']}")).status_code == 202
    assert (await api.get(f"/customers/{sara['id']}")).json()["data"]["groups"] == []
    assert (await api.delete(f"/customers/groups/{vip['id']}")).status_code == 404

    other = await make.group(await make.store())
    assert (await api.put(f"/customers/groups/{other.id}", json={"name": "Mine"})).status_code == 404
    foreign = await api.post("/customers/groups/add_customers", json={"group_id": new["id"], "customers": [987654321]})
    assert list(foreign.json()["error"]["fields"]) == ["customers.0"]


async def test_they_have_a_quota_of_their_own(api: httpx.AsyncClient) -> None:
    customers, store = await api.get("/customers"), await api.get("/orders")

    assert customers.headers["x-ratelimit-limit"] == store.headers["x-ratelimit-limit"]
    assert customers.headers["x-ratelimit-remaining"] == store.headers["x-ratelimit-remaining"]


async def test_without_the_scope(front: Front, make: Make, shop: Store) -> None:
    token = await make.salla_token(shop, scopes=("customers.read",))
    async with client(front, BASE, Authorization=f"Bearer {token}") as api:
        refused = await api.post("/customers", json=SARA)

        assert refused.status_code == 403
        assert "customers.read_write" in refused.json()["error"]["message"]
        assert (await api.get("/customers")).json()["data"] == []
