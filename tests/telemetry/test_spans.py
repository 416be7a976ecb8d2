"""What a span says, and which are said at all."""

from collections.abc import MutableMapping
from typing import Any

import httpx
import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

from serai.kit.errors import Unavailable
from serai.telemetry import Round
from serai.telemetry.calls import Network
from serai.telemetry.requests import served, shown
from serai.telemetry.rounds import MOST_HELD, told
from serai.telemetry.spans import span
from serai.telemetry.statements import summary
from serai.wire.asgi import Receive, Scope, Send
from tests.kit.listener import Request, listening, status


def _names(ended: InMemorySpanExporter) -> list[str]:
    return [each.name for each in ended.get_finished_spans()]


# ── statements ──


@pytest.mark.parametrize(
    ("sql", "operation", "table"),
    [
        ("select p.id from products p where p.store_id = $1", "SELECT", "products"),
        ("\nselect 1 from stock k where k.store_id = $1 for update of k skip locked", "SELECT", "stock"),
        ("select * from unnest($1::bigint[]) s(id) join orders o on o.id = s.id", "SELECT", "orders"),
        ("select extract(epoch from o.placed_at) from orders o", "SELECT", "orders"),
        ("select 1", "SELECT", ""),
        ("insert into users (email) values ($1) on conflict (email) do update set email = $1", "INSERT", "users"),
        ("delete from sessions where id = $1", "DELETE", "sessions"),
        ("update orders set state = $1", "UPDATE", "orders"),
        ("with page as materialized (select id from products) select * from page", "SELECT", "products"),
        (
            "with a as (select 1), gone as (delete from brands returning id) delete from attributes using gone",
            "DELETE",
            "brands",
        ),
        ("with w(a, b) as (select 1, 2) select * from w join shops s on s.id = w.a", "SELECT", "shops"),
        ("BEGIN ISOLATION LEVEL REPEATABLE READ;", "BEGIN", ""),
        ("COMMIT;", "COMMIT", ""),
        ("", "", ""),
    ],
)
def test_a_statement_in_two_words(sql: str, operation: str, table: str) -> None:
    assert summary(sql) == (operation, table)


# ── requests ──


async def _ask(status: int | None, ended: InMemorySpanExporter, **more: object) -> MutableMapping[str, Any]:
    """The attributes of the span of a request that is answered so; None: not at all, the app breaks."""

    async def app(_: Scope, __: Receive, send: Send) -> None:
        if status is None:
            raise RuntimeError("nadia@example.com has broken it")
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    scope = {"type": "http", "method": "GET", "scheme": "https", "path": "/x", "headers": [], **more}

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request"}

    async def send(_: MutableMapping[str, Any]) -> None:
        pass

    await served(app)(scope, receive, send)
    (made,) = ended.get_finished_spans()
    return {**(made.attributes or {}), "ok": made.status.is_ok}


@pytest.mark.parametrize(("status", "ok"), [(200, True), (404, True), (429, True), (500, False), (503, False)])
async def test_from_500_up_a_request_has_failed(ended: InMemorySpanExporter, status: int, ok: bool) -> None:
    found = await _ask(status, ended)

    assert found["http.response.status_code"] == status
    assert found["ok"] is ok
    assert found.get("error.type") == (None if ok else str(status))


async def test_a_broken_app_is_named_by_its_error_alone(ended: InMemorySpanExporter) -> None:
    with pytest.raises(RuntimeError):
        await _ask(None, ended)
    (made,) = ended.get_finished_spans()

    assert (made.attributes or {})["error.type"] == "RuntimeError"
    assert not made.status.is_ok
    assert made.status.description is None
    assert made.events == ()


async def test_the_callers_sampling_is_kept(ended: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="not enough"):
        await _ask(200, ended, headers=[(b"traceparent", b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00")])


@pytest.mark.parametrize(
    ("path", "route", "expected"),
    [
        ("/", "", "/"),
        ("/a/1/b", "/a/{id}/b", "/a/1/b"),
        ("/a/x%2Fy", "/a/{sku}", "/a/x/y"),
        ("/a/" + "ak_live_" + "a1B2" * 8, "", "/a/[redacted]"),
        ("/a/nadia%40example.com", "/a/{name}", "/a/[redacted]@example.com"),
        ("/pay/abc/return", "/pay/{token}/{how}", "/pay/[redacted]/return"),
        ("/baskets/abc/items/7", "/baskets/{key}/items/{item}", "/baskets/[redacted]/items/7"),
    ],
)
def test_a_path_without_its_secrets(path: str, route: str, expected: str) -> None:
    assert shown(path, route) == expected


# ── rounds ──


async def _round(found: int, *, statements: int = 1, failure: Exception | None = None) -> Round:
    async def go() -> Round:
        for _ in range(statements):
            with span("SELECT", SpanKind.CLIENT, {}):
                pass
        return Round(found, failure)

    return await told("imports", go)


async def test_a_round_that_found_something_is_told_with_its_statements(ended: InMemorySpanExporter) -> None:
    await _round(2, statements=2)

    assert _names(ended) == ["SELECT", "SELECT", "job imports"]


async def test_an_idle_round_is_not_told(ended: InMemorySpanExporter) -> None:
    await _round(0)

    assert _names(ended) == []


async def test_a_round_that_failed_is_told(ended: InMemorySpanExporter) -> None:
    await _round(0, failure=Unavailable(reason="away"))

    assert _names(ended) == ["SELECT", "job imports"]
    assert (ended.get_finished_spans()[-1].attributes or {})["error.type"] == "Unavailable"


async def test_a_long_round_is_told_while_it_goes_on(ended: InMemorySpanExporter) -> None:
    async def go() -> Round:
        for _ in range(MOST_HELD + 1):
            with span("SELECT", SpanKind.CLIENT, {}):
                pass
        assert len(_names(ended)) == MOST_HELD + 1
        return Round()

    await told("imports", go)

    assert len(_names(ended)) == MOST_HELD + 2


async def test_what_a_round_began_is_told_when_it_ends_later(ended: InMemorySpanExporter) -> None:
    begun: list[trace.Span] = []

    async def go() -> Round:
        begun.append(trace.get_tracer("test").start_span("later"))
        return Round(1)

    await told("deliveries", go)
    begun[0].end()

    assert _names(ended) == ["job deliveries", "later"]


# ── the way to a payment gateway ──


async def test_a_call_of_the_gateway(ended: InMemorySpanExporter) -> None:
    async def answer(_: Request) -> bytes:
        return status(402)

    network = Network()
    async with listening(answer) as listener:
        for _ in range(2):  # a client closes its transport; the next one still gets through
            async with httpx.AsyncClient(transport=network, trust_env=False) as client:
                await client.get(f"http://127.0.0.1:{listener.port}/merchant-token?key=1")
    first, _ = ended.get_finished_spans()

    assert first.attributes == {
        "http.request.method": "GET",
        "http.response.status_code": 402,
        "url.scheme": "http",
        "server.address": "127.0.0.1",
        "server.port": listener.port,
        "error.type": "402",
    }
