"""Webhooks, and the feed of events for what was missed."""

from typing import TypeVar

from serai.core import webhooks as core
from serai.core.webhooks import DeliveryId, EndpointId, EventId
from serai.dialects.skalia import ids
from serai.dialects.skalia.auth import account, own, own_stores
from serai.dialects.skalia.paging import Item, Listed, listed, slice_of
from serai.dialects.skalia.shapes.webhooks import (
    MOST_EVENTS,
    DeliveriesQuery,
    DeliveryOut,
    EventsQuery,
    FeedOut,
    QueuedOut,
    RedeliverIn,
    WebhookChangeIn,
    WebhookIn,
    WebhookOut,
    WebhooksQuery,
    delivery_out,
    feed_out,
    webhook_out,
    with_secret_out,
)
from serai.kit.outgoing import Outgoing
from serai.wire.call import Call
from serai.wire.operation import Operations

webhooks = Operations("Webhooks")

_GUARD = Outgoing()
"""For a server that was given none: the public internet and nothing else."""


B = TypeVar("B", WebhookIn, WebhookChangeIn)


async def _look_up(call: Call, body: B) -> B:
    if isinstance(body.url, str):
        await core.check_url(call.services.extras.get("outgoing", _GUARD), body.url)
    return body


@webhooks.get("/webhooks")
async def list_webhooks(call: Call, query: WebhooksQuery) -> Listed[WebhookOut]:
    """List the webhooks of all the caller's stores, newest first."""
    page = await core.page(call.db, own_stores(call, query.store_id), slice_of(call, query))
    return listed(call, query, page, webhook_out)


@webhooks.post("/webhooks", status=201, before=_look_up)
async def create_webhook(call: Call, body: WebhookIn) -> Item[WebhookOut]:
    """Create a webhook; its secret is shown this once."""
    made = await core.create(
        call.tx,
        call.services.vault,
        own(call, ids.store(body.store_id)),
        url=body.url,
        events=body.events,
        format_=body.format,
        secret=body.secret,
    )
    return Item(with_secret_out(made))


@webhooks.get("/webhooks/{id:webhook}")
async def get_webhook(call: Call, id: EndpointId) -> Item[WebhookOut]:  # noqa: A002 - the documentation's word
    """Get a webhook."""
    return Item(webhook_out(await core.get(call.db, account(call).stores, id)))


@webhooks.patch("/webhooks/{id:webhook}", before=_look_up)
async def change_webhook(call: Call, id: EndpointId, body: WebhookChangeIn) -> Item[WebhookOut]:  # noqa: A002
    """Change a webhook's URL or events; pause or resume it."""
    store = (await core.get(call.db, account(call).stores, id)).store
    endpoint = await core.edit(call.tx, store, id, url=body.url, events=body.events, is_active=body.is_active)
    return Item(webhook_out(endpoint))


@webhooks.delete("/webhooks/{id:webhook}")
async def delete_webhook(call: Call, id: EndpointId) -> None:  # noqa: A002
    """Delete a webhook and its delivery log."""
    await core.remove(call.tx, (await core.get(call.db, account(call).stores, id)).store, id)


@webhooks.post("/webhooks/{id:webhook}/rotate-secret")
async def rotate_secret(call: Call, id: EndpointId) -> Item[WebhookOut]:  # noqa: A002
    """Make a new secret, shown this once; for 24 hours the standard signature header carries the old one's too."""
    store = (await core.get(call.db, account(call).stores, id)).store
    return Item(with_secret_out(await core.rotate(call.tx, call.services.vault, store, id)))


@webhooks.post("/webhooks/{id:webhook}/test", status=202)
async def send_test(call: Call, id: EndpointId) -> Item[DeliveryOut]:  # noqa: A002
    """Send the event `webhook.test`, signed like any other."""
    store = (await core.get(call.db, account(call).stores, id)).store
    return Item(delivery_out(await core.send_test(call.tx, store, id)))


@webhooks.get("/webhooks/{id:webhook}/deliveries")
async def list_deliveries(call: Call, id: EndpointId, query: DeliveriesQuery) -> Listed[DeliveryOut]:  # noqa: A002
    """List what was sent to a webhook and how it was answered, newest first."""
    store = (await core.get(call.db, account(call).stores, id)).store
    page = await core.deliveries(call.db, store, id, query.to_core(), slice_of(call, query))
    return listed(call, query, page, delivery_out)


@webhooks.post("/webhooks/{id:webhook}/deliveries/{delivery:delivery}/redeliver", status=202)
async def redeliver_one(call: Call, id: EndpointId, delivery: DeliveryId) -> Item[DeliveryOut]:  # noqa: A002
    """Send a delivery again, under the same event id."""
    store = (await core.get(call.db, account(call).stores, id)).store
    return Item(delivery_out(await core.redeliver(call.tx, store, id, delivery)))


@webhooks.post("/webhooks/{id:webhook}/redeliver", status=202)
async def redeliver(call: Call, id: EndpointId, body: RedeliverIn) -> Item[QueuedOut]:  # noqa: A002
    """Send again what matches, under the same event ids."""
    store = (await core.get(call.db, account(call).stores, id)).store
    return Item(QueuedOut(await core.redeliver_all(call.tx, store, id, body.to_core())))


@webhooks.get("/events")
async def list_events(call: Call, query: EventsQuery) -> FeedOut:
    """What happened after an event, oldest first: for closing gaps."""
    after = None if query.after is None else EventId(ids.read("event", query.after))
    found = await core.events_after(
        call.db,
        own_stores(call, query.store_id),
        core.Format.SKALIA,
        after=after,
        limit=min(query.limit, MOST_EVENTS),
    )
    return feed_out(found, query.after)
