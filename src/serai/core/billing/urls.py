"""Addresses that a browser is sent to after paying."""

import re
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from serai.kit import checks
from serai.kit.errors import Invalid

_HOST: Final = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)


def browser_url(text: str, *, field: str) -> str:
    """An absolute https URL, or http on loopback; nobody's name and password in it. Raises Invalid."""
    checks.url(text, field=field)
    parts = urlsplit(text)
    host = parts.hostname or ""
    if not _HOST.fullmatch(host) or parts.username is not None or parts.password is not None:
        raise Invalid.one(field, "Is not an address to send a browser to.")
    if parts.scheme != "https" and not _is_loopback(host):
        raise Invalid.one(field, "Must be https, or http on this machine.")
    return text


def origin(url: str) -> str:
    """`https://shop.example:8443` of a URL that `browser_url` let through."""
    parts: SplitResult = urlsplit(url)
    host = parts.hostname or ""
    bare = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{bare}" + (f":{parts.port}" if parts.port else "")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost" or host.lower().endswith(".localhost")
