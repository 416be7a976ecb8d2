"""SQ-040, SQ-041, SQ-043, SQ-044, SQ-G07, SQ-G14."""

import httpx
import pytest

from serai.core import customers, stores
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.wire.call import Services
from tests.factories import Make

NEW = {
    "email": "newcustomer@example.com",
    "password": "securepassword123",
    "first_name": "John",
    "last_name": "Doe",
    "phone": "555-0199",
}


def details(answer: httpx.Response) -> object:
    assert answer.status_code == 422, answer.text
    assert answer.json()["error"]["message"] == "Validation failed"
    return answer.json()["error"]["details"]


# ── the documented examples ──


async def test_a_customer_looks_as_documented(api: httpx.AsyncClient, jane: customers.Customer) -> None:
    answer = await api.get(f"/customers/{jane.id}")

    assert answer.text == (
        f'{{"success":true,"data":{{"id":{jane.id},"email":"customer@example.com","first_name":"Jane","last_name":"Smith",'
        '"phone":"555-0123","created_at":"2026-04-08T10:00:00Z"}}'
    )


async def test_creating_answers_201_without_the_password_and_keeps_its_hash(
    api: httpx.AsyncClient, database: Database, services: Services
) -> None:
    answer = await api.post("/customers", json=NEW)

    made = answer.json()["data"]
    assert answer.status_code == 201
    assert list(made) == ["id", "email", "first_name", "last_name", "phone", "created_at"]
    assert {k: made[k] for k in NEW if k != "password"} == {k: v for k, v in NEW.items() if k != "password"}
    assert (await api.get(f"/customers/{made['id']}")).json()["data"] == made
    kept = await database.value("select password_hash from customers where id = $1", made["id"])
    assert kept.startswith("$argon2id$")
    assert await services.passwords.verify(kept, "securepassword123")
    assert "securepassword123" not in str(await database.all("select payload from events"))


async def test_changing_leaves_the_rest(api: httpx.AsyncClient, jane: customers.Customer, clock: FrozenClock) -> None:
    clock.advance(60)

    answer = await api.patch(f"/customers/{jane.id}", json={"first_name": "Janet", "phone": "555-9876"})

    assert answer.status_code == 200
    assert answer.json()["data"] == {
        "id": jane.id,
        "email": "customer@example.com",
        "first_name": "Janet",
        "last_name": "Smith",
        "phone": "555-9876",
        "created_at": "2026-04-08T10:00:00Z",
    }


async def test_a_customers_orders_are_listed_as_orders_are(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, jane: customers.Customer
) -> None:
    order = await make.order(shop, customer=jane)
    await make.order(shop)

    answer = await api.get(f"/customers/{jane.id}/orders")

    assert answer.json() == {
        "success": True,
        "data": [(await api.get(f"/orders/{order.id}")).json()["data"]],
        "meta": {"pagination": {"page": 1, "per_page": 25, "total": 1, "total_pages": 1}},
    }


async def test_a_customer_without_orders_has_an_empty_list_and_an_unknown_one_is_404(
    api: httpx.AsyncClient, jane: customers.Customer
) -> None:
    empty = await api.get(f"/customers/{jane.id}/orders?page=2")
    unknown = await api.get(f"/customers/{jane.id + 1}/orders")

    assert (empty.status_code, empty.json()["data"], empty.json()["meta"]["pagination"]["total"]) == (200, [], 0)
    assert unknown.status_code == 404
    assert unknown.json() == {"success": False, "error": {"message": "Customer not found", "code": 404, "details": {}}}


async def test_reading_a_customer_or_a_page_of_them_takes_two_statements(
    api: httpx.AsyncClient, jane: customers.Customer, statements: list[str]
) -> None:
    await api.get("/customers")  # notes that the key is in use

    for path in ("/customers", "/customers?search=jane", f"/customers/{jane.id}"):
        statements.clear()
        assert (await api.get(path)).status_code == 200
        assert len(statements) == 2


# ── the list ──


async def test_customers_are_listed_and_searched_by_name_and_address(
    api: httpx.AsyncClient, make: Make, shop: stores.Store
) -> None:
    zoe = await make.customer(shop, name="Zoë Müller", email="zm@example.com")
    ali = await make.customer(shop, name="Ali Ben", email="ALI@example.org")
    await make.customer(await make.store(), name="Zoë Elsewhere")

    async def found(**query: str) -> list[int]:
        return [c["id"] for c in (await api.get("/customers", params=query)).json()["data"]]

    assert await found() == [ali.id, zoe.id]
    assert await found(search="zoe mul") == [zoe.id]
    assert await found(search="ali@EXAMPLE") == [ali.id]
    assert await found(search="_") == []
    assert await found(search="") == [ali.id, zoe.id]


# ── creating ──


async def test_phone_and_one_of_the_names_can_be_left_out(api: httpx.AsyncClient) -> None:
    made = await api.post("/customers", json={"email": "a@example.com", "password": "12345678", "first_name": " Cher "})

    assert made.status_code == 201
    assert (made.json()["data"]["first_name"], made.json()["data"]["last_name"], made.json()["data"]["phone"]) == (
        "Cher",
        "",
        None,
    )


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"email": "nobody"}, {"email": ["Is not a valid e-mail address."]}),
        ({"email": None}, {"email": ["Expected `str`, got `null`."]}),
        ({"password": "1234567"}, {"password": ["Expected `str` of length >= 8."]}),
        ({"password": "x" * 129}, {"password": ["Expected `str` of length <= 128."]}),
        ({"password": 12345678}, {"password": ["Expected `str`, got `int`."]}),
        ({"first_name": " ", "last_name": ""}, {"first_name": ["Must have 1 to 200 characters."]}),
        ({"last_name": "x" * 200}, {"first_name": ["Must have 1 to 200 characters."]}),
        ({"phone": "1" * 41}, {"phone": ["Must have at most 40 characters."]}),
        ({"tags": []}, {"tags": ["Unknown field."]}),
        (
            {"email": "nobody", "phone": "1" * 41},
            {"email": ["Is not a valid e-mail address."], "phone": ["Must have at most 40 characters."]},
        ),
    ],
)
async def test_what_is_wrong_with_a_customer_is_named_and_nothing_is_made(
    api: httpx.AsyncClient, database: Database, changed: dict[str, object], expected: object
) -> None:
    answer = await api.post("/customers", json={**NEW, **changed})

    assert details(answer) == expected
    assert await database.value("select count(*) from customers") == 0


async def test_address_and_password_are_required(api: httpx.AsyncClient) -> None:
    answer = await api.post("/customers", json={"first_name": "John"})

    assert details(answer) == {"email": ["This field is required."], "password": ["This field is required."]}


@pytest.mark.parametrize("email", ["newcustomer@example.com", "NewCustomer@EXAMPLE.com", " newcustomer@example.com "])
async def test_an_address_in_use_is_refused_whatever_its_case(api: httpx.AsyncClient, database: Database, email: str) -> None:
    await api.post("/customers", json=NEW)

    answer = await api.post("/customers", json={**NEW, "email": email})

    assert details(answer) == {"email": ["Is already in use."]}
    assert await database.value("select count(*) from customers") == 1
    assert (await api.get("/customers")).json()["meta"]["pagination"]["total"] == 1


async def test_an_address_with_an_accent_is_another_address(api: httpx.AsyncClient) -> None:
    plain = await api.post("/customers", json={**NEW, "email": "rene@example.com"})
    accented = await api.post("/customers", json={**NEW, "email": "rené@example.com"})

    assert (plain.status_code, accented.status_code) == (201, 201)


async def test_the_same_person_may_be_a_customer_of_two_stores(
    salloq: httpx.AsyncClient, make: Make, jane: customers.Customer
) -> None:
    salloq.headers["X-API-Key"] = await make.key(await make.store())

    assert (await salloq.post("/customers", json={**NEW, "email": jane.email})).status_code == 201


# ── changing ──


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({}, {}),
        ({"last_name": "Doe"}, {"last_name": "Doe"}),
        ({"first_name": ""}, {"first_name": ""}),
        ({"phone": None}, {"phone": None}),
        ({"phone": ""}, {"phone": None}),
        ({"email": "jane@example.org"}, {"email": "jane@example.org"}),
        ({"email": "CUSTOMER@example.com"}, {"email": "CUSTOMER@example.com"}),
    ],
)
async def test_a_change_changes_what_it_says(
    api: httpx.AsyncClient, jane: customers.Customer, change: dict[str, object], shown: dict[str, object]
) -> None:
    before = (await api.get(f"/customers/{jane.id}")).json()["data"]

    answer = await api.patch(f"/customers/{jane.id}", json=change)

    assert answer.status_code == 200
    assert answer.json()["data"] == {**before, **shown}
    assert (await api.get(f"/customers/{jane.id}")).json() == answer.json()


async def test_a_new_password_replaces_the_old_one_and_no_other_change_touches_it(
    api: httpx.AsyncClient, database: Database, services: Services
) -> None:
    made = (await api.post("/customers", json=NEW)).json()["data"]["id"]
    kept = "select password_hash from customers where id = $1"

    await api.patch(f"/customers/{made}", json={"phone": "1"})
    assert await services.passwords.verify(await database.value(kept, made), "securepassword123")
    await api.patch(f"/customers/{made}", json={"password": "another password"})

    assert await services.passwords.verify(await database.value(kept, made), "another password")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"email": "nobody"}, {"email": ["Is not a valid e-mail address."]}),
        ({"password": "short"}, {"password": ["Expected `str` of length >= 8."]}),
        ({"first_name": None}, {"first_name": ["Expected `str`, got `null`."]}),
        ({"first_name": "", "last_name": " "}, {"first_name": ["Must have 1 to 200 characters."]}),
        ({"first_name": "x" * 200}, {"first_name": ["Must have 1 to 200 characters."]}),
        ({"id": 1}, {"id": ["Unknown field."]}),
    ],
)
async def test_a_wrong_change_changes_nothing(
    api: httpx.AsyncClient, jane: customers.Customer, change: dict[str, object], expected: object
) -> None:
    before = (await api.get(f"/customers/{jane.id}")).json()

    answer = await api.patch(f"/customers/{jane.id}", json=change)

    assert details(answer) == expected
    assert (await api.get(f"/customers/{jane.id}")).json() == before


async def test_an_address_of_another_customer_is_refused(
    api: httpx.AsyncClient, make: Make, shop: stores.Store, jane: customers.Customer
) -> None:
    other = await make.customer(shop, email="other@example.com")

    answer = await api.patch(f"/customers/{other.id}", json={"email": "Customer@example.com", "phone": "1"})

    assert details(answer) == {"email": ["Is already in use."]}
    assert (await api.get(f"/customers/{other.id}")).json()["data"]["email"] == "other@example.com"


async def test_the_orders_keep_the_name_they_were_placed_under(
    api: httpx.AsyncClient, make: Make, database: Database, shop: stores.Store, jane: customers.Customer
) -> None:
    order = await make.order(shop, customer=jane)

    await api.patch(f"/customers/{jane.id}", json={"first_name": "Janet", "last_name": "Jones"})

    assert await database.value("select customer_name from orders where id = $1", order.id) == "Jane Smith"
    assert await database.value("select name from customers where id = $1", jane.id) == "Janet Jones"
