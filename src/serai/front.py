"""Which app answers: a mapped host, else a path prefix, else the rules for the bare root (X-01)."""

import fnmatch
import os
from collections.abc import Awaitable, Mapping, MutableMapping
from functools import lru_cache
from typing import Any

import msgspec
from starlette.types import ASGIApp

from serai.wire.app import DialectApp
from serai.wire.asgi import Receive, Scope, Send

# On a shared host, the longest prefix that fits decides; `api/v1` is shared and decided by the credential.
_ROOT = (
    ("/api/admin/v1", "scayle-admin"),
    ("/api/v1", ""),
    ("/api", "salloq"),
    ("/admin/v2", "salla"),
    ("/oauth2", "salla"),
    ("/exchange-authority/v1", "salla"),
    ("/v1", "scayle-storefront"),
    ("/v2", "scayle-storefront"),
    ("/docs/swagger.yaml", "scayle-storefront"),
)
_PAGES = ("/pay", "/oauth2/auth", "/oauth2/authorize", "/salla/oauth2/auth", "/salla/oauth2/authorize")
"""Pages that stand on every host: the addresses of payment pages are made from the one that the merchant's client called,
and apps know the consent page by a host of their own choice."""
_PREFIXES = frozenset({"skalia", "salloq", "devskin", "salla", "scayle"})
_SCAYLE = ("scayle-admin", "scayle-storefront")


class Front:
    """Hands each request to one dialect, or to the pages when no dialect claims the path."""

    def __init__(self, dialects: Mapping[str, DialectApp], web: ASGIApp, *, hosts: Mapping[str, str]) -> None:
        self._dialects = dialects
        self._web = web
        self._exact = {host: name for host, name in hosts.items() if "*" not in host}
        self._patterns = {host: name for host, name in hosts.items() if "*" in host}
        self._mapped = lru_cache(maxsize=1024)(self._map)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """`scope` is an HTTP request's."""
        scope["serai.request_id"] = os.urandom(8).hex()
        path = sent_path(scope)
        name, mount, rest = self._choose(scope, path)
        app = self._dialects.get(name)
        if app is not None:
            base = app.dialect.base
            inside = rest[len(base) :] if _under(rest, base) else "\x00outside"
            return app(scope, receive, send, path=inside, mount=mount)
        if name:
            return _not_found(scope, send)
        return self._web(scope, receive, _named(send, scope["serai.request_id"]))

    def _choose(self, scope: Scope, path: str) -> tuple[str, str, str]:
        """(dialect or nothing for the pages, mount, path without it)"""
        if path.startswith(_PAGES) and any(_under(path, page) for page in _PAGES):
            return "", "", path
        mapped = self._by_host(scope)
        if mapped:
            return self._one_of(mapped, path), "", path
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        if first in self._dialects or first in _PREFIXES:
            rest = path[len(first) + 1 :]
            return self._one_of(first, rest), f"/{first}", rest
        return self._by_root(scope, path), "", path

    def _by_host(self, scope: Scope) -> str:
        for name, value in scope["headers"]:
            if name == b"host":
                return self._mapped(value)
        return ""

    def _map(self, sent: bytes) -> str:
        host = sent.decode("latin-1").lower()
        host = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if host in self._exact:
            return self._exact[host]
        return next((name for pattern, name in self._patterns.items() if fnmatch.fnmatchcase(host, pattern)), "")

    def _one_of(self, name: str, path: str) -> str:
        """SCAYLE is two dialects behind one prefix."""
        if name != "scayle":
            return name
        return _SCAYLE[0] if _under(path, "/api/admin/v1") else _SCAYLE[1]

    def _by_root(self, scope: Scope, path: str) -> str:
        claimed = next(((prefix, name) for prefix, name in _ROOT if _under(path, prefix)), None)
        if claimed is None:
            return ""
        prefix, name = claimed
        return name or self._by_credential(scope, path[len(prefix) :])

    def _by_credential(self, scope: Scope, rest: str) -> str:
        names = {name for name, _ in scope["headers"]}
        if b"authorization" in names or "devskin" not in self._dialects:
            return "skalia"
        if b"x-api-key" in names:
            return "devskin"
        alone = self._dialects["devskin"].routes.has(rest) and not self._dialects["skalia"].routes.has(rest)
        return "devskin" if alone else "skalia"


def sent_path(scope: Scope) -> str:
    """The path as it was sent, still encoded: what an encoded slash means is the dialect's to say."""
    raw: bytes | None = scope.get("raw_path")
    return scope["path"] if raw is None else raw.partition(b"?")[0].decode("latin-1")


def _named(send: Send, request_id: str) -> Send:
    """The same, with the request id on the answer, as every dialect has it."""

    async def named(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), (b"x-request-id", request_id.encode())]
        await send(message)

    return named


def _under(path: str, prefix: str) -> bool:
    return path.startswith(prefix) and path[len(prefix) : len(prefix) + 1] in ("", "/")


async def _not_found(scope: Scope, send: Send) -> None:
    body = msgspec.json.encode({"detail": "Not found", "status": 404})
    headers = [(b"content-type", b"application/json"), (b"x-request-id", scope["serai.request_id"].encode())]
    await send({"type": "http.response.start", "status": 404, "headers": headers})
    await send({"type": "http.response.body", "body": body})
