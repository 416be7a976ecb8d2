"""Spans as everything here makes them."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from typing import Final

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, Status, StatusCode

VERSION: Final = version("serai")
TRACER: Final = trace.get_tracer("serai", VERSION)

Values = Mapping[str, str | int]


@contextmanager
def span(name: str, kind: SpanKind, values: Values, *, within: Context | None = None) -> Iterator[Span]:
    """The current span for the length of the block. An error that leaves it is named by its class alone:

    what it says may quote what somebody sent.
    """
    with TRACER.start_as_current_span(
        name, within, kind=kind, attributes=values, record_exception=False, set_status_on_exception=False
    ) as made:
        try:
            yield made
        except Exception as error:
            fail(made, type(error).__name__)
            raise


def fail(made: Span, kind: str) -> None:
    """Mark it as failed. `kind` is one of few words."""
    made.set_attribute("error.type", kind)
    made.set_status(Status(StatusCode.ERROR))
