"""A store's endpoints: the merchant's own, those of apps are theirs."""

from collections.abc import Sequence

from serai.core.stores import StoreId
from serai.core.webhooks.model import Endpoint, EndpointId, Format
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice, newest_first

GET = """
select e.store_id, e.id, e.url, e.format, e.events, e.failing_since, e.paused_at, e.notice, e.created_at, e.updated_at
  from webhook_endpoints e
 where e.store_id = any($1::bigint[]) and e.id = $2 and e.app_id is null
"""

LOCK = """
select e.store_id, e.id, e.url, e.format, e.events, e.failing_since, e.paused_at, e.notice, e.created_at, e.updated_at
  from webhook_endpoints e
 where e.store_id = $1 and e.id = $2 and e.app_id is null
   for no key update
"""

COUNT = "select count(*) from webhook_endpoints where store_id = any($1::bigint[]) and app_id is null"

PAGE = """
select e.store_id, e.id, e.url, e.format, e.events, e.failing_since, e.paused_at, e.notice, e.created_at, e.updated_at
  from webhook_endpoints e
 where e.store_id = any($1::bigint[]) and e.app_id is null
   and ($2::timestamptz is null or (e.created_at, e.id) < ($2, $3))
 order by e.created_at desc, e.id desc
 limit $4
offset $5
"""


async def get(db: Db, stores: Sequence[StoreId], endpoint: EndpointId) -> Endpoint:
    """One endpoint of one of these stores. Raises NotFound, for another store's too."""
    row = await db.one(GET, list(stores), endpoint)
    if row is None:
        raise NotFound("webhook")
    return _endpoint(row)


async def lock(tx: Tx, store: StoreId, endpoint: EndpointId) -> Endpoint:
    """The endpoint, which nobody else changes until the transaction ends. Raises NotFound."""
    row = await tx.one(LOCK, store, endpoint)
    if row is None:
        raise NotFound("webhook")
    return _endpoint(row)


async def page(db: Db, stores: Sequence[StoreId], slice_: Slice) -> Page[Endpoint]:
    """Endpoints of these stores, newest first (created_at, then id)."""
    total = await db.value(COUNT, list(stores))
    items = tuple(_endpoint(row) for row in await db.all(PAGE, list(stores), *slice_.start, slice_.size, slice_.offset))
    return newest_first(items, total)


def _endpoint(row: Row) -> Endpoint:
    return Endpoint(
        store=StoreId(row["store_id"]),
        id=EndpointId(row["id"]),
        url=row["url"],
        format=Format(row["format"]),
        events=tuple(row["events"]),
        failing_since=row["failing_since"],
        paused_at=row["paused_at"],
        notice=row["notice"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
