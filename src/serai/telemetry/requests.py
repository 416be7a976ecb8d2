"""A server span for each request, named by the operation it turned out to be; it continues the trace that the caller sent."""

import re
from collections.abc import MutableMapping
from itertools import zip_longest
from typing import Any, Final
from urllib.parse import unquote

from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from serai.front import sent_path
from serai.logs import redact
from serai.telemetry import App
from serai.telemetry.spans import fail, span
from serai.wire.app import DialectApp
from serai.wire.asgi import Receive, Scope, Send
from serai.wire.errors import MethodNotAllowed, UnknownRoute

PROBES: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""Asked by machines every few seconds; no trace tells anything about them."""
METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BROKEN: Final = 500

_PARAMETER: Final = re.compile(r"\{(\w+):\w+\}")
_KEYS: Final = re.compile(r"\{(?:\w*token|key)\}")
"""What stands for what is enough to be let in: a page's token, a basket's key."""
_SERVED: Final = "serai.served"
"""In a request's scope: dialect, operation, route."""

_PROPAGATOR: Final = TraceContextTextMapPropagator()


class ToldApp(DialectApp):
    """A dialect that notes in the scope which operation a request is."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send, *, path: str, mount: str) -> None:
        scope[_SERVED] = (self.dialect.name, *self._place(scope["method"], path, mount))
        await super().__call__(scope, receive, send, path=path, mount=mount)

    def _place(self, method: str, path: str, mount: str) -> tuple[str, str]:
        """The operation, and the route; there is one, too, when the method is not allowed there."""
        try:
            operation, _ = self.routes.match(method, path)
        except MethodNotAllowed as error:
            return "", self._place(error.allowed[0], path, mount)[1]
        except UnknownRoute:
            return "", ""
        return operation.name, _PARAMETER.sub(r"{\1}", f"{mount}{self.dialect.base}{operation.path}")


def served(app: App) -> App:
    """The app with a span around each of its requests."""

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in PROBES:
            await app(scope, receive, send)
            return
        method = scope["method"] if scope["method"] in METHODS else "_OTHER"
        values = {"http.request.method": method, "url.scheme": scope["scheme"]}
        with span(_name(method), SpanKind.SERVER, values, within=_sent(scope)) as made:

            async def seen(message: MutableMapping[str, Any]) -> None:
                if message["type"] == "http.response.start":
                    _answered(made, message["status"])
                await send(message)

            try:
                await app(scope, receive, seen)
            finally:
                _describe(made, method, scope)

    return told


def _sent(scope: Scope) -> Context:
    """The trace that the caller says this belongs to; none, when it says nothing that can be read."""
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name in (b"traceparent", b"tracestate"):
            headers[name.decode()] = value.decode("latin-1")
    return _PROPAGATOR.extract(headers, Context())


def _answered(made: Span, status: int) -> None:
    made.set_attribute("http.response.status_code", status)
    if status >= _BROKEN:
        fail(made, str(status))


def _describe(made: Span, method: str, scope: Scope) -> None:
    dialect, operation, route = scope.get(_SERVED) or ("", "", _page(scope))
    which = (dialect, operation) if dialect else (route,)
    made.update_name(" ".join(filter(None, (_name(method), *which))))
    made.set_attribute("url.path", shown(sent_path(scope), route))
    values = {"http.route": route, "serai.dialect": dialect, "serai.operation": operation}
    made.set_attributes({name: value for name, value in values.items() if value})
    made.set_attribute("serai.request_id", scope.get("serai.request_id", ""))


def _name(method: str) -> str:
    return "HTTP" if method == "_OTHER" else method


def _page(scope: Scope) -> str:
    path = getattr(scope.get("route"), "path", "")
    return _PARAMETER.sub(r"{\1}", path)


def shown(path: str, route: str) -> str:
    """The path without secrets: keys and tokens are blanked by the route, and whatever else looks like one or a mailbox."""
    pairs = zip_longest(path.split("/"), route.split("/"), fillvalue="")
    parts = ["[redacted]" if _KEYS.fullmatch(place) else unquote(part) for part, place in pairs]
    return "/".join(redact(None, "", {"parts": parts})["parts"]).rstrip("/") or "/"
