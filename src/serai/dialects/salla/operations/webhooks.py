"""Webhooks of the app, one for each event of a store."""

from typing import Annotated, Final, TypeVar
from urllib.parse import unquote

from msgspec import Meta, Struct, UnsetType

from serai.core import webhooks as core
from serai.core.webhooks import EndpointId
from serai.dialects.salla.auth import App, ScopeMissing, app
from serai.dialects.salla.paging import PageQuery, listed, slice_of
from serai.dialects.salla.paths import number
from serai.dialects.salla.shapes.answers import Answer, Listed, Message, answer, removed
from serai.dialects.salla.shapes.webhooks import (
    EventOut,
    SubscribeIn,
    WebhookChangeIn,
    WebhookOut,
    events_out,
    webhook_out,
)
from serai.dialects.salla.view import view
from serai.kit.errors import Invalid, NotFound
from serai.kit.outgoing import Outgoing
from serai.wire.call import Call
from serai.wire.operation import Operations

webhooks = Operations("Webhooks", under="/admin/v2")

_GUARD: Final = Outgoing()
"""For a server that was given none: the public internet and nothing else."""

B = TypeVar("B", SubscribeIn, WebhookChangeIn)


class RemoveQuery(Struct, frozen=True):
    """One of the two; `url` removes all webhooks of that URL."""

    id: Annotated[str, Meta(max_length=20)] | None = None
    url: str | None = None


async def _look_up(call: Call, body: B) -> B:
    if not isinstance(body.url, UnsetType):
        await core.check_url(call.services.extras.get("outgoing", _GUARD), body.url)
    return body


@webhooks.post("/webhooks/subscribe", scope="webhooks.read_write", before=_look_up)
async def subscribe_webhook(call: Call, body: SubscribeIn) -> Answer[WebhookOut]:
    """Be told of an event. A second webhook for the same event replaces the first."""
    who = app(call)
    _check_readable(who, body.event)
    made = await core.subscribe(call.tx, call.services.vault, who.store, who.app, body.to_core())
    return answer(call, webhook_out(made, view(call)))


@webhooks.get("/webhooks", scope="webhooks.read")
async def list_webhooks(call: Call, query: PageQuery) -> Listed[WebhookOut]:
    """The app's webhooks in this store."""
    who, looks, slice_ = app(call), view(call), slice_of(call, query)
    found = await core.subscriptions_of(call.db, call.services.vault, who.store, who.app, slice_)
    return listed(call, slice_, found, lambda webhook: webhook_out(webhook, looks))


@webhooks.get("/webhooks/events", scope="webhooks.read")
async def list_webhook_events(call: Call) -> Answer[tuple[EventOut, ...]]:
    """Everything that a webhook can be for."""
    return answer(call, events_out())


@webhooks.put("/webhooks/{webhook:webhook}", scope="webhooks.read_write", before=_look_up)
async def update_webhook(call: Call, webhook: int, body: WebhookChangeIn) -> Answer[WebhookOut]:
    """Change a webhook; its event stays."""
    who = app(call)
    vault = call.services.vault
    made = await core.edit_subscription(call.tx, vault, who.store, who.app, EndpointId(webhook), body.to_core())
    return answer(call, webhook_out(made, view(call)))


@webhooks.delete("/webhooks/unsubscribe", scope="webhooks.read_write", status=202)
async def unsubscribe_webhook(call: Call, query: RemoveQuery) -> Answer[Message]:
    """Remove a webhook by its id, or all webhooks of a URL."""
    who = app(call)
    if query.id:
        found = number(query.id)
        if found is None:
            raise NotFound("webhook")
        await core.unsubscribe(call.tx, who.store, who.app, endpoint=EndpointId(found))
    elif query.url:
        await _remove_url(call, who, query.url)
    else:
        raise Invalid({"id": ["This field is required, or `url`."], "url": ["This field is required, or `id`."]})
    return removed(call)


async def _remove_url(call: Call, who: App, url: str) -> int:
    """A published client sends the URL as it is, so that its query looks like more parameters of this request."""
    rest = call.query_string.partition("url=")[2]
    for meant in dict.fromkeys((url, rest, unquote(rest))):
        try:
            return await core.unsubscribe(call.tx, who.store, who.app, url=meant)
        except NotFound:
            continue
    raise NotFound("webhook")


def _check_readable(who: App, event: str) -> None:
    """Raises ScopeMissing when the token does not let the app read what it would be told."""
    scope = core.scope_of(event)
    if scope is not None and scope not in who.scopes:
        raise ScopeMissing(scope)
