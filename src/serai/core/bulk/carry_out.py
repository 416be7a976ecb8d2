"""Carrying out what was sent in bulk, one operation after the other, and stopping it.

A worker leases a request for as long as a batch may take. What an operation was answered is kept apart from its own
transaction: one that a killed worker had carried out may be carried out again by the next, as a client would that heard
no answer.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import msgspec

from serai.core.accounts import StoreId
from serai.core.bulk.model import Bulk, BulkId, Operation, Outcome, Status
from serai.core.bulk.read import bulk_of, get
from serai.kit.db import Database, Row, Tx
from serai.kit.errors import Refused

BATCH: Final = 20
LEASE: Final = timedelta(minutes=5)

TAKE: Final = """
update stores_with_bulk_requests w
   set leased_until = $2
 where w.id = (
   select q.id from stores_with_bulk_requests q
    where q.leased_until is null or q.leased_until < $1
    order by q.leased_until nulls first, q.id
    limit 1
      for update skip locked)
returning w.store_id, w.request_id
"""

GIVE_UP: Final = "update stores_with_bulk_requests set leased_until = null where store_id = $1 and request_id = $2"

LEAVE: Final = "delete from stores_with_bulk_requests where store_id = $1 and request_id = $2"

BEGIN: Final = """
update bulk_requests
   set status = 'processing', updated_at = $3
 where store_id = $1 and id = $2 and status in ('pending', 'processing')
returning store_id, id, subject, status, total, processed, failed, scopes, actor, request_url, operation_url
"""

WAITING: Final = """
select id, key, url, method, headers, body
  from bulk_operations
 where store_id = $1 and request_id = $2 and status = 'new'
 order by id
 limit $3
"""

NOTE: Final = """
with noted as (
  update bulk_operations
     set status = $4, status_code = $5, response = $6, body = null
   where store_id = $1 and id = $3 and status = 'new'
  returning (status = 'failed')::integer as failed
)
update bulk_requests b
   set processed = b.processed + 1, failed = b.failed + noted.failed, updated_at = $7
  from noted
 where b.store_id = $1 and b.id = $2
returning b.store_id, b.id, b.subject, b.status, b.total, b.processed, b.failed, b.scopes, b.actor, b.request_url,
          b.operation_url
"""

FINISH: Final = """
update bulk_requests
   set status = 'processed', updated_at = $3
 where store_id = $1 and id = $2 and status = 'processing'
returning store_id, id, subject, status, total, processed, failed, scopes, actor, request_url, operation_url
"""

CANCEL: Final = """
update bulk_requests
   set status = 'cancelled', updated_at = $3
 where store_id = $1 and id = $2 and status in ('new', 'pending', 'processing')
"""

Carry = Callable[[Bulk, Operation], Awaitable[Outcome]]
Tell = Callable[[Bulk, Operation | None, Outcome | None], Awaitable[None]]
"""Of an operation that was carried out, or (None) of the request that is processed."""


class BulkOver(Refused):
    """It is processed or cancelled already."""


async def cancel(tx: Tx, store: StoreId, bulk: BulkId) -> Bulk:
    """Carry out no more of it; what was carried out stays. Raises NotFound, BulkOver."""
    before = await get(tx, store, bulk)
    if before.status is not Status.CANCELLED and not await tx.run(CANCEL, store, bulk, tx.now):
        raise BulkOver
    await tx.run(LEAVE, store, bulk)
    return await get(tx, store, bulk)


async def carry_out(database: Database, carry: Carry, tell: Tell) -> int:
    """Carry out some operations of one request that waits; 0 when none waits that nobody else works on."""
    now = database.clock.now()
    taken = await database.one(TAKE, now, now + LEASE)
    if taken is None:
        return 0
    store, bulk = StoreId(taken["store_id"]), BulkId(taken["request_id"])
    row = await database.one(BEGIN, store, bulk, now)
    if row is None:
        await database.run(LEAVE, store, bulk)
        return 1
    rows = await database.all(WAITING, store, bulk, BATCH)
    for each in rows:
        operation = _operation(each)
        outcome = await carry(bulk_of(row), operation)
        body = None if outcome.body is None else bytes(outcome.body).decode()
        values = (outcome.done, outcome.status_code, body, database.clock.now())
        after = await database.one(NOTE, store, bulk, each["id"], *values)
        if after is not None:
            await tell(bulk_of(after), operation, outcome)
        if after is None or after["status"] != Status.PROCESSING:
            break
    if len(rows) == BATCH:
        await database.run(GIVE_UP, store, bulk)
        return 1
    finished = await database.one(FINISH, store, bulk, database.clock.now())
    await database.run(LEAVE, store, bulk)
    if finished is not None:
        await tell(bulk_of(finished), None, None)
    return 1


def _operation(row: Row) -> Operation:
    return Operation(
        key=row["key"],
        url=row["url"],
        method=row["method"],
        headers=msgspec.json.decode(row["headers"], type=dict[str, str]),
        body=None if row["body"] is None else msgspec.Raw(row["body"].encode()),
    )
