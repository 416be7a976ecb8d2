"""Who is told what happened in a store, and how the telling goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from msgspec import Struct

from serai.core.stores import StoreId

EndpointId = NewType("EndpointId", int)
DeliveryId = NewType("DeliveryId", int)
EventId = NewType("EventId", int)

TEST: Final = "webhook.test"
"""The name of a test event, in every format; nobody need ask for it."""


class Format(StrEnum):
    """In whose words an endpoint is told. A wire's words for events are in `vocabulary`."""

    SKALIA = "skalia"
    DEVSKIN = "devskin"


class Status(StrEnum):
    """How a delivery stands: waiting for its next attempt, taken, or given up."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class Endpoint(Struct, frozen=True, kw_only=True):
    """`events` in the format's words. `notice` says why it was paused when nobody did so by hand."""

    store: StoreId
    id: EndpointId
    url: str
    format: Format
    events: tuple[str, ...]
    failing_since: datetime | None
    paused_at: datetime | None
    notice: str | None
    created_at: datetime
    updated_at: datetime


class WithSecret(Struct, frozen=True):
    """An endpoint with its signing secret, which nobody sees again."""

    endpoint: Endpoint
    secret: str


class Attempt(Struct, frozen=True, kw_only=True):
    """One call. `status` is what was answered, None when nothing was; request and response are beginnings."""

    tried_at: datetime
    milliseconds: int
    status: int | None
    error: str | None
    url: str
    request: str
    response: str | None


class Delivery(Struct, frozen=True, kw_only=True):
    """One event for one endpoint. `log` has the newest attempts, latest first; `attempts` counts all."""

    id: DeliveryId
    endpoint: EndpointId
    event_id: EventId | None
    event: str
    status: Status
    attempts: int
    due_at: datetime | None
    created_at: datetime
    finished_at: datetime | None
    log: tuple[Attempt, ...] = ()

    @property
    def message(self) -> str:
        return message_id(self.event_id, self.id)


class DeliveryFilter(Struct, frozen=True, kw_only=True):
    """Which deliveries; None means any. Both ends of the time are included."""

    status: Status | None = None
    event: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class Occurrence(Struct, frozen=True, kw_only=True):
    """An event on its way out. `name` in the format's words, `kind` in ours; `payload` is the object's JSON as it then was."""

    message: str
    store: StoreId
    name: str
    kind: str
    object_id: int
    version: int
    payload: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Wire:
    """How a format is written: the body's bytes, the same at every attempt, and the headers of its own.

    `headers` is given the occurrence, the body and the signing secret.
    """

    body: Callable[[Occurrence], bytes]
    headers: Callable[[Occurrence, bytes, str], Mapping[str, str]]


def message_id(event: int | None, delivery: int) -> str:
    """The event's name on every wire, the same at every attempt and for every endpoint."""
    return f"test_{delivery}" if event is None else f"evt_{event}"
