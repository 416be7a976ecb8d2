"""Taking requests in: whole ones, and such that come in several pieces."""

from typing import Final

import msgspec

from serai.core.accounts import StoreId
from serai.core.bulk.model import BulkId, NewBulk, Status
from serai.core.bulk.read import GET, bulk_of
from serai.kit.db import Clash, Tx
from serai.kit.errors import Invalid, NotFound, Taken

LONGEST_KEY: Final = 255
KEPT_DAYS: Final = 30

OPEN: Final = """
insert into bulk_requests (store_id, subject, scopes, actor, request_url, operation_url, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $7)
returning id
"""

LOCK: Final = f"{GET}   for update"

ADD: Final = """
insert into bulk_operations (store_id, request_id, key, url, method, headers, body)
select $1, $2, o.key, o.url, o.method, o.headers, o.body
  from rows from (json_to_recordset($3::json) as (key text, url text, method text, headers jsonb, body jsonb))
       with ordinality o (key, url, method, headers, body, place)
 order by o.place
"""

GROW: Final = "update bulk_requests set total = total + $3, status = $4, updated_at = $5 where store_id = $1 and id = $2"

QUEUE: Final = "insert into stores_with_bulk_requests (store_id, request_id) values ($1, $2)"

FORGET: Final = """
delete from bulk_requests
 where store_id = $1 and status in ('processed', 'cancelled') and updated_at < $2::timestamptz - make_interval(days => $3)
"""


async def accept(tx: Tx, store: StoreId, new: NewBulk, *, most: int) -> BulkId:
    """Keep the operations, at most so many with those before them; when they are complete they will be carried out.

    Raises NotFound for a bulk that is not this store's, not of this subject or complete already, Invalid, Taken.
    """
    _check(new)
    before = 0
    if new.continues is None:
        await tx.run(FORGET, store, tx.now, KEPT_DAYS)
        values = (new.subject, list(new.scopes), new.actor, new.request_url, new.operation_url)
        bulk = BulkId(await tx.value(OPEN, store, *values, tx.now))
    else:
        row = await tx.one(LOCK, store, new.continues)
        if row is None or (row["subject"], row["status"]) != (new.subject, Status.NEW):
            raise NotFound("bulk request")
        bulk, before = new.continues, bulk_of(row).total
    if before + len(new.operations) > most:
        raise Invalid.one("operations", f"May be {most} in all.")
    try:
        await tx.run(ADD, store, bulk, msgspec.json.encode(new.operations).decode())
    except Clash as clash:
        raise Taken("operations.key", "") from clash
    status = Status.PENDING if new.is_complete else Status.NEW
    await tx.run(GROW, store, bulk, len(new.operations), status, tx.now)
    if new.is_complete:
        await tx.run(QUEUE, store, bulk)
    return bulk


def _check(new: NewBulk) -> None:
    seen: set[str] = set()
    for i, each in enumerate(new.operations):
        if not 1 <= len(each.key) <= LONGEST_KEY or each.key in seen:
            raise Invalid.one(f"operations.{i}.key", f"Must have 1 to {LONGEST_KEY} characters, and come once.")
        seen.add(each.key)
