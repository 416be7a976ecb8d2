"""Events become deliveries, one for each endpoint that asked for them: a store's in one transaction, so never twice."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import groupby
from typing import Final

from serai.core.stores import StoreId
from serai.core.webhooks import app_url, ruled, vocabulary
from serai.core.webhooks.model import Format, Wire
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
# is when one began. What concerns an app it alone hears, once at each URL; the rest it hears while it is
# installed and may read it. Of the endpoints with a rule, only those in $7 and $8 are told.
FAN_OUT = """
with fresh as (
  insert into webhook_deliveries (store_id, endpoint_id, event_id, event, status, due_at, created_at)
  select w.store_id, w.id, v.id, n.word, 'pending', $3, $3
    from events v
    join unnest($4::text[], $5::text[], $6::text[], $9::text[]) n (format, kind, word, scope) on n.kind = v.kind
    join webhook_endpoints w on w.store_id = v.store_id and w.format = n.format and n.word = any(w.events)
   where v.store_id = $1 and v.id = any($2::bigint[]) and w.paused_at is null
     and v.created_at >= w.created_at - interval '1 minute'
     and case when n.kind like 'app.%' then w.app_id is not distinct from v.object_id
              else w.app_id is null
                   or exists (
                     select 1 from app_installs i
                       join apps a on a.id = i.app_id
                      where i.store_id = $1 and i.app_id = w.app_id
                        and (n.scope = '' or (i.scopes && array[n.scope, n.scope || '_write']
                                              and a.scopes && array[n.scope, n.scope || '_write']))) end
     and (w.rule is null
          or exists (select 1 from unnest($7::bigint[], $8::bigint[]) r (event_id, endpoint_id)
                      where r.event_id = v.id and r.endpoint_id = w.id))
     and not (w.is_app_url
              and exists (select 1 from webhook_endpoints o
                           where o.store_id = $1 and o.app_id = w.app_id and not o.is_app_url and o.url = w.url
                             and n.word = any(o.events) and o.paused_at is null))
   order by v.id, w.id, n.word
  on conflict (store_id, event_id, endpoint_id, event) do nothing
  returning endpoint_id
)
insert into webhook_queues as q (store_id, endpoint_id, due_at)
select $1::bigint, f.endpoint_id, $3
  from (select distinct endpoint_id from fresh) f
 order by f.endpoint_id
on conflict (store_id, endpoint_id) do update set due_at = excluded.due_at
 where q.due_at is null or q.due_at > excluded.due_at
"""


Listener = Callable[[Tx, StoreId, Sequence[int]], Awaitable[None]]
"""Something else that follows from events."""


async def fan_out(database: Database, wires: Mapping[Format, Wire], *, hear: Listener | None = None) -> int:
    """Make the deliveries of one store's waiting events; the number of events, 0 when none waits anywhere.

    `hear` is told the store and its events in the same transaction.
    """

    async def work(tx: Tx) -> int:
        rows = await tx.all(TAKE, MOST)
        for store, own in groupby(rows, key=lambda row: row["store_id"]):
            events = sorted(row["event_id"] for row in own)
            await _deliveries(tx, wires, StoreId(store), events)
            if hear is not None:
                await hear(tx, StoreId(store), events)
        return len(rows)

    try:
        return await database.write(work)
    except Clash:  # an endpoint was deleted meanwhile
        return 1


async def _deliveries(tx: Tx, wires: Mapping[Format, Wire], store: StoreId, events: Sequence[int]) -> None:
    await app_url.keep(tx, store, events)
    held = await ruled.held(tx, wires, store, events)
    names = (vocabulary.FORMATS, vocabulary.KINDS, vocabulary.WORDS)
    pairs = ([event for event, _ in held], [endpoint for _, endpoint in held])
    await tx.run(FAN_OUT, store, events, tx.now, *names, *pairs, vocabulary.SCOPES)
