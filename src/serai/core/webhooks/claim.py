"""What is due at one endpoint, with all that sending it needs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct

from serai.core import apps
from serai.core.apps import Profile, Strategy
from serai.core.stores import StoreId
from serai.core.webhooks import signature
from serai.core.webhooks.model import TEST, DeliveryId, EndpointId, Format, Occurrence, Origin, message_of
from serai.core.webhooks.queue import Lease
from serai.kit.crypto import Vault
from serai.kit.db import Db, Row

BATCH: Final = 20

# What an app's own URL, secret and way of signing are is asked anew each time.
ENDPOINT = """
select e.id, case when e.is_app_url then a.webhook_url else e.url end as url, e.format, e.secret, e.previous_secret,
       e.previous_until, e.failing_since, case when e.is_app_url then a.webhook_strategy else e.strategy end as strategy,
       e.headers, a.webhook_secret as app_secret, coalesce(a.profile, 'documented') as profile,
       s.name, s.public_slug as slug, s.currency, s.time_zone,
       case when s.custom_domain_verified_at is not null then s.custom_domain end as domain
  from webhook_endpoints e
  join stores s on s.id = e.store_id
  left join apps a on a.id = e.app_id
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


class Recipient(Struct, frozen=True, kw_only=True):
    """Where to send. `secrets` are those that count now, the newest first; none when they cannot be opened.

    `headers` are those that the endpoint asked for.
    """

    id: EndpointId
    url: str
    format: Format
    secrets: tuple[str, ...]
    failing_since: datetime | None
    strategy: Strategy
    headers: tuple[tuple[str, str], ...]
    profile: Profile
    origin: Origin


class Letter(Struct, frozen=True):
    """One delivery as it is sent. `tries` were made since it was queued, the first at `begun_at`."""

    delivery: DeliveryId
    occurrence: Occurrence
    tries: int
    begun_at: datetime | None


async def recipient(db: Db, vault: Vault, lease: Lease, *, at: datetime) -> Recipient | None:
    """None when the endpoint is paused or gone. An app that has no URL any more is not reached at the empty one."""
    row = await db.one(ENDPOINT, lease.store, lease.endpoint)
    if row is None:
        return None
    return Recipient(
        id=EndpointId(row["id"]),
        url=row["url"] or "",
        format=Format(row["format"]),
        secrets=_secrets(vault, row, at),
        failing_since=row["failing_since"],
        strategy=Strategy(row["strategy"]),
        headers=signature.open_headers(vault, row["headers"]),
        profile=Profile(row["profile"]),
        origin=Origin(**{name: row[name] for name in Origin.__struct_fields__}),
    )


async def due(db: Db, vault: Vault, lease: Lease, to: Recipient, *, at: datetime) -> Sequence[Letter]:
    """At most BATCH letters, the longest due first."""
    return [_letter(vault, lease.store, to, row) for row in await db.all(DUE, lease.store, lease.endpoint, at, BATCH)]


def _secrets(vault: Vault, row: Row, at: datetime) -> tuple[str, ...]:
    if row["secret"] is None:
        own = apps.webhook_secret(vault, row["app_secret"]) if row["app_secret"] else None
        return () if own is None else (own,)
    newest = signature.unseal(vault, row["secret"])
    if newest is None:
        return ()
    overlaps = row["previous_until"] is not None and at < row["previous_until"]
    previous = signature.unseal(vault, row["previous_secret"]) if overlaps else None
    return (newest,) if previous is None else (newest, previous)


def _letter(vault: Vault, store: StoreId, to: Recipient, row: Row) -> Letter:
    is_test = row["event_id"] is None
    occurrence = Occurrence(
        message=message_of(to.format, row["event_id"], row["id"]),
        store=store,
        name=row["event"],
        kind=TEST if is_test else row["kind"],
        object_id=0 if is_test else row["object_id"],
        version=1 if is_test else row["object_version"],
        payload=b"{}" if is_test else row["payload"].encode(),
        at=row["created_at"] if is_test else row["happened_at"],
        origin=to.origin,
        profile=to.profile,
    )
    if occurrence.is_secret:
        occurrence = msgspec.structs.replace(occurrence, payload=_unsealed(vault, occurrence.payload))
    return Letter(DeliveryId(row["id"]), occurrence, row["tries"], row["begun_at"])


class _Handover(Struct):
    sealed: str


def _unsealed(vault: Vault, payload: bytes) -> bytes:
    """The pair of tokens that the payload holds sealed; with another secret key an empty object, which nobody can write."""
    pair = apps.open_event(vault, msgspec.json.decode(payload, type=_Handover).sealed)
    return b"{}" if pair is None else msgspec.json.encode(pair)
