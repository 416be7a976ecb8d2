"""When each store next has something to renew.

Whoever schedules something writes the store's row, so that it is looked at in time; whoever has taken the store holds its
row while looking for what is left. So nothing that is scheduled is overlooked.
"""

from datetime import date, datetime

from msgspec import Struct

from serai.core.stores import StoreId
from serai.kit import days
from serai.kit.db import Tx

ZONE = "select time_zone from stores where id = $1"

QUEUE = """
insert into stores_with_renewals as w (store_id, due_at) values ($1, $2)
on conflict (store_id) do update set due_at = least(w.due_at, excluded.due_at)
"""

# The lock is the lease: it goes with the worker that holds it, however that ends.
TAKE = """
select w.store_id, s.time_zone
  from stores_with_renewals w
  join stores s on s.id = w.store_id
 where w.due_at <= $1
 order by w.due_at
 limit 1
   for update of w skip locked
"""

NEXT = """
select coalesce(retry_date, next_date)
  from subscriptions
 where store_id = $1 and status = 'active'
 order by coalesce(retry_date, next_date), id
 limit 1
"""

PUT_BACK = "update stores_with_renewals set due_at = $2 where store_id = $1"


class Due(Struct, frozen=True):
    """A store whose row this transaction holds, and the day that it is there."""

    store: StoreId
    zone: str
    today: date


async def today(tx: Tx, store: StoreId) -> date:
    """The day that it is where the store is."""
    return days.of(tx.now, await tx.value(ZONE, store))


async def schedule(tx: Tx, store: StoreId, day: date) -> None:
    """Have the store looked at when that day begins there, or earlier."""
    await tx.run(QUEUE, store, days.begin(day, await tx.value(ZONE, store)))


async def take(tx: Tx) -> Due | None:
    """A store that has something due and that nobody else works on."""
    row = await tx.one(TAKE, tx.now)
    return None if row is None else Due(StoreId(row["store_id"]), row["time_zone"], days.of(tx.now, row["time_zone"]))


async def put_back(tx: Tx, due: Due) -> None:
    """Have the store looked at again when its next subscription is due."""
    day: date | None = await tx.value(NEXT, due.store)
    when: datetime | None = None if day is None else days.begin(day, due.zone)
    await tx.run(PUT_BACK, due.store, when)
