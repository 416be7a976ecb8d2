"""Which endpoints have something to send, and which worker serves them.

Every endpoint with deliveries has one row, which is never taken away while the endpoint lives. Who queues deliveries locks
it, and who stops serving locks it before looking for what is left, so that no delivery is overlooked.
"""

from datetime import datetime
from typing import Final

from msgspec import Struct

from serai.core.stores import StoreId
from serai.core.webhooks.model import EndpointId
from serai.kit.db import Database, Tx

LEASE_SECONDS: Final = 5.0
"""How long a worker may be silent before its endpoints are given to others."""
RENEW_SECONDS: Final = 1.5

QUEUE = """
insert into webhook_queues as q (store_id, endpoint_id, due_at) values ($1, $2, $3)
on conflict (store_id, endpoint_id) do update set due_at = least(q.due_at, excluded.due_at)
"""

TAKE = """
with due as (
  select store_id, endpoint_id from webhook_queues
   where due_at <= $1 and is_failing = $2 and (leased_until is null or leased_until < clock_timestamp())
   order by due_at
   limit $3
     for update skip locked
)
update webhook_queues q
   set leased_by = $4, leased_until = clock_timestamp() + make_interval(secs => $5)
  from due
 where q.store_id = due.store_id and q.endpoint_id = due.endpoint_id
returning q.store_id, q.endpoint_id
"""

RENEW = """
update webhook_queues
   set leased_until = clock_timestamp() + make_interval(secs => $4)
 where store_id = $1 and endpoint_id = $2 and leased_by = $3
"""

LOCK = "select leased_by from webhook_queues where store_id = $1 and endpoint_id = $2 for update"

LEFT = """
select e.failing_since is not null as is_failing, (
         select min(d.due_at) from webhook_deliveries d
          where d.store_id = $1 and d.endpoint_id = $2 and d.status = 'pending') as due_at
  from webhook_endpoints e
 where e.store_id = $1 and e.id = $2 and e.paused_at is null
"""

FREE = """
update webhook_queues
   set due_at = $3, is_failing = $4, leased_by = null, leased_until = null
 where store_id = $1 and endpoint_id = $2
"""

DROP = "delete from webhook_queues where store_id = $1 and endpoint_id = $2"


class Lease(Struct, frozen=True):
    """An endpoint that is served by `holder` alone, as long as it renews."""

    store: StoreId
    endpoint: EndpointId
    holder: str


async def queue(tx: Tx, store: StoreId, endpoint: EndpointId, *, due_at: datetime) -> None:
    """Have the endpoint served at `due_at` or earlier."""
    await tx.run(QUEUE, store, endpoint, due_at)


async def take(database: Database, *, failing: bool, most: int, holder: str) -> list[Lease]:
    """Lease endpoints that have something due, the longest waiting first."""
    rows = await database.all(TAKE, database.clock.now(), failing, most, holder, LEASE_SECONDS)
    return [Lease(StoreId(row["store_id"]), EndpointId(row["endpoint_id"]), holder) for row in rows]


async def renew(database: Database, lease: Lease) -> bool:
    """Whether the lease is still ours."""
    return bool(await database.run(RENEW, lease.store, lease.endpoint, lease.holder, LEASE_SECONDS))


async def free(database: Database, lease: Lease) -> datetime | None:
    """Give the endpoint back, to be served when its next delivery is due, and return when that is; None: not for now."""

    async def work(tx: Tx) -> datetime | None:
        if await tx.value(LOCK, lease.store, lease.endpoint) != lease.holder:
            return None
        left = await tx.one(LEFT, lease.store, lease.endpoint)
        due_at, is_failing = (left["due_at"], left["is_failing"]) if left else (None, False)
        await tx.run(FREE, lease.store, lease.endpoint, due_at, is_failing)
        return due_at

    return await database.write(work)


async def drop(tx: Tx, store: StoreId, endpoint: EndpointId) -> None:
    """The endpoint is gone."""
    await tx.run(DROP, store, endpoint)
