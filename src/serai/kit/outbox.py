"""Events: what was committed, for everything that follows from it."""

import msgspec


class Event(msgspec.Struct, frozen=True):
    """One committed change. `kind` such as `order.created`; `payload` is the object's core facts, as they then were."""

    store: int
    kind: str
    object_id: int
    version: int
    payload: object


# The queue's rows come with the events, so that neither is there without the other.
WRITE = """
with written as (
  insert into events (store_id, kind, object_id, object_version, payload, created_at)
  select * from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::jsonb[], $6::timestamptz[])
  returning store_id, id
)
insert into stores_with_events (store_id, event_id)
select store_id, id from written
"""


def rows(events: list[Event], now: object) -> tuple[list[object], ...]:
    """The events as the columns that WRITE takes."""
    return (
        [e.store for e in events],
        [e.kind for e in events],
        [e.object_id for e in events],
        [e.version for e in events],
        [msgspec.json.encode(e.payload).decode() for e in events],
        [now] * len(events),
    )
