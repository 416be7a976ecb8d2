"""Spans of background jobs. Every job asks again and again whether there is something to do; only the answer yes is told."""

from typing import Final

from opentelemetry.context import Context
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor
from opentelemetry.trace import SpanKind

from serai.telemetry import Go, Round
from serai.telemetry.spans import fail, span

FOUND: Final = "serai.job.found"
MOST_HELD: Final = 100
"""Spans of a round that are held back; one with more is no idle one."""


async def told(name: str, go: Go) -> Round:
    """A go at a job as a trace of its own."""
    with span(f"job {name}", SpanKind.INTERNAL, {"serai.job": name}, within=Context()) as made:
        ended = await go()
        made.set_attribute(FOUND, ended.found)
        if ended.failure is not None:
            fail(made, type(ended.failure).__name__)
    return ended


class Telling(SpanProcessor):
    """Hands on what ends, except for rounds that found nothing and failed at nothing: their statements are held until then."""

    def __init__(self, further: SpanProcessor) -> None:
        self._further = further
        self._held: dict[int, list[ReadableSpan]] = {}

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        if span.parent is None and "serai.job" in (span.attributes or {}):
            self._held[_trace(span)] = []
        self._further.on_start(span, parent_context)

    def on_end(self, span: ReadableSpan) -> None:
        held = self._held.get(_trace(span))
        if held is None:
            self._further.on_end(span)
            return
        is_round = span.parent is None
        if is_round or len(held) == MOST_HELD:
            del self._held[_trace(span)]
        if is_round and not (span.attributes or {}).get(FOUND) and span.status.is_ok:
            return
        held.append(span)
        if is_round or len(held) > MOST_HELD:
            for each in held:
                self._further.on_end(each)

    def shutdown(self) -> None:
        self._further.shutdown()

    def force_flush(self, timeout_millis: int | None = None) -> bool:
        return self._further.force_flush() if timeout_millis is None else self._further.force_flush(timeout_millis)


def _trace(span: ReadableSpan) -> int:
    context = span.get_span_context()
    return context.trace_id if context is not None else 0
