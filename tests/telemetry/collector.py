"""A collector on this machine: a real OTLP/HTTP receiver that keeps every span it is sent, and the bytes they came in."""

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span as Sent
from opentelemetry.proto.trace.v1.trace_pb2 import Status

from tests.kit.listener import Listener, Request, listening, status

Value = str | int


@dataclass(frozen=True)
class Span:
    trace: str
    id: str
    parent: str
    name: str
    kind: str
    failed: bool
    values: dict[str, Value]
    resource: dict[str, Value]
    events: int


@dataclass
class Collector:
    listener: Listener

    @property
    def environment(self) -> dict[str, str]:
        """What makes a process of ours send here, at once."""
        return sending_to(self.listener.port)

    @property
    def bytes(self) -> bytes:
        return b"".join(request.body for request in self.listener.requests)

    @property
    def spans(self) -> list[Span]:
        return [span for request in self.listener.requests for span in _spans(request)]

    def trace(self, trace: str) -> list[Span]:
        return [span for span in self.spans if span.trace == trace]

    def one(self, name: str) -> Span:
        (found,) = (span for span in self.spans if span.name == name)
        return found


def sending_to(port: int, *, every: int = 100) -> dict[str, str]:
    """The environment of a process that sends to this port, every so many milliseconds."""
    return {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}", "OTEL_BSP_SCHEDULE_DELAY": str(every)}


@asynccontextmanager
async def collecting() -> AsyncIterator[Collector]:
    async def answer(_: Request) -> bytes:
        return status(200)

    async with listening(answer) as listener:
        yield Collector(listener)


async def end(process: "subprocess.Popen[bytes]") -> int:
    """Ask a process to end, and its exit code. A collector of this test's own goes on answering meanwhile."""
    process.send_signal(signal.SIGTERM)
    return await asyncio.to_thread(process.wait, 60)


def _spans(request: Request) -> Iterator[Span]:
    assert (request.method, request.path) == ("POST", "/v1/traces")
    for of_resource in ExportTraceServiceRequest.FromString(request.body).resource_spans:
        resource = _values(of_resource.resource.attributes)
        for of_scope in of_resource.scope_spans:
            yield from (_span(sent, resource) for sent in of_scope.spans)


def _span(sent: Sent, resource: dict[str, Value]) -> Span:
    return Span(
        trace=sent.trace_id.hex(),
        id=sent.span_id.hex(),
        parent=sent.parent_span_id.hex(),
        name=sent.name,
        kind=Sent.SpanKind.Name(sent.kind).removeprefix("SPAN_KIND_"),
        failed=sent.status.code == Status.STATUS_CODE_ERROR,
        values=_values(sent.attributes),
        resource=resource,
        events=len(sent.events),
    )


def _values(pairs: "list[KeyValue]") -> dict[str, Value]:
    return {pair.key: getattr(pair.value, str(pair.value.WhichOneof("value"))) for pair in pairs}
