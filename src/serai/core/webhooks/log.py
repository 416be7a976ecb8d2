"""What was delivered, and how every attempt went."""

from typing import Final

import msgspec

from serai.core.stores import StoreId
from serai.core.webhooks.model import Delivery, DeliveryFilter, DeliveryId, EndpointId
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice, newest_first
from serai.kit.sql import Where

SHOWN: Final = 20
"""Attempts of one delivery that are shown, the newest."""

DOCUMENT = f"""json_build_object(
    'id', d.id, 'endpoint', d.endpoint_id, 'event_id', d.event_id, 'event', d.event, 'status', d.status,
    'attempts', d.attempts, 'due_at', d.due_at, 'created_at', d.created_at, 'finished_at', d.finished_at,
    'log', (
      select coalesce(json_agg(json_build_object(
               'tried_at', a.tried_at, 'milliseconds', a.milliseconds, 'status', a.status, 'error', a.error, 'url', a.url,
               'request', a.request, 'response', a.response) order by a.id desc), '[]')
        from (select t.id, t.tried_at, t.milliseconds, t.status, t.error, t.url, t.request, t.response
                from webhook_attempts t
               where t.store_id = d.store_id and t.delivery_id = d.id
               order by t.id desc
               limit {SHOWN}) a)
  )"""

GET = f"""
select {DOCUMENT} as document
  from webhook_deliveries d
 where d.store_id = $1 and d.endpoint_id = $2 and d.id = $3
"""

COUNT = "select count(*) from webhook_deliveries d where d.store_id = $1 and d.endpoint_id = $2{filters}"

PAGE = """
select {document} as document
  from webhook_deliveries d
 where d.store_id = $1 and d.endpoint_id = $2{filters}
 order by d.created_at desc, d.id desc
 limit {size} offset {offset}
"""


async def get(db: Db, store: StoreId, endpoint: EndpointId, delivery: DeliveryId) -> Delivery:
    """Raises NotFound, for another endpoint's too."""
    row = await db.one(GET, store, endpoint, delivery)
    if row is None:
        raise NotFound("delivery")
    return _delivery(row)


async def page(db: Db, store: StoreId, endpoint: EndpointId, filter_: DeliveryFilter, slice_: Slice) -> Page[Delivery]:
    """An endpoint's deliveries, newest first (created_at, then id), each with its latest attempts. Two statements."""
    where = narrowed(store, endpoint, filter_)
    total = await db.value(COUNT.format(filters=where.clause()), *where.values)
    if slice_.after is not None:
        where.add("(d.created_at, d.id) < ({}, {})", slice_.after.at, slice_.after.id)
    size, offset = where.param(slice_.size), where.param(slice_.offset)
    statement = PAGE.format(document=DOCUMENT, filters=where.clause(), size=size, offset=offset)
    items = tuple(_delivery(row) for row in await db.all(statement, *where.values))
    return newest_first(items, total)


def narrowed(store: StoreId, endpoint: EndpointId, filter_: DeliveryFilter) -> Where:
    """The conditions of a filter on deliveries `d`; the store is $1, the endpoint $2."""
    where = Where(store, endpoint)
    where.add_if("d.status = {}", filter_.status)
    where.add_if("d.event = {}", filter_.event)
    where.add_if("d.created_at >= {}", filter_.since)
    where.add_if("d.created_at <= {}", filter_.until)
    return where


def _delivery(row: Row) -> Delivery:
    return msgspec.json.decode(row["document"], type=Delivery)
