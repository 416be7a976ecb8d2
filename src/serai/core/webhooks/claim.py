"""What is due at one endpoint, with all that sending it needs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from serai.core.stores import StoreId
from serai.core.webhooks import signature
from serai.core.webhooks.model import TEST, DeliveryId, Format, Occurrence, message_id
from serai.core.webhooks.queue import Lease
from serai.kit.crypto import Vault
from serai.kit.db import Db, Row

BATCH: Final = 20

ENDPOINT = """
select e.url, e.format, e.secret, e.previous_secret, e.previous_until, e.failing_since
  from webhook_endpoints e
 where e.store_id = $1 and e.id = $2 and e.paused_at is null
"""

DUE = """
select d.id, d.event, d.event_id, d.tries, d.begun_at, d.created_at,
       v.kind, v.object_id, v.object_version, v.payload, v.created_at as happened_at
  from webhook_deliveries d
  left join events v on v.store_id = d.store_id and v.id = d.event_id
 where d.store_id = $1 and d.endpoint_id = $2 and d.status = 'pending' and d.due_at <= $3
 order by d.due_at, d.id
 limit $4
"""


class Recipient(Struct, frozen=True):
    """Where to send. `secrets` are those that count now, the newest first; none when they cannot be opened."""

    url: str
    format: Format
    secrets: tuple[str, ...]
    failing_since: datetime | None


class Letter(Struct, frozen=True):
    """One delivery as it is sent. `tries` were made since it was queued, the first at `begun_at`."""

    delivery: DeliveryId
    occurrence: Occurrence
    tries: int
    begun_at: datetime | None


async def recipient(db: Db, vault: Vault, lease: Lease, *, at: datetime) -> Recipient | None:
    """None when the endpoint is paused or gone."""
    row = await db.one(ENDPOINT, lease.store, lease.endpoint)
    return None if row is None else Recipient(row["url"], Format(row["format"]), _secrets(vault, row, at), row["failing_since"])


async def due(db: Db, lease: Lease, *, at: datetime) -> Sequence[Letter]:
    """At most BATCH letters, the longest due first."""
    return [_letter(lease.store, row) for row in await db.all(DUE, lease.store, lease.endpoint, at, BATCH)]


def _secrets(vault: Vault, row: Row, at: datetime) -> tuple[str, ...]:
    newest = signature.unseal(vault, row["secret"])
    if newest is None:
        return ()
    overlaps = row["previous_until"] is not None and at < row["previous_until"]
    previous = signature.unseal(vault, row["previous_secret"]) if overlaps else None
    return (newest,) if previous is None else (newest, previous)


def _letter(store: StoreId, row: Row) -> Letter:
    is_test = row["event_id"] is None
    occurrence = Occurrence(
        message=message_id(row["event_id"], row["id"]),
        store=store,
        name=row["event"],
        kind=TEST if is_test else row["kind"],
        object_id=0 if is_test else row["object_id"],
        version=1 if is_test else row["object_version"],
        payload=b"{}" if is_test else row["payload"].encode(),
        at=row["created_at"] if is_test else row["happened_at"],
    )
    return Letter(DeliveryId(row["id"]), occurrence, row["tries"], row["begun_at"])
