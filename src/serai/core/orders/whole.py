"""Orders with everything that is known of them, one statement whatever their number."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from serai.core.orders import read
from serai.core.orders.model import OrderId
from serai.core.orders.pieces import Whole
from serai.core.stores import ShopCountryId, StoreId
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound
from serai.kit.identifiers import Identifier
from serai.kit.sql import Where

DOCUMENT = f"""json_build_object(
    'order', {read.DOCUMENT},
    'shop_country', o.shop_country_id, 'reference_key', o.reference_key, 'billing', o.billing, 'details', o.details,
    'custom_data', o.custom_data,
    'fates', (
      select coalesce(json_agg(json_build_object(
               'line_id', p.line_id, 'number', p.number, 'shipment_id', p.shipment_id, 'return_key', p.return_key,
               'shipped_at', p.shipped_at, 'cancelled_at', p.cancelled_at, 'returned_at', p.returned_at,
               'return_reason', p.return_reason, 'custom_data', p.custom_data, 'refunded_minor', p.refunded_minor
             ) order by p.line_id, p.number), '[]')
        from order_pieces p
       where p.store_id = o.store_id and p.order_id = o.id),
    'shipments', (
      select coalesce(json_agg(json_build_object(
               'id', h.id, 'key', h.key, 'carrier', h.carrier, 'return_code', h.return_code, 'shipped_at', h.shipped_at
             ) order by h.id), '[]')
        from shipments h
       where h.store_id = o.store_id and h.order_id = o.id)
  )"""

ONE = f"""
select {DOCUMENT} as document
  from orders o
 where o.store_id = $1 and (o.id = $2 or o.reference_key = $3)
"""

WALK = """
select {document} as document
  from orders o
 where o.store_id = $1 and o.id > $2{filters}
 order by o.id
 limit {most}
"""

_DECODER = msgspec.json.Decoder(Whole)


class WalkFilter(msgspec.Struct, frozen=True, kw_only=True):
    """None means any; all bounds are included. Orders of no shop country are the home country's (`is_home`)."""

    shop_country: ShopCountryId
    is_home: bool
    ids: tuple[int, ...] | None = None
    keys: tuple[str, ...] | None = None
    least_id: int | None = None
    most_id: int | None = None
    placed_from: datetime | None = None
    placed_to: datetime | None = None
    updated_from: datetime | None = None
    updated_to: datetime | None = None


async def find_whole(db: Db, store: StoreId, which: Identifier, *, country: ShopCountryId, is_home: bool) -> Whole:
    """One order of a shop country, by its id or reference key. Raises NotFound. One statement."""
    found = _found(await db.one(ONE, store, which.id, which.key))
    if found.shop_country != country and not (found.shop_country is None and is_home):
        raise NotFound("order")
    return found


async def lock_whole(tx: Tx, store: StoreId, order: OrderId) -> Whole:
    """The same by its id alone, locked until the transaction ends. Raises NotFound."""
    if await tx.one(read.LOCK, store, order) is None:
        raise NotFound("order")
    return _found(await tx.one(ONE, store, order, None))


async def walk(db: Db, store: StoreId, filter_: WalkFilter, *, after: int, most: int) -> Sequence[Whole]:
    """Those with an id above `after`, by id. One statement."""
    where = Where(store, after)
    home = " or o.shop_country_id is null" if filter_.is_home else ""
    where.add(f"(o.shop_country_id = {{}}{home})", filter_.shop_country)
    where.add_if("o.id = any({}::bigint[])", None if filter_.ids is None else list(filter_.ids))
    where.add_if("o.reference_key = any({}::text[])", None if filter_.keys is None else list(filter_.keys))
    where.add_if("o.id >= {}", filter_.least_id)
    where.add_if("o.id <= {}", filter_.most_id)
    where.add_if("o.placed_at >= {}", filter_.placed_from)
    where.add_if("o.placed_at <= {}", filter_.placed_to)
    where.add_if("o.updated_at >= {}", filter_.updated_from)
    where.add_if("o.updated_at <= {}", filter_.updated_to)
    statement = WALK.format(document=DOCUMENT, filters=where.clause(), most=where.param(most))
    return [_DECODER.decode(row["document"]) for row in await db.all(statement, *where.values)]


def _found(row: Row | None) -> Whole:
    if row is None:
        raise NotFound("order")
    return _DECODER.decode(row["document"])
