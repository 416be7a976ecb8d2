"""Calls to the gateway's servers."""

from collections.abc import Mapping
from typing import Any, Final

import httpx

from serai.kit.errors import Unavailable
from serai.payzone import bodies

SECONDS: Final = 6.0
LARGEST: Final = 256 * 1024
_GOOD: Final = range(200, 300)


async def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes = b"",
    auth: tuple[str, str] | None = None,
    transport: httpx.AsyncBaseTransport | None = None,
) -> dict[str, Any] | None:
    """The JSON object it answers; None for 404. Raises Unavailable for anything else. Follows no redirects."""
    try:
        async with httpx.AsyncClient(timeout=SECONDS, transport=transport, trust_env=False) as client:
            answer = await client.request(
                method, url, headers=dict(headers), content=body, auth=auth or httpx.USE_CLIENT_DEFAULT
            )
    except httpx.HTTPError:
        raise away() from None
    if answer.status_code == 404:
        return None
    if answer.status_code not in _GOOD or len(answer.content) > LARGEST:
        raise away()
    try:
        return bodies.document(answer.content)
    except ValueError:
        raise away() from None


def away() -> Unavailable:
    return Unavailable(retry_after=30, reason="The payment service does not answer")
