"""A request from inside the house: the same way down as one from outside, without a socket."""

from collections.abc import MutableMapping
from typing import Any
from urllib.parse import urlsplit

from serai.wire.app import DialectApp


async def ask(app: DialectApp, method: str, url: str, body: bytes | None, *, request_id: str) -> tuple[int, bytes]:
    """The status and the body of the answer. `url` is below the dialect's base; a `body` is JSON."""
    parts = urlsplit(url)
    sent = b"" if body is None else body
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(sent)).encode())]
    scope = {
        "type": "http",
        "method": method,
        "scheme": "https",
        "headers": headers,
        "query_string": parts.query.encode(),
        "client": ("127.0.0.1", 0),
        "serai.request_id": request_id,
    }
    said: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": sent, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    await app(scope, receive, send, path=parts.path, mount="")
    return said[0]["status"], b"".join(message.get("body", b"") for message in said[1:])
