"""Writing down how attempts went: many at once, and what they say about the endpoint."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from msgspec import Struct

from serai.core.webhooks.model import DeliveryId, Status
from serai.core.webhooks.queue import Lease
from serai.kit.db import Database, Tx
from serai.kit.outbox import Event

log = structlog.get_logger("serai.webhooks")

# A delivery that another worker has settled meanwhile stays as it is; that it was tried is noted all the same.
RECORD = """
with given as (
  select *
    from unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::integer[], $7::integer[],
                $8::text[], $9::text[], $10::text[], $11::text[])
      as g (id, status, due_at, tried_at, milliseconds, answer, error, url, request, response)
), held as (
  select d.id
    from webhook_deliveries d
    join given g on g.id = d.id
   where d.store_id = $1
   order by d.id
     for update of d
), noted as (
  insert into webhook_attempts (store_id, delivery_id, tried_at, milliseconds, status, error, url, request, response)
  select $1, g.id, g.tried_at, g.milliseconds, g.answer, g.error, g.url, g.request, g.response
    from given g
    join held on held.id = g.id
)
update webhook_deliveries d
   set attempts = d.attempts + 1, tries = d.tries + 1, begun_at = coalesce(d.begun_at, g.tried_at),
       status = g.status, due_at = g.due_at, finished_at = case when g.due_at is null then g.tried_at end
  from given g
  join held on held.id = g.id
 where d.store_id = $1 and d.id = g.id and d.status = 'pending'
"""

WELL = """
update webhook_endpoints set failing_since = null
 where store_id = $1 and id = $2 and failing_since is not null
"""

ILL = """
update webhook_endpoints set failing_since = $3
 where store_id = $1 and id = $2 and failing_since is null
"""

PAUSE = """
update webhook_endpoints
   set paused_at = $3, updated_at = $3, notice = $4
 where store_id = $1 and id = $2 and paused_at is null and failing_since <= $5
returning failing_since
"""


UNWRITTEN: Final = "The event could not be written"


class Outcome(Struct, frozen=True, kw_only=True):
    """How one attempt went. `due_at` is when the next one is; None: none, it was taken or is given up."""

    delivery: DeliveryId
    status: Status
    due_at: datetime | None
    tried_at: datetime
    milliseconds: int
    answer: int | None
    error: str | None
    url: str
    request: str
    response: str | None

    @property
    def is_well(self) -> bool:
        return self.status is Status.DELIVERED

    @property
    def is_telling(self) -> bool:
        """Whether it says anything about the endpoint."""
        return self.error != UNWRITTEN


async def record(database: Database, lease: Lease, outcomes: Sequence[Outcome]) -> None:
    """Write them all down in one statement."""
    names = Outcome.__struct_fields__
    columns = [[getattr(outcome, name) for outcome in outcomes] for name in names]
    await database.run(RECORD, lease.store, *columns)


async def judge(
    database: Database, lease: Lease, *, failing_since: datetime | None, well: bool, patience: timedelta | None
) -> None:
    """Note whether the endpoint works, when that changed; pause it when it has failed for as long as `patience` says."""
    now = database.clock.now()
    if well and failing_since is not None:
        await database.run(WELL, lease.store, lease.endpoint)
    elif not well and failing_since is None:
        await database.run(ILL, lease.store, lease.endpoint, now)
    elif not well and failing_since is not None and patience is not None and now - failing_since >= patience:
        await database.write(lambda tx: _pause(tx, lease, patience))


async def _pause(tx: Tx, lease: Lease, patience: timedelta) -> None:
    notice = f"Paused by itself: every attempt failed for {patience.days} days. Nothing is lost: resume it and redeliver."
    since = await tx.value(PAUSE, lease.store, lease.endpoint, tx.now, notice, tx.now - patience)
    if since is not None:
        log.warning("endpoint paused", store=lease.store, endpoint=lease.endpoint, failing_since=since)
        tx.emit(Event(lease.store, "webhook.paused", lease.endpoint, 1, {"failing_since": since, "notice": notice}))
