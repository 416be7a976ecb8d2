"""Webhooks: which events there are, and who is told of them."""

from typing import TypeVar

from serai.core import webhooks as core
from serai.core.webhooks import EndpointId
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect, whole
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.webhooks import (
    EventOut,
    SubscriptionChangeIn,
    SubscriptionIn,
    SubscriptionOut,
    checked_filters,
    edited,
    events_out,
    subscription_out,
)
from serai.kit.outgoing import Outgoing
from serai.wire.call import Call

webhooks = Noun("Webhooks", limits="global")

ONE = "/webhooks/subscriptions/{subscription_id:webhook}"
_GUARD = Outgoing()
"""For a server that was given none: the public internet and nothing else."""

B = TypeVar("B", SubscriptionIn, SubscriptionChangeIn)


async def _look_up(call: Call, body: B) -> B:
    if isinstance(body.url, str):
        await core.check_url(call.services.extras.get("outgoing", _GUARD), core.bare(body.url))
    return body


@webhooks.get("/webhooks/events")
async def get_webhook_events(call: Call, query: ListQuery) -> Collection[EventOut]:  # noqa: ARG001 - what every list takes
    """Every event that can be subscribed to."""
    return whole(events_out())


@webhooks.post("/webhooks/subscriptions", status=201, before=_look_up)
async def create_webhook_subscription(call: Call, body: SubscriptionIn) -> SubscriptionOut:
    """Be told of an event. A name and a password in the URL are sent as basic authentication, and never shown again."""
    vault, filters = call.services.vault, checked_filters(body.filters)
    made = await core.listen(call.tx, vault, auth.store(call), url=body.url, event=body.event, filters=filters)
    return subscription_out(made)


@webhooks.patch(ONE, before=_look_up)
async def update_webhook_subscription(call: Call, subscription_id: int, body: SubscriptionChangeIn) -> SubscriptionOut:
    """Another URL, filters added and removed; a masked name and password in the URL stay."""
    which, store = EndpointId(subscription_id), auth.store(call)
    before = await core.listener(call.tx, store, which)
    edits = body.filters
    filters = edited(before.filters, edits) if isinstance(edits, list) else edits
    changed = await core.change_listener(call.tx, call.services.vault, store, which, url=body.url, filters=filters)
    return subscription_out(changed)


@webhooks.get(ONE)
async def get_webhook_subscription(call: Call, subscription_id: int) -> SubscriptionOut:
    """One subscription."""
    return subscription_out(await core.listener(call.db, auth.store(call), EndpointId(subscription_id)))


@webhooks.get("/webhooks/subscriptions")
async def get_webhook_subscriptions(call: Call, query: ListQuery) -> Collection[SubscriptionOut]:
    """Subscriptions, oldest first."""
    return await collect(
        call,
        query,
        read=lambda after, most: core.listeners(call.db, auth.store(call), after=after, most=most),
        id_of=lambda each: each.id,
        shape=subscription_out,
    )


@webhooks.delete(ONE)
async def delete_webhook_subscription(call: Call, subscription_id: int) -> None:
    """Be told no longer."""
    await core.stop_listening(call.tx, auth.store(call), EndpointId(subscription_id))
