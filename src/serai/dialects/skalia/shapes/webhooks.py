"""Webhooks on this wire."""

from datetime import datetime
from typing import Annotated, Any, get_args

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core.webhooks import (
    Attempt,
    Delivery,
    DeliveryFilter,
    Endpoint,
    EventId,
    Format,
    Occurrence,
    Status,
    WithSecret,
)
from serai.dialects.skalia import events, ids
from serai.dialects.skalia.paging import Paged
from serai.dialects.skalia.shapes.times import Time, time_or_none, time_out
from serai.wire.schemas import any_of

MOST_EVENTS = 1000
"""Of the feed in one answer."""

Url = Annotated[str, Meta(max_length=2048, description="http or https, on the public internet.")]
Events = Annotated[list[str], Meta(min_length=1, max_length=50, description="Names in the words of the format.")]
Moment = Annotated[datetime, Meta(tz=True)]


class WebhookIn(Struct, rename="camel", forbid_unknown_fields=True):
    """Without a secret one is made. `format` says in whose words the endpoint is told."""

    store_id: str
    url: Url
    events: Events
    format: Format = Format.SKALIA
    secret: Annotated[str, Meta(min_length=8, max_length=256)] | None = None


class WebhookChangeIn(Struct, rename="camel", forbid_unknown_fields=True):
    """`isActive` false pauses the endpoint, true resumes it."""

    url: Url | UnsetType = UNSET
    events: Events | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


class WebhooksQuery(Paged, rename="camel"):
    store_id: str | None = None


class DeliveriesQuery(Paged, rename="camel"):
    status: Status | None = None
    event: str | None = None

    def to_core(self) -> DeliveryFilter:
        return DeliveryFilter(status=self.status, event=self.event)


class RedeliverIn(Struct, rename={"since": "from", "until": "to"}, forbid_unknown_fields=True):
    """Which deliveries are sent again; `from` and `to` are included. Nothing said: all."""

    status: Status | None = None
    event: str | None = None
    since: Moment | None = None
    until: Moment | None = None

    def to_core(self) -> DeliveryFilter:
        return DeliveryFilter(status=self.status, event=self.event, since=self.since, until=self.until)


class EventsQuery(Struct, rename="camel"):
    """`after` is an event's id, or the `next` of the answer before."""

    store_id: str | None = None
    after: str | None = None
    limit: Annotated[int, Meta(ge=1, description=f"Events in the answer; above {MOST_EVENTS} it is {MOST_EVENTS}.")] = 100


class WebhookOut(Struct, rename="camel", omit_defaults=True):
    """`secret` is shown when it is made and never again. `notice` says why it was paused, when it was not by hand."""

    id: str
    store_id: str
    url: str
    format: Format
    events: list[str]
    is_active: bool
    failing_since: Time | None
    paused_at: Time | None
    notice: str | None
    created_at: Time
    updated_at: Time
    secret: str | UnsetType = UNSET


class AttemptOut(Struct, rename="camel"):
    """`status` is the HTTP status of the answer; request and response are the beginnings of the bodies."""

    attempted_at: Time
    duration_ms: int
    status: int | None
    error: str | None
    url: str
    request: str
    response: str | None


class DeliveryOut(Struct, rename="camel"):
    """`eventId` is what `X-Webhook-Id` says; `log` has the latest attempts, newest first."""

    id: str
    webhook_id: str
    event_id: str
    event: str
    status: Status
    attempts: int
    next_attempt_at: Time | None
    created_at: Time
    finished_at: Time | None
    log: list[AttemptOut]


class QueuedOut(Struct):
    queued: int


class FeedEventOut(Struct, rename="camel"):
    id: str
    event: str
    store_id: str
    timestamp: Time
    data: Annotated[Any, any_of(*get_args(events.Data))]


class FeedOut(Struct):
    """Oldest first. `next` is what to send as `after` for what follows; null as long as there was nothing."""

    items: list[FeedEventOut]
    next: str | None


def webhook_out(endpoint: Endpoint) -> WebhookOut:
    return WebhookOut(
        id=ids.write("webhook", endpoint.id),
        store_id=ids.write("store", endpoint.store),
        url=endpoint.url,
        format=endpoint.format,
        events=list(endpoint.events),
        is_active=endpoint.paused_at is None,
        failing_since=time_or_none(endpoint.failing_since),
        paused_at=time_or_none(endpoint.paused_at),
        notice=endpoint.notice,
        created_at=time_out(endpoint.created_at),
        updated_at=time_out(endpoint.updated_at),
    )


def with_secret_out(made: WithSecret) -> WebhookOut:
    out = webhook_out(made.endpoint)
    out.secret = made.secret
    return out


def delivery_out(delivery: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=ids.write("delivery", delivery.id),
        webhook_id=ids.write("webhook", delivery.endpoint),
        event_id=delivery.message,
        event=delivery.event,
        status=delivery.status,
        attempts=delivery.attempts,
        next_attempt_at=time_or_none(delivery.due_at),
        created_at=time_out(delivery.created_at),
        finished_at=time_or_none(delivery.finished_at),
        log=[_attempt_out(attempt) for attempt in delivery.log],
    )


def _attempt_out(attempt: Attempt) -> AttemptOut:
    return AttemptOut(
        attempted_at=time_out(attempt.tried_at),
        duration_ms=attempt.milliseconds,
        status=attempt.status,
        error=attempt.error,
        url=attempt.url,
        request=attempt.request,
        response=attempt.response,
    )


def feed_out(found: tuple[tuple[EventId, Occurrence], ...], after: str | None) -> FeedOut:
    items = [
        FeedEventOut(ids.write("event", id_), of.name, ids.write("store", of.store), time_out(of.at), events.data_of(of))
        for id_, of in found
    ]
    return FeedOut(items, items[-1].id if items else after)
