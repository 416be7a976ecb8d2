"""Questions to a name server of our own on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset
import pytest

from serai.kit import dns as kit
from serai.kit.dns import Dns
from serai.kit.errors import Unavailable

RECORDS = {
    ("_serai.a.example.", "TXT"): ('"one"', '"in " "pieces"'),
}


class Server(asyncio.DatagramProtocol):
    """Knows RECORDS; `broken.example` is beyond it, and what is asked of `silent.example` gets no answer."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        asked = dns.message.from_wire(data)
        question = asked.question[0]
        name, kind = question.name.to_text(), dns.rdatatype.to_text(question.rdtype)
        if name == "silent.example.":
            return
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.RA
        found = RECORDS.get((name, kind))
        if found:
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", kind, *found))
        else:
            answer.set_rcode(dns.rcode.SERVFAIL if name == "broken.example." else dns.rcode.NXDOMAIN)
        self.transport.sendto(answer.to_wire(), addr)


@asynccontextmanager
async def served() -> AsyncIterator[Dns]:
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(Server, local_addr=("127.0.0.1", 0))
    try:
        yield Dns(servers=("127.0.0.1",), port=transport.get_extra_info("sockname")[1])
    finally:
        transport.close()


async def test_records_are_read() -> None:
    async with served() as names:
        assert set(await names.txt("_serai.a.example")) == {"one", "in pieces"}


@pytest.mark.parametrize("name", ["b.example", "broken.example", "a..b", "x" * 64 + ".example", "x." * 130])
async def test_what_is_not_there_is_nothing(name: str) -> None:
    async with served() as names:
        assert await names.txt(name) == ()


async def test_a_server_that_does_not_answer_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kit, "SECONDS", 0.3)
    async with served() as names:
        with pytest.raises(Unavailable):
            await names.txt("silent.example")
