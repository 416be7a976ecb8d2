"""X-19: nobody listens in, and nobody says for himself where he comes from."""

from ipaddress import ip_network
from typing import Any

import httpx
import msgspec
import pytest

from serai.app import DIALECTS
from serai.front import Front
from serai.wire.dialect import ENCODER, Dialect
from serai.wire.errors import InsecureTransport
from serai.wire.transport import caller, subscriber
from tests.unit.wire import toys

PROXY = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def called(peer: str | None, scheme: str = "http", **headers: str) -> tuple[str, bool, str]:
    scope: dict[str, Any] = {"client": (peer, 4000) if peer is not None else None, "scheme": scheme}
    return caller(scope, {name.replace("_", "-"): value for name, value in headers.items()}, PROXY)


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "", None])
def test_plain_http_is_safe_on_this_machine(peer: str | None) -> None:
    assert called(peer)[1]


@pytest.mark.parametrize("peer", ["203.0.113.7", "10.1.2.3", "192.168.1.5", "2001:db8::1", "::ffff:203.0.113.7", "localhost"])
def test_plain_http_is_safe_from_nowhere_else(peer: str) -> None:
    assert not called(peer)[1]
    assert not called(peer, host="localhost:8000")[1]
    assert not called(peer, host="127.0.0.1")[1]


def test_https_is_safe() -> None:
    assert called("203.0.113.7", "https", host="shop.example") == ("203.0.113.7", True, "https://shop.example")


@pytest.mark.parametrize("peer", ["203.0.113.7", "127.0.0.1"])
def test_forwarded_headers_count_for_nothing_from_anybody(peer: str) -> None:
    ip, safe, origin = called(
        peer, host="a.example", x_forwarded_proto="https", x_forwarded_for="1.1.1.1", x_forwarded_host="evil.example"
    )

    assert (ip, origin) == (peer, "http://a.example")
    assert safe is (peer == "127.0.0.1")


@pytest.mark.parametrize("peer", ["10.1.2.3", "::ffff:10.1.2.3", "fd00::7"])
def test_a_trusted_proxy_says_who_and_how(peer: str) -> None:
    said = called(peer, x_forwarded_proto="https", x_forwarded_for="1.1.1.1", x_forwarded_host="a.example", host="inner:8000")

    assert said == ("1.1.1.1", True, "https://a.example")


def test_behind_a_proxy_the_last_stranger_is_the_caller() -> None:
    assert called("10.1.2.3", x_forwarded_for="6.6.6.6, 1.1.1.1, 10.9.9.9")[0] == "1.1.1.1"
    assert called("10.1.2.3", x_forwarded_for="10.9.9.9")[0] == "10.1.2.3"
    assert called("10.1.2.3", x_forwarded_for=" ,, ")[0] == "10.1.2.3"


@pytest.mark.parametrize("headers", [{}, {"x_forwarded_proto": "http"}, {"x_forwarded_proto": "http, https"}])
def test_plain_http_behind_a_proxy_is_not_safe(headers: dict[str, str]) -> None:
    assert not called("10.1.2.3", **headers)[1]


def test_even_a_proxy_on_this_machine_has_to_say_https() -> None:
    scope = {"client": ("127.0.0.1", 1), "scheme": "http"}

    assert not caller(scope, {"x-forwarded-for": "1.1.1.1"}, (ip_network("127.0.0.0/8"),))[1]


# ── limits ──


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("un:known", "un:known"),
    ],
)
def test_an_ipv6_line_is_one_caller(address: str, one: str) -> None:
    assert subscriber(address) == one


# ── every dialect ──


async def _from(peer: str, dialect: Dialect, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    front = Front({dialect.name: toys.app(dialect)}, None, hosts={"mapped.example": dialect.name})
    transport = httpx.ASGITransport(app=front, client=(peer, 4000))
    async with httpx.AsyncClient(transport=transport, base_url="http://mapped.example") as client:
        return await client.request(method, f"{dialect.base}{path}", headers=headers)


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer x"},
        {"X-API-Key": "ak_live_x"},
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "proto=https;for=127.0.0.1"},
    ],
)
async def test_plain_http_from_elsewhere_is_refused_in_the_dialects_words(dialect: Dialect, headers: dict[str, str]) -> None:
    said = dialect.envelope(dialect.speak(InsecureTransport()))

    for method in ("GET", "POST", "DELETE"):
        for path in (dialect.operations[0].path, "/nothing"):
            answer = await _from("203.0.113.7", dialect, path, method, **headers)

            assert 400 <= answer.status_code < 500
            assert "location" not in answer.headers
            assert answer.json() == msgspec.json.decode(ENCODER.encode(said))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)
async def test_from_this_machine_it_is_served_whatever_the_host_header_says(dialect: Dialect) -> None:
    answer = await _from("127.0.0.1", dialect, "/nothing")

    assert answer.status_code == 404
