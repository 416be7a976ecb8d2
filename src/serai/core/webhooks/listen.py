"""Endpoints for one event each, whose receivers prove themselves by a name and a password in the URL.

The two are never stored in the open, nor shown again: the URL is kept without them, and they become a header.
"""

import base64
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import msgspec
from msgspec import UNSET, Struct, UnsetType

from serai.core.stores import StoreId
from serai.core.webhooks import queue, rules, signature
from serai.core.webhooks.create import COUNT, MOST
from serai.core.webhooks.errors import TooManyEndpoints
from serai.core.webhooks.model import EndpointId, Format
from serai.kit.crypto import Vault
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound
from serai.kit.values import as_json, sent

COLUMNS = "store_id, id, url, events[1] as event, version, filters, headers is not null as has_password"

WALK = f"""
select {COLUMNS}
  from webhook_endpoints
 where store_id = $1 and format = 'scayle' and id > $2
 order by id
 limit $3
"""

GET = f"""
select {COLUMNS}
  from webhook_endpoints
 where store_id = $1 and format = 'scayle' and id = $2
"""

INSERT = """
insert into webhook_endpoints (store_id, url, format, events, version, filters, headers, secret, created_at, updated_at)
values ($1, $2, $3, array[$4::text], 1, $5, $6, $7, $8, $8)
returning id
"""

UPDATE = """
update webhook_endpoints
   set url = $3, filters = $4, headers = case when $5::boolean then $6::bytea else headers end, updated_at = $7,
       failing_since = null, paused_at = null, notice = null
 where store_id = $1 and id = $2
"""

DELETE = "delete from webhook_endpoints where store_id = $1 and format = 'scayle' and id = $2"

MASK: Final = "***"
"""What stands for the name and the password; sent back, it means those that are kept."""


class Listener(Struct, frozen=True, kw_only=True):
    """`url` is without name and password. `filters` are kept as they were given."""

    store: StoreId
    id: EndpointId
    url: str
    event: str
    version: int
    filters: list[dict[str, Any]]
    has_password: bool


def bare(url: str) -> str:
    """The URL without a name and a password: where it leads."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


async def listen(
    tx: Tx, vault: Vault, store: StoreId, *, url: str, event: str, filters: Sequence[dict[str, Any]] = ()
) -> Listener:
    """Hear of the event from now on. Where the URL leads is `check_url`'s to say, before the transaction.

    Raises Invalid (url, events.0), TooManyEndpoints.
    """
    kept = rules.checked_url(bare(url))
    rules.checked_events(Format.SCAYLE, [event])
    if await tx.value(COUNT, store) >= MOST:
        raise TooManyEndpoints(MOST)
    headers = signature.seal_headers(vault, _proof(url))
    secret = signature.seal(vault, signature.new_secret())
    values = (kept, Format.SCAYLE, event, _json(filters), headers, secret)
    return await listener(tx, store, EndpointId(await tx.value(INSERT, store, *values, tx.now)))


async def change_listener(
    tx: Tx,
    vault: Vault,
    store: StoreId,
    which: EndpointId,
    *,
    url: str | UnsetType = UNSET,
    filters: Sequence[dict[str, Any]] | UnsetType = UNSET,
) -> Listener:
    """Another URL or other filters; one that was paused is told again. Raises NotFound, Invalid (url)."""
    before = await listener(tx, store, which)
    text = sent(url, before.url)
    kept = rules.checked_url(bare(text))
    keeps = isinstance(url, UnsetType) or urlsplit(url).username == MASK
    headers = None if keeps else signature.seal_headers(vault, _proof(text))
    await tx.run(UPDATE, store, which, kept, _json(sent(filters, before.filters)), not keeps, headers, tx.now)
    await queue.queue(tx, store, which, due_at=tx.now)
    return await listener(tx, store, which)


async def stop_listening(tx: Tx, store: StoreId, which: EndpointId) -> None:
    """With what waits for it. Raises NotFound."""
    if not await tx.run(DELETE, store, which):
        raise NotFound("subscription")
    await queue.drop(tx, store, which)


async def listener(db: Db, store: StoreId, which: EndpointId) -> Listener:
    """Raises NotFound."""
    row = await db.one(GET, store, which)
    if row is None:
        raise NotFound("subscription")
    return _listener(row)


async def listeners(db: Db, store: StoreId, *, after: int, most: int) -> Sequence[Listener]:
    """Those with an id above `after`, by id."""
    return [_listener(row) for row in await db.all(WALK, store, after, most)]


def _proof(url: str) -> list[tuple[str, str]]:
    parts = urlsplit(url)
    if parts.username is None:
        return []
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return [("authorization", f"Basic {base64.b64encode(pair.encode()).decode()}")]


def _json(filters: Sequence[dict[str, Any]]) -> str | None:
    return as_json({"filters": list(filters)}) if filters else None


def _listener(row: Row) -> Listener:
    kept = msgspec.json.decode(row["filters"])["filters"] if row["filters"] else []
    return Listener(
        store=StoreId(row["store_id"]),
        id=EndpointId(row["id"]),
        url=row["url"],
        event=row["event"],
        version=row["version"],
        filters=kept,
        has_password=row["has_password"],
    )
