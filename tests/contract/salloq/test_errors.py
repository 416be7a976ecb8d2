"""SQ-008, SQ-009: one envelope for everything that is refused."""

import importlib
import pkgutil
from collections.abc import Iterator

import httpx
import pytest

import serai
from serai.dialects.salloq import SALLOQ
from serai.dialects.salloq.problems import PROBLEMS
from serai.kit.db import Database
from serai.kit.errors import DomainError
from serai.wire.dialect import row_for
from tests.factories import Make


def failure(message: str, code: int, details: object | None = None) -> dict[str, object]:
    return {"success": False, "error": {"message": message, "code": code, "details": details or {}}}


def every(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in kind.__subclasses__():
        yield child
        yield from every(child)


def test_every_error_there_is_has_words_here() -> None:
    below = ("serai.kit.", "serai.wire.", "serai.core.")
    for module in pkgutil.walk_packages(serai.__path__, "serai."):
        if module.name.startswith(below):
            importlib.import_module(module.name)

    kinds = [kind for kind in every(DomainError) if kind.__module__.startswith(below)]
    unworded = [k.__name__ for k in kinds if row_for(PROBLEMS, k.__new__(k)) is PROBLEMS[DomainError]]

    assert unworded == []


def test_only_documented_statuses_and_those_of_http_itself_are_used() -> None:
    assert {p.status for p in PROBLEMS.values()} == {400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 422, 429, 500, 503}


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nothing",
        "/products/1/nothing",
        "/subscriptions/1/nothing",
        "/loyalty",
        "/v1/products",
    ],
)
async def test_an_unknown_route_is_404_in_the_envelope(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(path)

    assert answer.status_code == 404
    assert answer.json() == failure("There is no such endpoint", 404)
    assert answer.headers["content-type"] == "application/json"


async def test_a_wrong_method_is_405_and_says_which_there_are(api: httpx.AsyncClient) -> None:
    answer = await api.delete("/products/1")

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, PATCH"
    assert answer.json() == failure("This endpoint does not take this method", 405)


@pytest.mark.parametrize("path", ["/orders/0", "/orders/-1", "/orders/abc", "/orders/9007199254740992", "/orders/" + "9" * 40])
async def test_what_cannot_be_an_id_is_not_found(api: httpx.AsyncClient, path: str) -> None:
    answer = await api.get(path)

    assert answer.status_code == 404
    assert answer.json() == failure("Order not found", 404)


@pytest.mark.parametrize("path", ["/products/%00", "/products/a%00b/inventory", "/products/%E2%98%83"])
async def test_a_slug_that_nothing_can_have_is_not_found(api: httpx.AsyncClient, path: str) -> None:
    assert (await api.get(path)).json() == failure("Product not found", 404)


@pytest.mark.parametrize("body", [b"", b"{", b'{"name": "a", "name": "b"}', b'{"name": "\xff"}', b"[" * 65])
async def test_a_body_that_is_not_json_is_400(api: httpx.AsyncClient, database: Database, body: bytes) -> None:
    answer = await api.post("/products", content=body, headers={"Content-Type": "application/json"})

    message = answer.json()["error"]["message"]
    assert answer.status_code == 400
    assert message.startswith("The body ")
    assert answer.json() == failure(message, 400)
    assert await database.value("select count(*) from products") == 0


async def test_a_body_must_say_that_it_is_json(api: httpx.AsyncClient, database: Database) -> None:
    answer = await api.post("/products", content=b'{"name": "a", "price": 1}', headers={"Content-Type": "text/plain"})

    assert answer.status_code == 415
    assert answer.json() == failure("The request body must be application/json", 415)
    assert await database.value("select count(*) from products") == 0


async def test_a_get_needs_no_content_type(api: httpx.AsyncClient) -> None:
    assert (await api.get("/products", headers={"Content-Type": "text/plain"})).status_code == 200


async def test_every_wrong_field_is_named_at_once(api: httpx.AsyncClient, database: Database) -> None:
    answer = await api.post("/products", json={"price": "12", "colour": "red", "images": [{"is_primary": 1}]})

    assert answer.status_code == 422
    assert answer.json() == failure(
        "Validation failed",
        422,
        {
            "name": ["This field is required."],
            "price": ["Expected `number`."],
            "images.0.url": ["This field is required."],
            "images.0.is_primary": ["Expected `bool`, got `int`."],
            "colour": ["Unknown field."],
        },
    )
    assert await database.value("select count(*) from products") == 0


async def test_something_nobody_foresaw_is_500_without_a_word_about_it(
    api: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret")

    operation = next(o for o in SALLOQ.operations if o.name == "list_products")
    monkeypatch.setattr("serai.core.catalog.page", breaks)

    answer = await api.get(operation.path)

    assert answer.status_code == 500
    assert answer.json() == failure("Internal server error", 500)


async def test_the_plans_limit_on_products_is_403(salloq: httpx.AsyncClient, make: Make, database: Database) -> None:
    account = await make.account(plan="trial")
    shop = await make.store(account)
    for _ in range(25):
        await make.product(shop)
    salloq.headers["X-API-Key"] = await make.key(shop)

    answer = await salloq.post("/products", json={"name": "One more", "price": 1})

    assert answer.status_code == 403
    assert "25" in answer.json()["error"]["message"]
    assert await database.value("select count(*) from products") == 25
