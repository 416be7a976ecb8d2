"""The event log as a feed, for whoever missed something."""

from collections.abc import Sequence

from serai.core.stores import StoreId
from serai.core.webhooks import vocabulary
from serai.core.webhooks.model import EventId, Format, Occurrence, message_id
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound

PLACE = """
select v.transaction_id::text as transaction_id
  from events v
 where v.store_id = any($1::bigint[]) and v.id = $2
"""

# In the order of transactions, and none of a transaction that is younger than one still running: what commits later comes
# later, so that nobody who goes on from the last event seen misses one.
AFTER = """
select v.store_id, v.id, v.kind, v.object_id, v.object_version, v.payload, v.created_at
  from unnest($1::bigint[]) s (id)
 cross join lateral (
   select e.store_id, e.id, e.transaction_id, e.kind, e.object_id, e.object_version, e.payload, e.created_at
     from events e
    where e.store_id = s.id and e.kind = any($5::text[])
      and (e.transaction_id, e.id) > ($2::text::xid8, $3)
      and e.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
    order by e.transaction_id, e.id
    limit $4) v
 order by v.transaction_id, v.id
 limit $4
"""


async def events_after(
    db: Db, stores: Sequence[StoreId], format_: Format, *, after: EventId | None, limit: int
) -> tuple[tuple[EventId, Occurrence], ...]:
    """What happened in these stores after the event `after` (from the beginning: None), in the words of a format.

    An order that never changes: asking on after the last one seen skips nothing and repeats nothing. Raises NotFound for
    an event that these stores don't have.
    """
    transaction = "0"
    if after is not None:
        transaction = await db.value(PLACE, list(stores), after)
        if transaction is None:
            raise NotFound("event")
    names = vocabulary.NAMES[format_]
    rows = await db.all(AFTER, list(stores), transaction, after or 0, limit, list(names))
    return tuple((EventId(row["id"]), _occurrence(row, names[row["kind"]][0])) for row in rows)


def _occurrence(row: Row, name: str) -> Occurrence:
    return Occurrence(
        message=message_id(row["id"], 0),
        store=StoreId(row["store_id"]),
        name=name,
        kind=row["kind"],
        object_id=row["object_id"],
        version=row["object_version"],
        payload=row["payload"].encode(),
        at=row["created_at"],
    )
