"""Events become deliveries, one for each endpoint that asked for them: a store's in one transaction, so never twice."""

from itertools import groupby
from typing import Final

from serai.core.stores import StoreId
from serai.core.webhooks import vocabulary
from serai.kit.db import Clash, Database, Tx

MOST: Final = 500
"""Events in one transaction."""

# All of one store's: the one whose event waits longest.
TAKE = """
with first as (
  select store_id from stores_with_events
   order by event_id
   limit 1
     for update skip locked
), mine as (
  select w.store_id, w.event_id
    from stores_with_events w
    join first f on f.store_id = w.store_id
   order by w.event_id
   limit $1
     for update of w skip locked
)
delete from stores_with_events s
 using mine
 where s.store_id = mine.store_id and s.event_id = mine.event_id
returning s.store_id, s.event_id
"""

# An endpoint hears what happens from its creation on. The minute is for transactions that were open then: `created_at`
# is when one began.
FAN_OUT = """
with fresh as (
  insert into webhook_deliveries (store_id, endpoint_id, event_id, event, status, due_at, created_at)
  select w.store_id, w.id, v.id, n.word, 'pending', $3, $3
    from events v
    join unnest($4::text[], $5::text[], $6::text[]) n (format, kind, word) on n.kind = v.kind
    join webhook_endpoints w on w.store_id = v.store_id and w.format = n.format and n.word = any(w.events)
   where v.store_id = $1 and v.id = any($2::bigint[]) and w.paused_at is null
     and v.created_at >= w.created_at - interval '1 minute'
   order by v.id, w.id
  on conflict (store_id, event_id, endpoint_id) do nothing
  returning endpoint_id
)
insert into webhook_queues as q (store_id, endpoint_id, due_at)
select $1::bigint, f.endpoint_id, $3
  from (select distinct endpoint_id from fresh) f
 order by f.endpoint_id
on conflict (store_id, endpoint_id) do update set due_at = excluded.due_at
 where q.due_at is null or q.due_at > excluded.due_at
"""


async def fan_out(database: Database) -> int:
    """Make the deliveries of one store's waiting events; the number of events, 0 when none waits anywhere."""

    async def work(tx: Tx) -> int:
        rows = await tx.all(TAKE, MOST)
        for store, own in groupby(rows, key=lambda row: row["store_id"]):
            await _deliveries(tx, StoreId(store), sorted(row["event_id"] for row in own))
        return len(rows)

    try:
        return await database.write(work)
    except Clash:  # an endpoint was deleted meanwhile
        return 1


async def _deliveries(tx: Tx, store: StoreId, events: list[int]) -> None:
    await tx.run(FAN_OUT, store, events, tx.now, vocabulary.FORMATS, vocabulary.KINDS, vocabulary.WORDS)
