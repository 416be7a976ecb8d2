"""An app's endpoints in a store, one for each event it asked for."""

from collections.abc import Sequence
from typing import Final

from serai.core.apps import AppId, Strategy
from serai.core.stores import StoreId
from serai.core.webhooks import signature
from serai.core.webhooks.model import EndpointId, Subscription
from serai.kit.crypto import Vault
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice, newest_first

GET: Final = """
select e.store_id, e.id, e.app_id, e.name, e.url, e.events[1] as event, e.version, e.rule, e.headers, e.strategy, e.created_at,
       e.updated_at
  from webhook_endpoints e
 where e.store_id = $1 and e.app_id = $2 and not e.is_app_url and e.removed_at is null and e.id = $3
"""

LOCK: Final = """
select e.id
  from webhook_endpoints e
 where e.store_id = $1 and e.app_id = $2 and not e.is_app_url and e.removed_at is null and e.id = $3
   for no key update
"""

COUNT: Final = """
select count(*)
  from webhook_endpoints
 where store_id = $1 and app_id = $2 and not is_app_url and removed_at is null
"""

PAGE: Final = """
select e.store_id, e.id, e.app_id, e.name, e.url, e.events[1] as event, e.version, e.rule, e.headers, e.strategy, e.created_at,
       e.updated_at
  from webhook_endpoints e
 where e.store_id = $1 and e.app_id = $2 and not e.is_app_url and e.removed_at is null
   and ($3::timestamptz is null or (e.created_at, e.id) < ($3, $4))
 order by e.created_at desc, e.id desc
 limit $5
offset $6
"""


async def get(db: Db, vault: Vault, store: StoreId, app: AppId, endpoint: EndpointId) -> Subscription:
    """Raises NotFound, for another app's too."""
    row = await db.one(GET, store, app, endpoint)
    if row is None:
        raise NotFound("webhook")
    return _subscription(vault, row)


async def lock(tx: Tx, vault: Vault, store: StoreId, app: AppId, endpoint: EndpointId) -> Subscription:
    """The same, which nobody else changes until the transaction ends."""
    await tx.one(LOCK, store, app, endpoint)
    return await get(tx, vault, store, app, endpoint)


async def page(db: Db, vault: Vault, store: StoreId, app: AppId, slice_: Slice) -> Page[Subscription]:
    """Newest first (created_at, then id)."""
    total = await db.value(COUNT, store, app)
    rows: Sequence[Row] = await db.all(PAGE, store, app, *slice_.start, slice_.size, slice_.offset)
    items = tuple(_subscription(vault, row) for row in rows)
    return newest_first(items, total)


def _subscription(vault: Vault, row: Row) -> Subscription:
    return Subscription(
        store=StoreId(row["store_id"]),
        id=EndpointId(row["id"]),
        app=AppId(row["app_id"]),
        name=row["name"],
        url=row["url"],
        event=row["event"],
        version=row["version"],
        rule=row["rule"],
        headers=signature.open_headers(vault, row["headers"]),
        strategy=Strategy(row["strategy"]),
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
