"""Traces for whoever runs a collector: a span for each request, statement, call and piece of background work.

The composition roots put a process together from the parts named here. Without a collector they are the usual ones, and
OpenTelemetry is not even imported; with one, `tracing` has their twins that tell what they do.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import httpx
import structlog

from serai.core.webhooks import Sender
from serai.kit.db import Plain, Quiet
from serai.kit.outgoing import Outgoing
from serai.wire.app import DialectApp
from serai.wire.asgi import Receive, Scope, Send

App = Callable[[Scope, Receive, Send], Awaitable[None]]

PROTOCOL: Final = "http/protobuf"
"""How traces are sent, by the name that OTEL_EXPORTER_OTLP_PROTOCOL has for it."""

log = structlog.get_logger("serai.telemetry")


@dataclass(frozen=True, slots=True)
class Round:
    """One go at a background job: what it found to do, or what kept it from doing it."""

    found: int = 0
    failure: Exception | None = None


Go = Callable[[], Awaitable[Round]]


async def _unseen(_: str, go: Go) -> Round:
    return await go()


async def _nothing() -> None:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a process is made of. `round` is given a job's name and a go at it; `close` sends what was not sent yet."""

    served: Callable[[App], App] = lambda app: app
    dialect: type[DialectApp] = DialectApp
    connection: type[Plain] = Quiet
    outgoing: type[Outgoing] = Outgoing
    sender: type[Sender] = Sender
    transport: Callable[[], httpx.AsyncBaseTransport | None] = lambda: None
    round: Callable[[str, Go], Awaitable[Round]] = _unseen
    close: Callable[[], Awaitable[None]] = _nothing


USUAL: Final = Parts()


def start(protocol: str | None) -> Parts:
    """The parts by the protocol that traces are asked for in (None: not at all). Once per process, in the process itself.

    A collector is asked for by variables that a whole platform may share, so whatever stands in the way of traces is one
    warning and never the end of a shop.
    """
    if protocol is None:
        return USUAL
    if protocol != PROTOCOL:
        log.warning("no traces", reason=f"OTEL_EXPORTER_OTLP_PROTOCOL asks for {protocol}; there is {PROTOCOL} only")
        return USUAL
    try:
        from serai.telemetry import tracing

        return tracing.start()
    except ModuleNotFoundError as error:
        if not (error.name or "").startswith("opentelemetry"):
            raise
        log.warning("no traces", reason="a collector is named, but OpenTelemetry is missing: pip install 'serai[telemetry]'")
    except ValueError as error:
        log.warning("no traces", reason=str(error))
    return USUAL
