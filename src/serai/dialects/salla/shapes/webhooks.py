"""Webhooks of an app (§8.1, §8.2)."""

from typing import Annotated, Final

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core.apps import Strategy
from serai.core.webhooks import SUBSCRIBABLE, NewSubscription, Subscription, SubscriptionChange
from serai.dialects.salla.dates import iso
from serai.dialects.salla.view import View

MASK: Final = "********"
"""What is shown of every secret."""

Url = Annotated[str, Meta(max_length=2048, description="http or https, on the public internet.")]


class HeaderIn(Struct, frozen=True):
    key: str
    value: str


Headers = list[HeaderIn] | dict[str, str]


class SubscribeIn(Struct, frozen=True, kw_only=True):
    """Without a secret the app's own is used. `rule` needs version 2."""

    url: Url
    event: str
    name: str | UnsetType = UNSET
    secret: str | UnsetType = UNSET
    version: int = 2
    rule: str | UnsetType = UNSET
    headers: Headers | UnsetType = UNSET
    security_strategy: Strategy = Strategy.SIGNATURE

    def to_core(self) -> NewSubscription:
        return NewSubscription(
            url=self.url,
            event=self.event,
            name=self.name or None,
            secret=self.secret or None,
            version=self.version,
            rule=self.rule or None,
            headers=() if isinstance(self.headers, UnsetType) else _pairs(self.headers),
            strategy=self.security_strategy,
        )


class WebhookChangeIn(Struct, frozen=True, kw_only=True):
    name: str | UnsetType = UNSET
    url: Url | UnsetType = UNSET
    secret: str | UnsetType = UNSET
    version: int | UnsetType = UNSET
    rule: str | UnsetType = UNSET
    headers: Headers | UnsetType = UNSET
    security_strategy: Strategy | UnsetType = UNSET

    def to_core(self) -> SubscriptionChange:
        return SubscriptionChange(
            url=self.url,
            name=self.name,
            secret=self.secret,
            version=self.version,
            rule=self.rule,
            headers=UNSET if isinstance(self.headers, UnsetType) else _pairs(self.headers),
            strategy=self.security_strategy,
        )


class SecurityOut(Struct, frozen=True):
    """The published Python client fails when either is null."""

    strategy: Strategy
    secret: str


class WebhookOut(Struct, frozen=True, kw_only=True):
    """The first five members are the seed's. `headers` is a list when there are none, else an object."""

    id: str | int
    name: str | None
    url: str
    event: str
    created_at: str
    type: str
    version: int
    rule: str | None
    headers: tuple[str, ...] | dict[str, str]
    security: SecurityOut


class EventOut(Struct, frozen=True):
    id: int
    label: str
    event: str


def webhook_out(webhook: Subscription, view: View) -> WebhookOut:
    return WebhookOut(
        id=webhook.id if view.live else str(webhook.id),
        name=webhook.name,
        url=webhook.url,
        event=webhook.event,
        created_at=iso(webhook.created_at),
        type="manual",
        version=webhook.version,
        rule=webhook.rule,
        headers=dict(webhook.headers) or (),
        security=SecurityOut(webhook.strategy, MASK),
    )


def events_out() -> tuple[EventOut, ...]:
    """All that an app can ask for, numbered in their order."""
    return tuple(EventOut(i, _label(event), event) for i, event in enumerate(SUBSCRIBABLE, start=1))


def _label(event: str) -> str:
    """`order.status.updated` → `Order status updated`."""
    return event.replace(".", " ").replace("_", " ").capitalize()


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    if isinstance(headers, dict):
        return tuple(headers.items())
    return tuple((header.key, header.value) for header in headers)
