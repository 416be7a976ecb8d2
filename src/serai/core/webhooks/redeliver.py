"""Sending again, and sending a test. What is sent again keeps its name: receivers know it."""

from serai.core.stores import StoreId
from serai.core.webhooks import log, queue, read
from serai.core.webhooks.errors import EndpointPaused
from serai.core.webhooks.model import TEST, Delivery, DeliveryFilter, DeliveryId, EndpointId
from serai.kit.db import Tx

AGAIN = """
update webhook_deliveries d
   set status = 'pending', due_at = $3, tries = 0, begun_at = null, finished_at = null
 where d.store_id = $1 and d.endpoint_id = $2 and d.id = $4
"""

AGAIN_MANY = """
update webhook_deliveries d
   set status = 'pending', due_at = {now}, tries = 0, begun_at = null, finished_at = null
 where d.store_id = $1 and d.endpoint_id = $2{filters}
"""

ADD_TEST = """
insert into webhook_deliveries (store_id, endpoint_id, event, status, due_at, created_at)
values ($1, $2, $3, 'pending', $4, $4)
returning id
"""


async def redeliver(tx: Tx, store: StoreId, endpoint: EndpointId, delivery: DeliveryId) -> Delivery:
    """Queue a delivery anew, whatever became of it, with all its attempts before it. Raises NotFound, EndpointPaused."""
    await _awake(tx, store, endpoint)
    await tx.run(AGAIN, store, endpoint, tx.now, delivery)
    await queue.queue(tx, store, endpoint, due_at=tx.now)
    return await log.get(tx, store, endpoint, delivery)


async def redeliver_all(tx: Tx, store: StoreId, endpoint: EndpointId, filter_: DeliveryFilter) -> int:
    """Queue every delivery anew that matches; the number of them. Raises NotFound, EndpointPaused."""
    await _awake(tx, store, endpoint)
    where = log.narrowed(store, endpoint, filter_)
    filters, now = where.clause(), where.param(tx.now)
    count = await tx.run(AGAIN_MANY.format(filters=filters, now=now), *where.values)
    await queue.queue(tx, store, endpoint, due_at=tx.now)
    return count


async def send_test(tx: Tx, store: StoreId, endpoint: EndpointId) -> Delivery:
    """Queue a test event, delivered and signed like any other. Raises NotFound, EndpointPaused."""
    await _awake(tx, store, endpoint)
    made = await tx.value(ADD_TEST, store, endpoint, TEST, tx.now)
    await queue.queue(tx, store, endpoint, due_at=tx.now)
    return await log.get(tx, store, endpoint, DeliveryId(made))


async def _awake(tx: Tx, store: StoreId, endpoint: EndpointId) -> None:
    if (await read.lock(tx, store, endpoint)).paused_at is not None:
        raise EndpointPaused
