"""Shops at domains of their own: such a host shows one storefront, at its root, and none of the platform's pages."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from serai.core import content
from serai.kit.db import Database
from serai.kit.errors import Unavailable

DOMAIN: Final = "serai.domain"
_NAME: Final = re.compile(r"(?=.{4,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*\.(?!\d+$)[a-z0-9-]{2,63}")
_EVERYWHERE: Final = ("/pay", "/media", "/oauth2", "/salla/oauth2", "/healthz", "/readyz", "/metrics")
"""What stands on every host: payment and consent pages, pictures, and what a load balancer asks for."""


class Domains:
    """`pages` are the platform's, `shops` those of a storefront without `/s/<slug>` before them."""

    def __init__(self, pages: ASGIApp, shops: ASGIApp, database: Database, *, base_url: str) -> None:
        self._pages = pages
        self._shops = shops
        self._database = database
        self._own = urlsplit(base_url).hostname or ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        host = _host(scope)
        if host and host != self._own and not _is_everywhere(scope["path"]) and await self._is_shop(host):
            scope[DOMAIN] = host
            await self._shops(scope, receive, send)
        else:
            await self._pages(scope, receive, send)

    async def _is_shop(self, host: str) -> bool:
        try:
            return await content.is_shop_domain(self._database, host)
        except Unavailable:
            return False


def own_domain(scope: Mapping[str, Any]) -> str:
    """The shop's domain that was asked; empty on the platform's hosts."""
    return str(scope.get(DOMAIN, ""))


def _host(scope: Scope) -> str:
    """The name that was asked for, as domains are kept; empty for what can be no shop's."""
    if scope["type"] != "http":
        return ""
    sent: bytes = next((value for name, value in scope["headers"] if name == b"host"), b"")
    name = sent.decode("latin-1").lower().partition(":")[0].rstrip(".")
    return name if _NAME.fullmatch(name) else ""


def _is_everywhere(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in _EVERYWHERE)
