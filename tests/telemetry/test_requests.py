"""What a collector gets to know of requests: one server as in production, asked once for all of these tests."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx
import pytest

from serai.kit.clock import Clock
from serai.kit.db import connect
from tests.chaos.server import Server, serving
from tests.chaos.workers import until
from tests.conftest import clone, make_services
from tests.factories import Make
from tests.telemetry.collector import Collector, Span, collecting, end

MAIL, PASSWORD = "nadia.benali@example.com", "SecurePassword123!"
BASKET, PAGE = "a-basket-nobody-else-may-open", "a-page-nobody-else-may-open"
PARENT = "00f067aa0ba902b7"
AT_ONCE = 40

_TOLD = {
    "db.system.name",
    "db.operation.name",
    "db.query.summary",
    "db.collection.name",
    "db.response.status_code",
    "error.type",
}


@dataclass
class Asked:
    """The requests by name, each with the trace it was said to belong to."""

    collector: Collector
    key: str = ""
    traces: dict[str, str] = field(default_factory=dict)
    answers: dict[str, httpx.Response] = field(default_factory=dict)
    many: dict[str, str] = field(default_factory=dict)
    """Trace → path of requests made at the same time."""

    async def ask(self, client: httpx.AsyncClient, name: str, method: str, path: str, **more: object) -> httpx.Response:
        self.traces[name] = trace = secrets.token_hex(16)
        headers = {"X-API-Key": self.key, "traceparent": f"00-{trace}-{PARENT}-01", **more.pop("headers", {})}  # type: ignore[dict-item]
        self.answers[name] = await client.request(method, path, headers=headers, **more)  # type: ignore[arg-type]
        return self.answers[name]

    def root(self, name: str) -> Span:
        (found,) = (span for span in self.collector.trace(self.traces[name]) if span.kind == "SERVER")
        return found

    def below(self, name: str) -> list[Span]:
        return [span for span in self.collector.trace(self.traces[name]) if span.kind != "SERVER"]


@pytest.fixture(scope="module")
async def asked(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Asked]:
    folder = tmp_path_factory.mktemp("traced")
    async with clone(server_url) as url, collecting() as collector:
        found = Asked(collector)
        async with connect(url, Clock()) as database:
            make = Make(make_services(database))
            found.key = await make.key(await make.store())
        async with serving(url, folder, workers=2, **collector.environment) as server, server.client() as client:
            await _ask(found, client)
            await _ask_both(found, server)
            assert await end(server.process) == 0
        yield found


async def _ask(found: Asked, client: httpx.AsyncClient) -> None:
    person = {"email": MAIL, "password": PASSWORD, "displayName": "Nadia"}
    first = await found.ask(client, "register", "POST", "/skalia/api/v1/auth/register", json=person)
    await found.ask(client, "register again", "POST", "/skalia/api/v1/auth/register", json=person)
    token = {"authorization": f"Bearer {first.json()['access_token']}"}
    await found.ask(client, "me", "GET", "/skalia/api/v1/auth/me", headers=token)
    await found.ask(client, "list", "GET", "/salloq/api/products?in_stock=true&token=abc-in-the-query")
    await found.ask(client, "create", "POST", "/salloq/api/products", json={"name": "Iris", "price": 10})
    await found.ask(client, "no route", "GET", f"/salloq/api/people/{MAIL.replace('@', '%40')}")
    await found.ask(client, "not allowed", "DELETE", "/salloq/api/products")
    await found.ask(client, "basket", "GET", f"/v1/baskets/{BASKET}?shopId=1001")
    await found.ask(client, "basket not allowed", "DELETE", f"/v1/baskets/{BASKET}")
    await found.ask(client, "page", "GET", f"/pay/sandbox/{PAGE}")
    await found.ask(client, "invented", "BREW", "/salloq/api/products")
    for probe in ("/healthz", "/readyz", "/metrics"):
        await found.ask(client, probe, "GET", probe)
    await found.ask(client, "stray", "GET", "/salloq/api/products", headers={"traceparent": "00-zz-zz-01"})
    paths = {secrets.token_hex(16): f"/salloq/api/products/{n}" for n in range(1, AT_ONCE + 1)}
    headers = [{"X-API-Key": found.key, "traceparent": f"00-{trace}-{PARENT}-01"} for trace in paths]
    await asyncio.gather(*(client.get(p, headers=h) for p, h in zip(paths.values(), headers, strict=True)))
    found.many = paths


async def _ask_both(found: Asked, server: Server) -> None:
    """Until each of the two processes has sent something."""

    async def have() -> bool:
        async with server.client() as client:  # on a connection of its own
            await client.get("/salloq/api/products", headers={"X-API-Key": found.key})
        return len({span.resource["service.instance.id"] for span in found.collector.spans}) == 2

    await until(have, seconds=120)


def test_a_request_continues_the_callers_trace(asked: Asked) -> None:
    root = asked.root("list")

    assert root.parent == PARENT
    assert root.name == "GET salloq list_products"
    assert not root.failed
    assert root.values == {
        "http.request.method": "GET",
        "http.route": "/salloq/api/products",
        "http.response.status_code": 200,
        "url.scheme": "http",
        "url.path": "/salloq/api/products",
        "serai.dialect": "salloq",
        "serai.operation": "list_products",
        "serai.request_id": asked.answers["list"].headers["x-request-id"],
    }


def test_its_statements_are_below_it(asked: Asked) -> None:
    root, below = asked.root("list"), asked.below("list")

    assert {span.parent for span in below} == {root.id}
    assert {span.kind for span in below} == {"CLIENT"}
    assert {span.values["db.system.name"] for span in below} == {"postgresql"}
    assert "SELECT products" in {span.name for span in below}
    assert all(span.name == span.values["db.query.summary"] for span in below)


def test_a_write_shows_its_transaction(asked: Asked) -> None:
    names = [span.name for span in asked.below("create")]

    assert asked.answers["create"].status_code == 201, asked.answers["create"].text
    assert {"BEGIN", "COMMIT"} <= set(names)
    assert any(name.startswith("INSERT ") for name in names)


def test_a_statement_that_failed_is_marked_and_a_refusal_is_no_failure(asked: Asked) -> None:
    assert asked.answers["register again"].status_code == 409
    failed = [span for span in asked.below("register again") if span.failed]

    assert [span.values["db.response.status_code"] for span in failed] == ["23505"]
    assert not asked.root("register again").failed


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("no route", "GET salloq"),
        ("not allowed", "DELETE salloq"),
        ("basket not allowed", "DELETE scayle-storefront"),
        ("page", "GET /pay/sandbox/{token}"),
        ("basket", "GET scayle-storefront get_basket"),
        ("invented", "HTTP salloq"),
    ],
)
def test_a_name_never_holds_what_was_sent(asked: Asked, name: str, expected: str) -> None:
    assert asked.root(name).name == expected


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("no route", "/salloq/api/people/[redacted]@example.com"),
        ("basket", "/v1/baskets/[redacted]"),
        ("basket not allowed", "/v1/baskets/[redacted]"),
        ("page", "/pay/sandbox/[redacted]"),
    ],
)
def test_a_path_is_told_without_its_secrets(asked: Asked, name: str, path: str) -> None:
    assert asked.root(name).values["url.path"] == path


def test_nothing_secret_leaves(asked: Asked) -> None:
    token = asked.answers["register"].json()["access_token"]
    assert asked.answers["me"].status_code == 200
    secret = [
        asked.key,
        token,
        *token.split(".")[1:],
        MAIL,
        MAIL.split("@", maxsplit=1)[0],
        PASSWORD,
        BASKET,
        PAGE,
        "abc-in-the-query",
        "Nadia",
    ]

    assert [each for each in secret if each.encode() in asked.collector.bytes] == []


def test_of_a_statement_only_its_summary_is_told(asked: Asked) -> None:
    statements = [span for span in asked.collector.spans if span.kind == "CLIENT"]

    assert set().union(*(span.values for span in statements)) <= _TOLD
    assert not any(span.events for span in asked.collector.spans)


def test_probes_are_no_traces(asked: Asked) -> None:
    for probe in ("/healthz", "/readyz", "/metrics"):
        assert asked.answers[probe].status_code == 200
        assert asked.collector.trace(asked.traces[probe]) == []


def test_a_parent_that_cannot_be_read_is_none(asked: Asked) -> None:
    request = asked.answers["stray"].headers["x-request-id"]
    (root,) = (span for span in asked.collector.spans if span.values.get("serai.request_id") == request)

    assert root.parent == ""


def test_requests_at_the_same_time_keep_apart(asked: Asked) -> None:
    for trace, path in asked.many.items():
        found = asked.collector.trace(trace)
        (root,) = (span for span in found if span.kind == "SERVER")
        assert root.values["url.path"] == path
        assert root.parent == PARENT
        below = [span for span in found if span is not root]
        assert below
        assert {span.parent for span in below} == {root.id}


def test_it_says_who_it_is(asked: Asked) -> None:
    resources = [span.resource for span in asked.collector.spans]

    assert {resource["service.name"] for resource in resources} == {"serai"}
    assert all(resource["service.version"] for resource in resources)
    assert len({resource["service.instance.id"] for resource in resources}) == 2
