"""Changing, pausing, resuming and removing an endpoint."""

from collections.abc import Sequence

from msgspec import UNSET, UnsetType

from serai.core.stores import StoreId
from serai.core.webhooks import queue, read, rules
from serai.core.webhooks.model import Endpoint, EndpointId
from serai.kit.checks import Faults
from serai.kit.db import Tx
from serai.kit.errors import NotFound

UPDATE = """
update webhook_endpoints
   set url = $3, events = $4, paused_at = $5, notice = $6, failing_since = $7, updated_at = $8
 where store_id = $1 and id = $2
"""

DELETE = "delete from webhook_endpoints where store_id = $1 and id = $2"


async def edit(
    tx: Tx,
    store: StoreId,
    endpoint: EndpointId,
    *,
    url: str | UnsetType = UNSET,
    events: Sequence[str] | UnsetType = UNSET,
    is_active: bool | UnsetType = UNSET,
) -> Endpoint:
    """Change an endpoint and return it as it now is. Paused, it is queued nothing new; resumed, it gets what still waits.

    Raises NotFound, Invalid.
    """
    before = await read.lock(tx, store, endpoint)
    faults = Faults()
    kept_url = before.url if isinstance(url, UnsetType) else faults.of(lambda: rules.checked_url(url))
    kept = before.events if isinstance(events, UnsetType) else faults.of(lambda: rules.checked_events(before.format, events))
    faults.settle()
    paused_at, notice, failing_since = before.paused_at, before.notice, before.failing_since
    if is_active is True:
        if paused_at is not None:
            await queue.queue(tx, store, endpoint, due_at=tx.now)
        paused_at, notice, failing_since = None, None, (None if paused_at is not None else failing_since)
    elif is_active is False and paused_at is None:
        paused_at = tx.now
    await tx.run(UPDATE, store, endpoint, kept_url, list(kept or ()), paused_at, notice, failing_since, tx.now)
    return await read.get(tx, [store], endpoint)


async def remove(tx: Tx, store: StoreId, endpoint: EndpointId) -> None:
    """The endpoint, with what was delivered to it and what waits. Raises NotFound."""
    if not await tx.run(DELETE, store, endpoint):
        raise NotFound("webhook")
    await queue.drop(tx, store, endpoint)
