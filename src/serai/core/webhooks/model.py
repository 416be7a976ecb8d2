"""Who is told what happened in a store, and how the telling goes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NewType, TypeVar

from msgspec import UNSET, Struct, UnsetType

from serai.core.apps import AppId, Profile, Strategy
from serai.core.stores import StoreId
from serai.core.webhooks.conditions import Fact
from serai.core.webhooks.schedule import STANDARD, Policy

EndpointId = NewType("EndpointId", int)
DeliveryId = NewType("DeliveryId", int)
EventId = NewType("EventId", int)

T = TypeVar("T")

TEST: Final = "webhook.test"
"""The name of a test event, in every format; nobody need ask for it."""
HANDOVER: Final = "app.authorized"
"""The kind of event whose payload has an app's tokens, sealed."""


class Format(StrEnum):
    """In whose words an endpoint is told. A wire's words for events are in `vocabulary`."""

    SKALIA = "skalia"
    DEVSKIN = "devskin"
    SALLA = "salla"
    SCAYLE = "scayle"


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


class Subscription(Struct, frozen=True, kw_only=True):
    """An app's endpoint for one event of a store. `headers` go with every delivery, in their order."""

    store: StoreId
    id: EndpointId
    app: AppId
    name: str | None
    url: str
    event: str
    version: int
    rule: str | None
    headers: tuple[tuple[str, str], ...]
    strategy: Strategy
    created_at: datetime
    updated_at: datetime


class NewSubscription(Struct, frozen=True, kw_only=True):
    """What an app asks for. Without a secret its own is used; `version` is 1 or 2."""

    url: str
    event: str
    name: str | None = None
    secret: str | None = None
    version: int = 2
    rule: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    strategy: Strategy = Strategy.SIGNATURE


class SubscriptionChange(Struct, frozen=True, kw_only=True):
    """What is UNSET stays; None clears. Without a secret the app's own is used."""

    url: str | UnsetType = UNSET
    name: str | None | UnsetType = UNSET
    secret: str | None | UnsetType = UNSET
    version: int | UnsetType = UNSET
    rule: str | None | UnsetType = UNSET
    headers: tuple[tuple[str, str], ...] | UnsetType = UNSET
    strategy: Strategy | UnsetType = UNSET


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


class Origin(Struct, frozen=True, kw_only=True):
    """The store that something happened in, as it is now. `domain` is its own one, once that was verified."""

    name: str
    slug: str
    domain: str | None
    currency: str
    time_zone: str


class Occurrence(Struct, frozen=True, kw_only=True):
    """An event on its way out. `name` in the format's words, `kind` in ours; `payload` is the object's JSON as it then was.

    `origin` is there when it is sent, `profile` says which shapes the receiver reads.
    """

    message: str
    store: StoreId
    name: str
    kind: str
    object_id: int
    version: int
    payload: bytes
    at: datetime
    origin: Origin | None = None
    profile: Profile = Profile.DOCUMENTED

    @property
    def is_secret(self) -> bool:
        """Whether it tells what only its receiver may know: it is kept nowhere."""
        return self.kind == HANDOVER

    def pick(self, table: Mapping[str, T]) -> T:
        """The entry for its kind, else for its kind's noun. Raises KeyError."""
        return table[self.kind if self.kind in table else self.noun]

    @property
    def noun(self) -> str:
        """`order` of `order.created`."""
        return self.kind.partition(".")[0]


class Seal(Struct, frozen=True):
    """What a format's headers are made of: the secret and how it is shown, and the numbers of endpoint and delivery."""

    secret: str
    strategy: Strategy
    endpoint: EndpointId
    delivery: DeliveryId


@dataclass(frozen=True, slots=True)
class Wire:
    """How a format is written: the body's bytes, the same at every attempt, and the headers of its own.

    `headers` is given the occurrence, the body and the seal. `facts` are what rules are about, by the format's names.
    """

    body: Callable[[Occurrence], bytes]
    headers: Callable[[Occurrence, bytes, Seal], Mapping[str, str]]
    policy: Policy = STANDARD
    facts: Callable[[Occurrence], Mapping[str, Fact]] | None = None


def message_id(event: int | None, delivery: int) -> str:
    """The event's name on every wire, the same at every attempt and for every endpoint."""
    return f"test_{delivery}" if event is None else f"evt_{event}"


def message_of(format_: Format, event: int | None, delivery: int) -> str:
    """Where an event has several words, an endpoint may hear of it more than once: there each delivery has its own name."""
    message = message_id(event, delivery)
    return f"{message}_{delivery}" if format_ is Format.SALLA and event is not None else message
