"""Spans as they end, for what runs in the test's own process."""

from collections.abc import Iterator
from functools import cache

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from serai.telemetry.rounds import Telling


@cache
def _memory() -> InMemorySpanExporter:
    """One for the whole process: OpenTelemetry takes a provider once."""
    memory = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(Telling(SimpleSpanProcessor(memory)))
    trace.set_tracer_provider(provider)
    return memory


@pytest.fixture
def ended() -> Iterator[InMemorySpanExporter]:
    """Where the spans of this test are once they have ended."""
    memory = _memory()
    memory.clear()
    yield memory
    memory.clear()
