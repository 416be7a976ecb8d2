"""Events: what was committed, for everything that follows from it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

Portraits = Callable[[Any, Any, Sequence[int]], Awaitable[Mapping[int, object]]]
"""(transaction, store, object ids) → payloads by id."""


class Event(msgspec.Struct, frozen=True):
    """One committed change. `kind` such as `order.created`; `payload` is the object's core facts, as they then were.

    `portraits` reads what the payload shall be instead when the transaction is about to end: by then everything that
    belongs to the object is written. What it does not find keeps its payload.
    """

    store: int
    kind: str
    object_id: int
    version: int
    payload: object
    portraits: Portraits | None = None


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


async def portrayed(tx: object, events: list[Event]) -> list[Event]:
    """The events with the payloads that they shall have. One reading for each kind of portrait and store."""
    wanted: dict[tuple[Portraits, int], set[int]] = {}
    for event in events:
        if event.portraits is not None:
            wanted.setdefault((event.portraits, event.store), set()).add(event.object_id)
    found = {(read, store): await read(tx, store, sorted(ids)) for (read, store), ids in wanted.items()}
    return [
        event
        if event.portraits is None
        else replace(event, payload=found[event.portraits, event.store].get(event.object_id, event.payload))
        for event in events
    ]


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
