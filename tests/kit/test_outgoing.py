"""Calling URLs that others chose: whatever they are, nothing private is reached."""

import asyncio
from collections.abc import Sequence
from ipaddress import ip_address, ip_network

import pytest

from serai.kit import addresses
from serai.kit.addresses import Blocked
from serai.kit.outgoing import Outgoing, Unreachable
from tests.kit.hostile import HOSTILE, answer
from tests.kit.listener import OK, Request, listening, status

LOOPBACK = (ip_network("127.0.0.0/8"),)


def test_there_are_enough_of_them() -> None:
    assert len(set(HOSTILE)) >= 60


@pytest.mark.parametrize("url", HOSTILE)
async def test_a_hostile_url_is_refused_and_nobody_is_called(url: str) -> None:
    outgoing = Outgoing(resolve=answer)
    async with listening() as listener:
        to = url.format(port=listener.port)

        with pytest.raises(Blocked):
            await outgoing.check(to)
        with pytest.raises((Blocked, Unreachable)):
            await outgoing.post(to, b"{}", {})

        assert listener.connections == 0
    await outgoing.close()


@pytest.mark.parametrize(
    "url", ["http://public.example/", "https://both.example:8443/a?b=c", "https://8.8.8.8/", "http://[2606:4700::1111]/"]
)
async def test_what_is_public_passes(url: str) -> None:
    await Outgoing(resolve=answer).check(url)


async def test_a_name_that_nobody_knows_yet_passes_and_is_checked_at_each_call() -> None:
    outgoing = Outgoing(resolve=answer)
    await outgoing.check("https://not-yet.example/")

    with pytest.raises(Unreachable):
        await outgoing.post("https://not-yet.example/", b"{}", {})


async def test_a_name_that_turns_private_is_refused_when_it_is_called() -> None:
    """DNS rebinding: public when registered, loopback when called."""
    answers = iter([["93.184.216.34"], ["127.0.0.1"]])

    async def turning(host: str, port: int) -> Sequence[str]:
        return next(answers)

    outgoing = Outgoing(resolve=turning)
    async with listening() as listener:
        await outgoing.check(f"http://turning.example:{listener.port}/")

        with pytest.raises(Blocked):
            await outgoing.post(f"http://turning.example:{listener.port}/", b"{}", {})

        assert listener.connections == 0


async def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """One look-up a call: a second answer is never asked for."""
    asked: list[str] = []

    async def once(host: str, port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    async with listening() as listener:
        outgoing = Outgoing(allow=LOOPBACK, resolve=once)
        found = await outgoing.post(f"http://shop.example:{listener.port}/hook?x=1", b"{}", {"x-a": "b"})
        await outgoing.close()

    assert (found.status, found.body, asked) == (200, b'{"received":true}', ["shop.example"])
    request = listener.requests[0]
    assert (request.method, request.path, request.body) == ("POST", "/hook?x=1", b"{}")
    assert request.headers["host"] == f"shop.example:{listener.port}"
    assert request.headers["x-a"] == "b"


async def test_a_redirect_is_an_answer_and_not_followed() -> None:
    async with listening() as inside:

        async def away(_: Request) -> bytes:
            return status(302, f"location: http://127.0.0.1:{inside.port}/")

        async with listening(away) as listener:
            outgoing = Outgoing(allow=LOOPBACK)
            found = await outgoing.post(listener.url, b"{}", {})
            await outgoing.close()

        assert found.status == 302
        assert inside.connections == 0


async def test_only_the_beginning_of_an_answer_is_read() -> None:
    async def endless(_: Request) -> bytes:
        return b"HTTP/1.1 200 OK\r\ncontent-length: 9000000\r\n\r\n" + b"x" * 9_000_000

    async with listening(endless) as listener:
        outgoing = Outgoing(allow=LOOPBACK)
        found = await outgoing.post(listener.url, b"{}", {})
        await outgoing.close()

    assert (found.status, len(found.body)) == (200, 4096)


async def test_a_slow_body_does_not_undo_the_status() -> None:
    async def slow(_: Request) -> bytes:
        return b"HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nhello"

    async with listening(slow) as listener:
        outgoing = Outgoing(allow=LOOPBACK)
        found = await outgoing.post(listener.url, b"{}", {}, seconds=1.0)
        await outgoing.close()

    assert (found.status, found.body) == (200, b"hello")


async def test_an_answer_that_does_not_come_is_not_waited_for() -> None:
    async def never(_: Request) -> bytes:
        await asyncio.sleep(60)
        return OK

    async with listening(never) as listener:
        outgoing = Outgoing(allow=LOOPBACK)
        with pytest.raises(Unreachable, match="No answer within"):
            await outgoing.post(listener.url, b"{}", {}, seconds=0.2)
        await outgoing.close()


async def test_the_next_address_is_tried_when_one_does_not_take_the_connection() -> None:
    async def two(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.2", "127.0.0.1"]  # nobody listens at the first

    async with listening() as listener:
        outgoing = Outgoing(allow=LOOPBACK, resolve=two)
        found = await outgoing.post(f"http://two.example:{listener.port}/", b"{}", {})
        await outgoing.close()

    assert found.status == 200
    assert len(listener.requests) == 1


@pytest.mark.parametrize(
    ("address", "inner"),
    [
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("::7f00:1", "127.0.0.1"),
        ("64:ff9b::808:808", "8.8.8.8"),
        ("2002:0a00:0001::", "10.0.0.1"),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", "192.0.2.45"),
        ("2606:4700::1111", None),
        ("8.8.8.8", None),
    ],
)
def test_ipv4_inside_ipv6_is_found(address: str, inner: str | None) -> None:
    found = addresses.embedded(ip_address(address))

    assert (None if found is None else str(found)) == inner


def test_networks_that_are_allowed_are_those_and_no_more() -> None:
    assert addresses.is_allowed(ip_address("127.0.0.1"), LOOPBACK)
    assert addresses.is_allowed(ip_address("::ffff:127.0.0.1"), LOOPBACK)
    assert not addresses.is_allowed(ip_address("10.0.0.1"), LOOPBACK)
    assert not addresses.is_allowed(ip_address("::1"), LOOPBACK)
