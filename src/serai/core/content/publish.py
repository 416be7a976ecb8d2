"""Showing the draft to visitors."""

import msgspec

from serai.core import stores
from serai.core.content.pages import read_pages
from serai.core.content.theme import encoded, read_theme
from serai.core.stores import Status, Store, StoreId
from serai.kit.db import Tx

SNAPSHOT = """
insert into published_content (store_id, theme, pages, published_at)
values ($1, $2, $3, $4)
    on conflict (store_id) do update
   set theme = excluded.theme, pages = excluded.pages, published_at = excluded.published_at
"""

IS_PUBLISHED = "select exists (select 1 from published_content where store_id = $1)"


async def publish(tx: Tx, store: StoreId) -> Store:
    """Visitors see theme and published pages as they are now; the store is LIVE from any status. Raises NotFound.

    Source: docs/dialects/skalia.md, "Store configuration".
    """
    after = await stores.publish(tx, store)
    await _snapshot(tx, store)
    return after


async def change_status(tx: Tx, store: StoreId, *, status: Status) -> Store:
    """As `stores.change_status`; going LIVE with nothing published yet publishes first. Raises NotFound."""
    if status is Status.LIVE:
        await stores.lock(tx, store)
        if not await tx.value(IS_PUBLISHED, store):
            return await publish(tx, store)
    return await stores.change_status(tx, store, status=status)


async def _snapshot(tx: Tx, store: StoreId) -> None:
    pages = [page for page in await read_pages(tx, store) if page.is_published]
    theme = await read_theme(tx, store)
    await tx.run(SNAPSHOT, store, encoded(theme), msgspec.json.encode(pages).decode(), tx.now)
