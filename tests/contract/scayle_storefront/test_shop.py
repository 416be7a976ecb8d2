"""SC-002…SC-009, SC-020…SC-022, SC-G01, SC-G04, SC-G09: whose shop it is, who may look, how refusals sound."""

import json

import httpx
import pytest

from serai.app import compose
from serai.core import stores
from serai.dialects.scayle_storefront import limits
from serai.front import Front
from serai.kit.db import Database
from serai.kit.limits import Window
from tests.conftest import client, make_services
from tests.factories import Make

LIVE = "update store_settings set scayle_profile = 'live' where store_id = $1"


@pytest.fixture
async def http(front: Front) -> httpx.AsyncClient:
    async with client(front, "/scayle") as made:
        yield made


async def test_the_shop_is_named_by_its_country_id(http: httpx.AsyncClient, country: stores.ShopCountry) -> None:
    answers = [
        await http.get(f"/v1/shop-configuration?shopId={country.id}"),
        await http.get(f"/v1/shop-configuration?countryId={country.id}"),
        await http.get("/v1/shop-configuration", headers={"x-shop-id": str(country.id)}),
    ]

    assert [answer.status_code for answer in answers] == [200] * 3
    assert {answer.json()["shopId"] for answer in answers} == {country.id}


@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("?shopId=", 400), ("?shopId=abc", 400), ("?shopId=1.5", 400), ("?shopId=-1", 400), ("?shopId=0", 400),
     (f"?shopId={'9' * 30}", 400), ("?shopId=%D9%A1", 400), ("?shopId=987654321", 404)],
)  # fmt: skip
async def test_a_shop_that_is_none_is_named(http: httpx.AsyncClient, query: str, status: int) -> None:
    answer = await http.get(f"/v1/shop-configuration{query}")

    assert answer.status_code == status
    assert answer.json()["code"] == str(status)
    assert [detail["field"] for detail in answer.json()["details"]] == ["shopId"]


async def test_an_inactive_shop_country_is_not_there(
    http: httpx.AsyncClient, database: Database, country: stores.ShopCountry
) -> None:
    await database.run("update shop_countries set is_active = false where store_id = $1", country.store_id)

    assert (await http.get(f"/v1/shop-configuration?shopId={country.id}")).status_code == 404


async def test_the_three_words_name_a_shop_too(
    http: httpx.AsyncClient, front: Front, make: Make, store: stores.Store, country: stores.ShopCountry
) -> None:
    words = f"/v1/shop-configuration?shopKey={country.shop_key}&countryCode={country.country}&locale={country.locale}"

    alone = await http.get(words)
    await make.store()
    ambiguous = await http.get(words)
    by_key = await http.get(words, headers={"x-access-token": await make.key(store, dialect="scayle")})
    by_host = await http.get(words, headers={"host": f"{store.public_slug}.storefront.example.com"})

    assert [a.status_code for a in (alone, ambiguous, by_key, by_host)] == [200, 400, 200, 200]
    assert by_key.json()["shopId"] == by_host.json()["shopId"] == country.id
    assert (await http.get("/v1/shop-configuration?shopKey=sh&countryCode=DEU&locale=de_DE")).status_code == 400


async def test_a_wrong_token_is_ignored_where_none_is_needed(api: httpx.AsyncClient) -> None:
    assert (await api.get("/v1/shop-configuration", headers={"x-access-token": "nonsense"})).status_code == 200


async def test_live_needs_a_token_everywhere_and_says_numbers(
    api: httpx.AsyncClient, keyed: httpx.AsyncClient, database: Database, store: stores.Store
) -> None:
    await database.run(LIVE, store.id)

    assert (await api.get("/v1/shop-configuration")).status_code == 401
    answer = await keyed.get("/v1/products/987654321")
    assert answer.status_code == 404
    assert answer.json()["code"] == 404


async def test_a_key_of_another_store_is_none(
    keyed: httpx.AsyncClient, database: Database, make: Make, store: stores.Store
) -> None:
    await database.run(LIVE, store.id)
    other = await make.key(await make.store(), dialect="scayle")
    admin = await make.key(store, dialect="scayle", scopes=("admin:read",))

    for token in (other, admin, "x", ""):
        assert (await keyed.get("/v1/shop-configuration", headers={"x-access-token": token})).status_code == 401
    assert (await keyed.get("/v1/shop-configuration")).status_code == 200


async def test_an_unknown_route_answers_in_this_shape(api: httpx.AsyncClient) -> None:
    answer = await api.get("/v1/surely-nothing")

    assert answer.status_code == 404
    assert answer.json() == {"code": "404", "message": "There is no such endpoint", "details": []}


async def test_the_guard_answers_503_and_in_live_429(
    monkeypatch: pytest.MonkeyPatch, database: Database, config, make: Make, store: stores.Store, country: stores.ShopCountry
) -> None:
    monkeypatch.setattr("serai.dialects.scayle_storefront.auth.QUOTA", (Window(2, 60),))
    front = compose(config, make_services(database, limits_on=True))
    key = await make.key(store, dialect="scayle")
    async with client(front, "/scayle", **{"x-shop-id": str(country.id), "x-access-token": key}) as http:
        answers = [await http.get("/v1/shop-configuration") for _ in range(3)]
        await database.run(LIVE, store.id)
        live = await http.get("/v1/shop-configuration")

    assert [a.status_code for a in answers] == [200, 200, 503]
    assert int(answers[2].headers["retry-after"]) > 0
    assert (live.status_code, live.json()["code"]) == (429, 429)


def test_the_guard_is_generous() -> None:
    assert limits.QUOTA[0].most / limits.QUOTA[0].seconds >= 100


async def test_health_and_the_description_need_no_shop(http: httpx.AsyncClient) -> None:
    health = await http.get("/health")
    description = await http.get("/docs/swagger.yaml")

    assert (health.status_code, health.json()) == (200, "OK")
    document = json.loads(description.text)
    assert document["openapi"].startswith("3.")
    assert "/v1/products/{product}" in document["paths"]


async def test_answers_may_be_kept_for_seconds(api: httpx.AsyncClient, keyed: httpx.AsyncClient) -> None:
    first = await api.get("/v1/shop-configuration")
    again = await api.get("/v1/shop-configuration", headers={"if-none-match": first.headers["etag"]})

    assert first.headers["cache-control"] == "public, max-age=5"
    assert again.status_code == 304
    assert (await keyed.get("/v1/shop-configuration")).headers["cache-control"] == "no-store"


async def test_a_get_with_a_json_content_type_is_served(api: httpx.AsyncClient) -> None:
    assert (await api.get("/v1/shop-configuration", headers={"content-type": "application/json"})).status_code == 200
