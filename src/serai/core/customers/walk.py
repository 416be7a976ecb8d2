"""Customers by id, for clients that read all of them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from serai.core.customers.model import Customer
from serai.core.customers.read import DOCUMENT
from serai.core.stores import StoreId
from serai.kit.db import Db
from serai.kit.sql import Where

WALK = """
select {document} as document
  from customers c
 where c.store_id = $1 and c.id > $2 and c.removed_at is null{filters}
 order by c.id
 limit {most}
"""

_DECODER = msgspec.json.Decoder(Customer)


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """None means any; all bounds are included. Countries are those of the default addresses, ISO 3166-1 alpha-2."""

    ids: tuple[int, ...] | None = None
    keys: tuple[str, ...] | None = None
    least_id: int | None = None
    most_id: int | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None
    billed_in: str | None = None
    shipped_to: str | None = None


async def walk(db: Db, store: StoreId, range_: Range, *, after: int, most: int) -> Sequence[Customer]:
    """Those with an id above `after`, by id. One statement."""
    where = Where(store, after)
    where.add_if("c.id = any({}::bigint[])", None if range_.ids is None else list(range_.ids))
    where.add_if("c.reference_key = any({}::text[])", None if range_.keys is None else list(range_.keys))
    where.add_if("c.id >= {}", range_.least_id)
    where.add_if("c.id <= {}", range_.most_id)
    where.add_if("c.created_at >= {}", range_.created_from)
    where.add_if("c.created_at <= {}", range_.created_to)
    where.add_if("c.updated_at >= {}", range_.updated_from)
    where.add_if("c.updated_at <= {}", range_.updated_to)
    where.add_if(
        "exists (select 1 from customer_addresses a where a.store_id = c.store_id and a.customer_id = c.id"
        " and a.is_default_billing and a.country = {})",
        range_.billed_in,
    )
    where.add_if(
        "exists (select 1 from customer_addresses a where a.store_id = c.store_id and a.customer_id = c.id"
        " and a.is_default_shipping and a.country = {})",
        range_.shipped_to,
    )
    statement = WALK.format(document=DOCUMENT, filters=where.clause(), most=where.param(most))
    return [_DECODER.decode(row["document"]) for row in await db.all(statement, *where.values)]
