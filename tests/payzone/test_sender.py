"""Copies leave through the guarded sender."""

import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_network

import pytest

from serai.kit.outgoing import Outgoing
from serai.payzone.sender import sender


@pytest.fixture
async def listener() -> AsyncIterator[tuple[str, list[bytes]]]:
    """(URL, what came). Answers 200, or 500 to /bad."""
    came: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
        came.append(await reader.readexactly(length))
        writer.write(b"HTTP/1.1 %d x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n" % (500 if b"/bad" in head else 200))
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1") as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", came


async def test_an_address_of_ours_is_never_called(listener: tuple[str, list[bytes]]) -> None:
    url, came = listener
    outgoing = Outgoing()

    assert not await sender(outgoing)(f"{url}/ok", b"{}")
    assert came == []
    await outgoing.close()


async def test_what_may_be_called_gets_the_copy(listener: tuple[str, list[bytes]]) -> None:
    url, came = listener
    outgoing = Outgoing(allow=(ip_network("127.0.0.0/8"),))

    assert await sender(outgoing)(f"{url}/ok", b'{"a": 1}')
    assert not await sender(outgoing)(f"{url}/bad", b"{}")
    assert came == [b'{"a": 1}', b"{}"]
    await outgoing.close()
