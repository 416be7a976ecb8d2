"""An app's own URL as an endpoint of each store that hears of it: told what concerns the app, without having asked."""

from collections.abc import Sequence
from typing import Final

from serai.core.stores import StoreId
from serai.core.webhooks import vocabulary
from serai.kit.db import Tx

# Kept from the first event about the app on, so that it hears that one too.
KEEP: Final = """
insert into webhook_endpoints (store_id, app_id, is_app_url, url, format, events, strategy, created_at, updated_at)
select $1, a.id, true, a.webhook_url, 'salla', $4, a.webhook_strategy, min(v.created_at), $3
  from events v
  join apps a on a.id = v.object_id
 where v.store_id = $1 and v.id = any($2::bigint[]) and v.kind = any($5::text[]) and a.webhook_url is not null
 group by a.id
 order by a.id
on conflict (store_id, app_id) where is_app_url do update
   set url = excluded.url, strategy = excluded.strategy, updated_at = excluded.updated_at
"""


async def keep(tx: Tx, store: StoreId, events: Sequence[int]) -> None:
    """Have an endpoint for the URL of each app that these events are about."""
    await tx.run(KEEP, store, events, tx.now, list(vocabulary.APP_WORDS), list(vocabulary.APP_KINDS))
