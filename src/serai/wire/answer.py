"""Answers as they are sent: a handler's result or a refusal, its headers, its bytes."""

import hashlib
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import msgspec
import structlog

from serai.kit.errors import DomainError, TooMany, Unauthenticated, Unavailable
from serai.wire.asgi import Headers, Send
from serai.wire.call import Call, Principal, Reply
from serai.wire.dialect import ENCODER, Dialect
from serai.wire.errors import MethodNotAllowed

Answer = tuple[int, Headers, Any]
"""Status, headers, and the body: bytes, or an iterator of them."""

log = structlog.get_logger("serai.wire")


def finished(dialect: Dialect, call: Call, result: Any) -> Answer:
    """What a handler returned, as it is sent: with its ETag, its fields selected, or 304."""
    operation = call.operation
    reply = result if isinstance(result, Reply) else Reply(result)
    status = reply.status or operation.status
    if reply.media is not None:
        return status, [("content-type", reply.media), *reply.headers], reply.body
    if status == 204:
        return status, [*reply.headers], b""
    value = reply.body
    if dialect.selects and call.method == "GET" and call.query.get("fields"):
        value = dialect.selects(msgspec.to_builtins(value, builtin_types=(Decimal,)), call.query["fields"])
    body = ENCODER.encode(value)
    headers = [*json_headers(), *reply.headers]
    if dialect.etags and call.method in ("GET", "HEAD"):
        tag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        headers += [("etag", tag), ("cache-control", dialect.caching(call) if dialect.caching else "private, no-cache")]
        if tag in call.headers.get("if-none-match", ""):
            return 304, headers[1:], b""
    return status, headers, body


def refusal(dialect: Dialect, error: DomainError, *, request_id: str, who: Principal | None = None) -> Answer:
    """An error in the dialect's words, with the headers that belong to it."""
    spoken = dialect.speak(error, who)
    headers = json_headers()
    if isinstance(error, (TooMany, Unavailable)):
        headers.append(("retry-after", str(error.retry_after)))
    elif isinstance(error, MethodNotAllowed):
        headers.append(("allow", ", ".join(error.allowed)))
    elif isinstance(error, Unauthenticated) and dialect.challenge:
        headers.append(("www-authenticate", dialect.challenge))
    if spoken.status >= 500:
        log.warning("refused", request_id=request_id, status=spoken.status, error=type(error).__name__)
    return spoken.status, headers, ENCODER.encode(dialect.envelope(spoken))


def json_headers(*, replayed: bool = False) -> Headers:
    """Those of every JSON answer."""
    headers = [("content-type", "application/json")]
    return [*headers, ("idempotency-replayed", "true")] if replayed else headers


async def send_answer(send: Send, status: int, headers: Headers, body: bytes | AsyncIterator[bytes], *, head: bool) -> None:
    """With its length, or as a stream. `head`: everything but the body."""
    encoded = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers]
    if not isinstance(body, bytes):
        await _stream(send, status, encoded, body, head=head)
        return
    if status not in (204, 304):
        encoded.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": b"" if head else body})


async def _stream(
    send: Send, status: int, headers: list[tuple[bytes, bytes]], pieces: AsyncIterator[bytes], *, head: bool
) -> None:
    """Without a length: how much it is shows at the end."""
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if not head:
        async for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})
