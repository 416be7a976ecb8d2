"""Calling URLs that others chose, without being led anywhere private.

All addresses of the host are looked up and checked, and the connection goes to one of those checked: a name that answers
differently a moment later changes nothing. No redirects, no proxies, no reused connections, an answer's beginning only.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Final

import httpx

from serai.kit.addresses import Address, Blocked, Networks, Target, is_allowed, is_local_name, target

CONNECT_SECONDS: Final = 2.0
TOTAL_SECONDS: Final = 15.0
BODY_SECONDS: Final = 2.0
"""For the beginning of the answer's body, once its status is known."""
LOOK_UP_SECONDS: Final = 3.0
MOST_BYTES: Final = 4096
MOST_ADDRESSES: Final = 3
"""Of one host that are tried, in the resolver's order."""

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

# A thread each: a resolver that hangs for one host must not hold up the others.
_LOOK_UPS: Final = ThreadPoolExecutor(128, thread_name_prefix="resolve")


class Unreachable(Exception):
    """Nobody answered. The message is short and may be shown."""


@dataclass(frozen=True)
class Answer:
    """What came back: the status, headers by lower-case name, the body's first bytes."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def resolve(host: str, port: int) -> Sequence[str]:
    """The system's answer. Raises OSError."""
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(_LOOK_UPS, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Outgoing:
    """`allow` are networks that may be called besides the public internet."""

    def __init__(self, *, allow: Networks = (), resolve: Resolve = resolve, tls: ssl.SSLContext | None = None) -> None:
        self._allow = allow
        self._resolve = resolve
        self._tls = tls
        self._made: httpx.AsyncClient | None = None

    async def check(self, url: str) -> None:
        """Raises Blocked for a URL that would not be called. A name that nobody knows yet passes: each call checks again."""
        to = target(url)
        try:
            await self._addresses(to)
        except Unreachable:
            if is_local_name(to.host):
                raise Blocked("Does not lead to the public internet.") from None

    async def post(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        seconds: float = TOTAL_SECONDS,
        connect: float = CONNECT_SECONDS,
    ) -> Answer:
        """Send and return what was answered, whatever its status. Raises Blocked, Unreachable."""
        deadline = time.monotonic() + seconds
        to = target(url)
        try:
            async with asyncio.timeout(seconds):
                addresses = await self._addresses(to)
                response = await self._first(to, addresses, body, headers, httpx.Timeout(seconds, connect=connect))
                try:
                    return Answer(response.status_code, response.headers, await _beginning(response, deadline))
                finally:
                    await response.aclose()
        except TimeoutError:
            raise Unreachable(f"No answer within {seconds:g} seconds") from None

    async def close(self) -> None:
        if self._made is not None:
            await self._made.aclose()

    async def _addresses(self, to: Target) -> list[Address]:
        """Where it leads, all of it allowed. Raises Blocked, Unreachable."""
        if to.address is not None:
            found = [to.address]
        else:
            try:
                async with asyncio.timeout(LOOK_UP_SECONDS):
                    found = [ip_address(text) for text in await self._resolve(to.host, to.port)]
            except (OSError, UnicodeError, TimeoutError):
                found = []
        if not found:
            raise Unreachable("The host name has no address")
        if not all(is_allowed(address, self._allow) for address in found):
            raise Blocked("Does not lead to the public internet.")
        return found

    async def _first(
        self, to: Target, addresses: Sequence[Address], body: bytes, headers: Mapping[str, str], times: httpx.Timeout
    ) -> httpx.Response:
        """The answer of the first address that takes the connection. Nothing is sent twice."""
        for address in addresses[:MOST_ADDRESSES]:
            request = self._request(to, address, body, headers, times)
            try:
                return await self._client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = Unreachable(_worded(error))
            except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, ValueError) as error:
                raise Unreachable(_worded(error)) from None
        raise failure

    def _request(
        self, to: Target, address: Address, body: bytes, headers: Mapping[str, str], timeout: httpx.Timeout
    ) -> httpx.Request:
        host = to.url.netloc.decode("ascii")
        return self._client.build_request(
            "POST",
            to.url.copy_with(host=str(address)),
            content=body,
            headers={**headers, "host": host, "connection": "close", "accept-encoding": "identity"},
            timeout=timeout,
            extensions={"sni_hostname": to.host},
        )

    @property
    def _client(self) -> httpx.AsyncClient:
        if self._made is None:
            transport = httpx.AsyncHTTPTransport(
                verify=self._tls or httpx.create_ssl_context(trust_env=False),
                limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
                trust_env=False,
            )
            self._made = httpx.AsyncClient(transport=transport, trust_env=False, follow_redirects=False)
        return self._made


async def _beginning(response: httpx.Response, deadline: float) -> bytes:
    """As much of the body as comes soon. What happens to the rest does not matter: the status has been given."""
    found = b""
    try:
        async with asyncio.timeout(min(BODY_SECONDS, max(0.01, deadline - time.monotonic() - 0.1))):
            async for part in response.aiter_raw():
                found += part
                if len(found) >= MOST_BYTES:
                    break
    except (httpx.HTTPError, TimeoutError):
        pass
    return found[:MOST_BYTES]


def _worded(error: Exception) -> str:
    if isinstance(error, httpx.ConnectTimeout):
        return "The connection was not accepted in time"
    if isinstance(error, httpx.TimeoutException):
        return "No answer in time"
    if isinstance(error, httpx.ConnectError):
        reason = error.__cause__ or error
        return "The certificate is not trusted" if "CERTIFICATE" in str(reason) else "The connection was refused"
    return "The answer was not HTTP"
