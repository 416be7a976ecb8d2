"""SC-031…SC-039, SC-050…SC-061: the document, keys, limits, errors, cursors, identifiers."""

import json

import httpx
import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from serai.app import compose
from serai.core import stores
from serai.dialects.scayle_admin import SCAYLE_ADMIN
from serai.dialects.scayle_admin.cursors import MOST
from serai.dialects.scayle_admin.identifiers import LARGEST, identifier, number
from serai.dialects.scayle_admin.limits import PER_MINUTE
from serai.dialects.scayle_admin.relations import parse
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.settings import Settings
from tests.conftest import client, make_services
from tests.contract.scayle_admin.conftest import BASE
from tests.factories import Make

RATE_LIMIT = {
    "errors": [
        {
            "errorKey": "RATE_LIMIT_EXCEED",
            "message": "The request rate limit exceeded. Please try again later.",
            "context": {},
        }
    ]
}


# ── the document ──


async def test_the_document_is_openapi_3_0_and_needs_no_token(admin: httpx.AsyncClient) -> None:
    answer = await admin.get("/admin-api.json", headers={"X-Access-Token": ""})

    made = answer.json()
    assert answer.status_code == 200
    OpenAPIV30SpecValidator(made).validate()
    assert made["openapi"].startswith("3.0.")
    assert made["servers"] == [{"url": f"http://testserver{BASE}"}]
    assert made["components"]["securitySchemes"] == {
        "accessToken": {"type": "apiKey", "in": "header", "name": "X-Access-Token"}
    }
    assert made["security"] == [{"accessToken": []}]


async def test_clients_find_operations_by_tag_and_id_with_the_contracts_parameter_names(admin: httpx.AsyncClient) -> None:
    made = (await admin.get("/admin-api.json")).json()

    found = made["paths"]["/shops/{shopKey}/countries/{countryCode}"]["get"]
    assert found["operationId"] == "getShopCountry"
    assert found["tags"] == ["ShopCountries"]
    assert [p["name"] for p in found["parameters"]] == ["shopKey", "countryCode", "with"]
    shops = made["paths"]["/shops"]
    assert (shops["get"]["operationId"], shops["post"]["operationId"]) == ("getShops", "createShop")
    assert {p["name"] for p in shops["get"]["parameters"]} == {"limit", "cursor", "with"}
    assert shops["get"]["tags"] == ["Shops"]
    for owner in ("products/{productIdentifier}", "products/{productIdentifier}/variants/{variantIdentifier}"):
        assert made["paths"][f"/{owner}/attributes"]["post"]["tags"] == ["Attributes"]


async def test_no_operation_of_the_document_asks_for_another_security_scheme(admin: httpx.AsyncClient) -> None:
    made = (await admin.get("/admin-api.json")).json()

    assert '"credential"' not in json.dumps(made)
    assert made["paths"]["/admin-api.json"]["get"]["security"] == []


# ── keys ──


@pytest.mark.parametrize("token", [None, "", "nonsense", "x" * 40, "x" * 5000])
async def test_without_a_good_token_it_is_401(admin: httpx.AsyncClient, token: str | None) -> None:
    del admin.headers["X-Access-Token"]
    answer = await admin.get("/shops", headers={} if token is None else {"X-Access-Token": token})

    assert answer.status_code == 401
    assert answer.json() == {"errors": [{"errorKey": "UNAUTHORIZED", "message": "No or invalid access token", "context": {}}]}


async def test_a_key_to_read_does_not_write(admin: httpx.AsyncClient, make: Make, store: stores.Store) -> None:
    admin.headers["X-Access-Token"] = await make.key(store, dialect="scayle", scopes=("admin:read",))

    assert (await admin.get("/shops")).status_code == 200
    refused = await admin.post("/warehouses", json={"referenceKey": "w"})
    assert refused.status_code == 403
    assert "admin:write" in refused.json()["errors"][0]["message"]


# ── limits ──


@pytest.fixture
async def counted(
    database: Database, config: Settings, make: Make, store: stores.Store, clock: FrozenClock
) -> httpx.AsyncClient:
    """With limits on, two of them an operator's: five a minute."""
    clock.advance(20)
    async with database.begin() as tx:
        for scope in ("globalWrite", "globalRead", "stocksWrite"):
            await stores.change_rate_limit(tx, store.id, scope, 5)
        await stores.change_rate_limit(tx, store.id, "stocksWrite", None)
    front = compose(config, make_services(database, limits_on=True))
    async with client(front, BASE) as made:
        made.headers["X-Access-Token"] = await make.key(store, dialect="scayle")
        yield made


async def test_every_answer_says_how_its_scope_stands(counted: httpx.AsyncClient) -> None:
    answer = await counted.get("/shops")

    found = {name: answer.headers[f"x-ratelimit-{name}"] for name in ("scope", "limit", "remaining", "reset")}
    assert found == {"scope": "globalRead", "limit": "5", "remaining": "4", "reset": "40"}


async def test_past_a_limit_it_is_429_and_other_scopes_go_on(counted: httpx.AsyncClient) -> None:
    for n in range(5):
        assert (await counted.post("/warehouses", json={"referenceKey": f"w{n}"})).status_code == 201
    refused = await counted.post("/warehouses", json={"referenceKey": "w9"})

    assert refused.status_code == 429
    assert refused.json() == RATE_LIMIT
    assert refused.headers["x-ratelimit-scope"] == "globalWrite"
    assert refused.headers["x-ratelimit-remaining"] == "0"
    assert 0 < int(refused.headers["x-ratelimit-reset"]) <= 120
    assert int(refused.headers["retry-after"]) > 0
    assert (await counted.get("/warehouses")).status_code == 200
    assert (await counted.get("/shops/sh/custom-data")).headers["x-ratelimit-limit"] == "2000"


async def test_another_store_has_limits_of_its_own(counted: httpx.AsyncClient, make: Make) -> None:
    for _ in range(6):
        last = await counted.get("/shops")
    counted.headers["X-Access-Token"] = await make.key(await make.store(), dialect="scayle")
    other = await counted.get("/shops")

    assert last.status_code == 429
    assert (other.status_code, other.headers["x-ratelimit-limit"]) == (200, "1000")


def test_every_operation_belongs_to_a_scope_of_the_table() -> None:
    found = {o.quota for o in SCAYLE_ADMIN.operations if not o.public}

    assert found <= set(PER_MINUTE)
    for operation in SCAYLE_ADMIN.operations:
        if not operation.public:
            assert operation.quota.endswith("Read") is (operation.method == "GET"), operation.name


def test_requests_may_run_as_long_as_clients_wait() -> None:
    assert {o.deadline for o in SCAYLE_ADMIN.operations if not o.public} == {380.0}


# ── errors ──


async def test_every_bad_field_is_an_error_of_its_own(admin: httpx.AsyncClient) -> None:
    answer = await admin.post("/shops", json={"key": "long", "name": "", "countries": [{"countryCode": "DE"}]})

    errors = answer.json()["errors"]
    assert answer.status_code == 400
    assert {e["context"]["field"] for e in errors} == {"countries.0.defaultLanguageCode", "countries.0.url"}
    assert {e["errorKey"] for e in errors} == {"VALIDATION_ERROR"}


async def test_what_is_not_there_is_named(admin: httpx.AsyncClient) -> None:
    answer = await admin.delete("/warehouses/key%3DM-404")

    assert answer.status_code == 404
    assert answer.json()["errors"] == [
        {
            "errorKey": "WAREHOUSE_NOT_FOUND",
            "message": "No warehouse with reference key M-404",
            "context": {"warehouseIdentifier": "key=M-404"},
        }
    ]


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("PATCH", "/shops", 405)])
async def test_unknown_routes_speak_this_wire_too(admin: httpx.AsyncClient, method: str, path: str, status: int) -> None:
    answer = await admin.request(method, path, json={})

    assert answer.status_code == status
    assert answer.json()["errors"][0]["context"] == {}


# ── identifiers ──


@pytest.mark.parametrize("sent", ["key%3Dmy%2Fkey+1", "key%3Dmy%2Fkey%201", "key=my%2Fkey%201", "key=my%2Fkey+1"])
async def test_a_reference_key_is_found_however_it_is_encoded(admin: httpx.AsyncClient, sent: str) -> None:
    await admin.post("/warehouses", json={"referenceKey": "my/key 1"})

    assert (await admin.delete(f"/warehouses/{sent}")).status_code == 204


async def test_an_id_names_the_same_thing(admin: httpx.AsyncClient) -> None:
    made = (await admin.post("/warehouses", json={"referenceKey": "W-1"})).json()

    assert (await admin.delete(f"/warehouses/{made['id']}")).status_code == 204
    assert (await admin.delete(f"/warehouses/{made['id']}")).status_code == 404


@pytest.mark.parametrize("text", ["0", "-1", "01", "1.0", "x", "", str(LARGEST + 1), "9" * 30, "٣", "key"])
def test_what_is_no_id_names_nobody(text: str) -> None:
    assert number(text) == 0
    assert identifier(text).id is None
    assert identifier(text).key is None


# ── lists ──


async def test_a_walk_sees_every_row_once_while_rows_come_and_go(admin: httpx.AsyncClient) -> None:
    made = [(await admin.post("/warehouses", json={"referenceKey": f"W{n:02}"})).json()["id"] for n in range(12)]
    seen: list[int] = []
    cursor = None
    for step in range(20):
        page = (await admin.get("/warehouses", params={"limit": 5, **({"cursor": cursor} if cursor else {})})).json()
        seen += [each["id"] for each in page["entities"]]
        cursor = page["cursor"]["next"]
        if step == 0:
            await admin.delete(f"/warehouses/{made[0]}")
            await admin.delete(f"/warehouses/{made[11]}")
            new = (await admin.post("/warehouses", json={"referenceKey": "late"})).json()["id"]
        if cursor is None:
            break

    assert len(seen) == len(set(seen))
    assert set(made[:11]) | {new} <= set(seen)
    assert made[11] not in seen


@pytest.mark.parametrize("limit", ["0", "-1", str(MOST + 1), "x", "1.5", ""])
async def test_a_limit_that_is_none_is_400(admin: httpx.AsyncClient, limit: str) -> None:
    answer = await admin.get("/warehouses", params={"limit": limit})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["context"] == {"field": "limit"}


async def test_a_cursor_belongs_to_its_list(admin: httpx.AsyncClient) -> None:
    await admin.post("/warehouses", json={"referenceKey": "W"})
    cursor = (await admin.get("/warehouses", params={"limit": 1})).json()["cursor"]["next"]

    assert cursor is not None
    for path, sent in (("/shops", cursor), ("/warehouses", "garbage"), ("/warehouses", "%00"), ("/warehouses", "😀")):
        answer = await admin.get(path, params={"cursor": sent})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["context"] == {"field": "cursor"}


def test_with_is_a_tree() -> None:
    tree = parse("images, variants.attributes,variants.prices,,x..y")

    assert "images" in tree
    assert set(tree.of("variants").inside) == {"attributes", "prices"}
    assert "attributes" not in tree.of("images")
