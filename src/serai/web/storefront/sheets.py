"""Style sheets, robots.txt and sitemaps: what they say, and for how long it counts. No database."""

import hashlib
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response

STYLE: Final = "style.css"
_FILE: Final = (Path(__file__).parent / "static" / "storefront.css").read_bytes()
_SAFE: Final = {"x-content-type-options": "nosniff"}
FOR_GOOD: Final = {**_SAFE, "cache-control": "public, max-age=31536000, immutable"}
FOR_NOW: Final = {**_SAFE, "cache-control": "public, max-age=300"}
PRIVATE: Final = ("cart", "checkout", "account", "orders")


@cache
def style_version() -> str:
    return hashlib.sha256(_FILE).hexdigest()[:12]


def style_sheet(request: Request) -> Response:
    """The one of all shops."""
    return css(request, _FILE.decode(), style_version())


def css(request: Request, text: str, version: str) -> Response:
    """For good, when it was asked for by its version."""
    headers = FOR_GOOD if request.query_params.get("v") == version else FOR_NOW
    return Response(text, headers=headers, media_type="text/css")


def robots(address: str, base: str) -> str:
    lines = ["User-agent: *", *(f"Disallow: {base}/{each}" for each in PRIVATE), f"Sitemap: {address}/sitemap.xml"]
    return "\n".join(lines) + "\n"


async def sitemap(address: str, paths: AsyncIterator[tuple[str, str]]) -> AsyncIterator[str]:
    """`paths` with the day of their last change, below `address`."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    async for path, day in paths:
        changed = f"<lastmod>{day}</lastmod>" if day else ""
        yield f"<url><loc>{escape(address + quote(path))}</loc>{changed}</url>\n"
    yield "</urlset>\n"
