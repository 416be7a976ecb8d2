"""Bulk requests as they are."""

from typing import Final

import msgspec

from serai.core.accounts import StoreId
from serai.core.bulk.model import Bulk, BulkId, Done, Outcome, Progress, Status
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound

GET: Final = """
select store_id, id, subject, status, total, processed, failed, scopes, actor, request_url, operation_url
  from bulk_requests
 where store_id = $1 and id = $2
"""

AFTER: Final = """
select store_id, id, subject, status, total, processed, failed, scopes, actor, request_url, operation_url
  from bulk_requests
 where store_id = $1 and id > $2
 order by id
 limit $3
"""

OPERATION: Final = """
select key, status, status_code, response
  from bulk_operations
 where store_id = $1 and request_id = $2 and key = $3
"""


async def get(db: Db, store: StoreId, bulk: BulkId) -> Bulk:
    """Raises NotFound."""
    row = await db.one(GET, store, bulk)
    if row is None:
        raise NotFound("bulk request")
    return bulk_of(row)


async def after(db: Db, store: StoreId, last: int, most: int) -> list[Bulk]:
    """A store's with ids above `last`, ascending, at most so many."""
    return [bulk_of(row) for row in await db.all(AFTER, store, last, most)]


async def operation(db: Db, store: StoreId, bulk: BulkId, key: str) -> Progress:
    """One of its operations. Raises NotFound."""
    row = await db.one(OPERATION, store, bulk, key)
    if row is None:
        raise NotFound("bulk operation")
    outcome = None if row["status_code"] is None else outcome_of(row)
    return Progress(key=row["key"], status=Done(row["status"]), outcome=outcome)


def outcome_of(row: Row) -> Outcome:
    body = row["response"]
    return Outcome(row["status_code"], None if body is None else msgspec.Raw(body.encode()))


def bulk_of(row: Row) -> Bulk:
    return Bulk(**{**dict(row), "status": Status(row["status"]), "scopes": tuple(row["scopes"])})
