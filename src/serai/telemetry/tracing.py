"""The parts that tell. The only module here that is imported by name, and only when a collector is."""

import asyncio
import logging
import threading
import time
from collections.abc import MutableMapping
from typing import Any, Final

import structlog
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from serai.telemetry import Parts
from serai.telemetry.calls import Calls, Deliveries, Network
from serai.telemetry.requests import ToldApp, served
from serai.telemetry.rounds import Telling, told
from serai.telemetry.spans import VERSION
from serai.telemetry.statements import Told

CLOSE_SECONDS: Final = 3.0
"""How long the end of a process waits for the collector to take what is left."""
COMPLAIN_SECONDS: Final = 60.0
"""How often it is said at most that the collector is away."""


def start() -> Parts:
    """Begin to send, as OpenTelemetry's own variables say. Raises ValueError for one that cannot be used."""
    exporter = OTLPSpanExporter()
    provider = TracerProvider(resource=_resource(), shutdown_on_exit=False)
    provider.add_span_processor(Telling(BatchSpanProcessor(exporter)))
    trace.set_tracer_provider(provider)
    _name_lines()
    _hear()

    async def close() -> None:
        ending = threading.Thread(target=provider.shutdown, daemon=True)
        ending.start()
        await asyncio.to_thread(ending.join, CLOSE_SECONDS)
        if ending.is_alive():
            exporter.shutdown()  # type: ignore[no-untyped-call]  # what waits to try again gives up

    return Parts(
        served=served,
        dialect=ToldApp,
        connection=Told,
        outgoing=Calls,
        sender=Deliveries,
        transport=Network,
        round=told,
        close=close,
    )


def named(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A log line with the trace and the span that it was written in."""
    within = trace.get_current_span().get_span_context()
    if within.is_valid:
        event["trace_id"] = trace.format_trace_id(within.trace_id)
        event["span_id"] = trace.format_span_id(within.span_id)
    return event


def _resource() -> Resource:
    """What this process is, where the environment does not say otherwise."""
    given = OTELResourceDetector().detect().attributes
    ours = {"service.name": "serai", "service.version": VERSION}
    return Resource.create({name: value for name, value in ours.items() if name not in given})


def _name_lines() -> None:
    """After all else is done to them: nothing takes the digits of an id for a card number."""
    *others, written = structlog.get_config()["processors"]
    structlog.configure(processors=[*others, named, written])


def _hear() -> None:
    """What the libraries have to say goes where everything goes."""
    theirs = logging.getLogger("opentelemetry")
    theirs.addHandler(Complaints())
    theirs.propagate = False


class Complaints(logging.Handler):
    """Warnings of the libraries as lines of ours, now and then: a collector that is away would have one said for each batch."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._log = structlog.get_logger("serai.telemetry")
        self._quiet_until = 0.0

    def emit(self, record: logging.LogRecord) -> None:
        now = time.monotonic()
        if now >= self._quiet_until:
            self._quiet_until = now + COMPLAIN_SECONDS
            self._log.warning("traces", said=record.getMessage())
