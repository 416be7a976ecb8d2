"""Which events an endpoint with a rule is told of."""

from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from serai.core.apps import Profile
from serai.core.stores import StoreId
from serai.core.webhooks import conditions, vocabulary
from serai.core.webhooks.model import Format, Occurrence, Wire, message_id
from serai.kit.db import Row, Tx
from serai.kit.errors import Invalid

RULED: Final = """
select w.id as endpoint_id, w.rule, w.format, n.word, v.id, v.kind, v.object_id, v.object_version, v.payload, v.created_at
  from webhook_endpoints w
  join unnest($3::text[], $4::text[], $5::text[]) n (format, kind, word) on n.format = w.format and n.word = any(w.events)
  join events v on v.store_id = w.store_id and v.kind = n.kind and v.id = any($2::bigint[])
 where w.store_id = $1 and w.rule is not null and w.paused_at is null
"""

log = structlog.get_logger("serai.webhooks")


async def held(tx: Tx, wires: Mapping[Format, Wire], store: StoreId, events: Sequence[int]) -> list[tuple[int, int]]:
    """(event, endpoint) wherever the endpoint has a rule and it holds. One statement."""
    names = (vocabulary.FORMATS, vocabulary.KINDS, vocabulary.WORDS)
    rows = await tx.all(RULED, store, events, *names)
    return [(row["id"], row["endpoint_id"]) for row in rows if _holds(wires, store, row)]


def _holds(wires: Mapping[Format, Wire], store: StoreId, row: Row) -> bool:
    """False also for what the format cannot read: a rule that cannot be judged does not hold."""
    wire = wires.get(Format(row["format"]))
    if wire is None or wire.facts is None:
        return False
    of = Occurrence(
        message=message_id(row["id"], 0),
        store=store,
        name=row["word"],
        kind=row["kind"],
        object_id=row["object_id"],
        version=row["object_version"],
        payload=row["payload"].encode(),
        at=row["created_at"],
        profile=Profile.DOCUMENTED,
    )
    try:
        return conditions.holds(conditions.parse(row["rule"]), wire.facts(of))
    except Invalid:
        return False
    except Exception:
        log.exception("rule cannot be judged", store=store, endpoint=row["endpoint_id"], kind=row["kind"])
        return False
