"""The routes of the documentation site."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup, escape
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from serai.web.docs.reference import reference
from serai.web.pages import style_sheet, templates
from serai.wire import openapi, postman
from serai.wire.dialect import Dialect

_HERE: Final = Path(__file__).parent
_TREE: Final = _HERE.parents[3]
"""The source tree, when there is one around the package: the changelog is kept at its root."""
_HEADERS: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "public, max-age=300",
}
_TEMPLATES: Final = templates(_HERE / "templates", style="/docs/docs.css")
_CODE: Final = re.compile(r"`([^`]+)`")
_ORIGIN: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-:[]")


def routes(dialects: Sequence[Dialect], *, base_url: str, changelog: Path = _TREE / "CHANGELOG.md") -> list[Route]:
    """`/docs` and everything below it. `base_url` is the origin the samples call, if not the request's own."""
    by_name = {dialect.name: dialect for dialect in dialects}
    server = partial(_server, base_url)

    def index(request: Request) -> Response:
        found = [(d, openapi.addresses(d, server(request))) for d in dialects]
        return _page("index.html", dialects=found)

    def page(request: Request) -> Response:
        return _page("reference.html", reference=reference(_named(by_name, request), server(request)))

    def changes(request: Request) -> Response:
        from markdown_it import MarkdownIt  # for this page alone

        text = changelog.read_text("utf-8") if changelog.is_file() else "Nothing has been released yet."
        html = MarkdownIt("commonmark", {"html": False}).render(text)
        return _page("changelog.html", dialect=_named(by_name, request), changelog=html)

    def file(make: Callable[..., dict[str, Any]], request: Request) -> Response:
        made = openapi.dump(make(_named(by_name, request), server=server(request)))
        return Response(made, headers=_HEADERS, media_type="application/json")

    return [
        Route("/docs", index),
        Route("/docs/docs.css", style_sheet(_HERE / "static" / "docs.css", _HEADERS)),
        Route("/docs/{name}", page),
        Route("/docs/{name}/changelog", changes),
        Route("/docs/{name}/openapi.json", partial(file, openapi.document)),
        Route("/docs/{name}/postman.json", partial(file, postman.collection)),
    ]


def _inline(text: str) -> Markup:
    """Text with `code` in it."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped first


_TEMPLATES.filters["inline"] = _inline


def _page(template: str, **values: Any) -> Response:
    return HTMLResponse(_TEMPLATES.get_template(template).render(values), headers=_HEADERS)


def _named(by_name: dict[str, Dialect], request: Request) -> Dialect:
    dialect = by_name.get(request.path_params["name"])
    if dialect is None:
        raise HTTPException(404)
    return dialect


def _server(base_url: str, request: Request) -> str:
    host = request.headers.get("host", "").lower()
    if base_url or not host or not set(host) <= _ORIGIN:
        return base_url or openapi.LOCAL
    return f"{request.url.scheme}://{host}"
