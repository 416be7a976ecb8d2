"""What the kernel does around a handler."""

import asyncio
from dataclasses import replace
from itertools import count
from typing import Any

import httpx
import msgspec
import pytest

from serai.front import Front
from serai.kit.db import Database
from serai.wire.app import DialectApp
from serai.wire.call import Call
from serai.wire.dialect import Dialect
from serai.wire.operation import Operations
from tests.unit.wire import toys


class Thing(msgspec.Struct):
    name: str


SLEEP = "select pg_sleep(600)"
ASLEEP = "select count(*) from pg_stat_activity where query = $1 and state = 'active' and datname = current_database()"

made = Operations("Things")
_numbers = count(1)


@made.get("/slow", public=True, deadline=0.02)
async def slow(call: Call) -> None:
    """Never ends."""
    await asyncio.sleep(60)


@made.get("/asleep", deadline=0.3)
async def asleep(call: Call) -> None:
    """Waits for the database."""
    await call.db.value(SLEEP)


@made.post("/asleep", deadline=0.3)
async def write_asleep(call: Call, body: Thing) -> None:
    """Waits for the database in a transaction."""
    await call.tx.value(SLEEP)


@made.get("/broken", public=True)
async def broken(call: Call) -> None:
    """Has a mistake."""
    raise KeyError("a secret of ours")


@made.post("/read", public=True, writes=False)
async def read(call: Call, body: Thing) -> Thing:
    """Gives back what it got."""
    return body


@made.post("/things")
async def create(call: Call, body: Thing) -> dict[str, int]:
    """Counts."""
    return {"number": next(_numbers)}


TOYS = replace(toys.dialect("toys", ""), operations=tuple(made.list))


def client(dialect: Dialect = TOYS, database: Database | None = None) -> httpx.AsyncClient:
    services = toys.services(dialect.name)
    if database is not None:
        services = replace(services, database=database)
    front = Front({dialect.name: DialectApp(dialect, services)}, None, hosts={})
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=front), base_url="http://toys.test/toys")


async def test_a_request_that_takes_too_long_may_be_tried_again() -> None:
    async with client() as toy:
        answer = await toy.get("/slow")

    assert answer.json()["error"] == "Unavailable"
    assert answer.headers["retry-after"] == "1"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_statement_that_hangs_is_ended_with_its_request(committed: Database, method: str) -> None:
    async with client(database=committed) as toy:
        answer = await toy.request(method, "/asleep", json={"name": "a"} if method == "POST" else None)

    assert answer.json()["error"] == "Unavailable"
    async with asyncio.timeout(60):
        while await committed.value(ASLEEP, SLEEP):  # noqa: ASYNC110 - the server sets no event
            await asyncio.sleep(0.01)


async def test_a_small_body_that_never_comes_is_not_waited_for_for_ever(committed: Database) -> None:
    status, body = await _post(None, "12", path="/asleep", database=committed)

    assert (status, msgspec.json.decode(body)["error"]) == (400, "BodyTimeout")


async def test_a_mistake_of_ours_tells_nothing_but_the_requests_id() -> None:
    async with client() as toy:
        answer = await toy.get("/broken")

    assert answer.json()["error"] == "Broken"
    assert "secret" not in answer.text
    assert len(answer.headers["x-request-id"]) == 16


@pytest.mark.parametrize("length", ["\xb2", "", "x", "-1", "1.5"])
async def test_a_length_that_is_no_number_is_not_believed(length: str) -> None:
    status, _ = await _post(b'{"name": "a"}', length)

    assert status == 200


async def test_a_length_over_the_limit_is_refused_before_the_body_is_read() -> None:
    status, body = await _post(None, str(2 * 1024 * 1024))

    assert (status, msgspec.json.decode(body)["error"]) == (400, "TooLarge")


async def _post(body: bytes | None, length: str, *, path: str = "/read", database: Database | None = None) -> tuple[int, bytes]:
    """Status and body of the answer; a body of None must not be asked for, and with a database it never comes."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if database is not None:
            await asyncio.sleep(600)
        assert body is not None
        return {"type": "http.request", "body": body}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"content-length", length.encode("latin-1"))]
    scope = {"type": "http", "method": "POST", "query_string": b"", "headers": headers, "client": ("127.0.0.1", 1)}
    services = toys.services() if database is None else replace(toys.services(), database=database)
    await DialectApp(TOYS, services)({**scope, "serai.request_id": "r"}, receive, send, path=path, mount="")
    return sent[0]["status"], sent[1]["body"]


async def test_a_repeated_request_has_one_effect_and_its_query_is_part_of_it(database: Database) -> None:
    key = {"Idempotency-Key": "k"}
    async with client(database=database) as toy:
        first = await toy.post("/things?shop=1", json={"name": "a"}, headers=key)
        again = await toy.post("/things?shop=1", json={"name": "a"}, headers=key)
        other_query = await toy.post("/things?shop=2", json={"name": "a"}, headers=key)
        other_body = await toy.post("/things?shop=1", json={"name": "b"}, headers=key)

    assert first.status_code == 200
    assert (again.json(), again.headers["idempotency-replayed"]) == (first.json(), "true")
    assert [answer.json()["error"] for answer in (other_query, other_body)] == ["KeyReused", "KeyReused"]
