"""Which warehouses a shop country sells from. One without any sells from all of the store's."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from serai.core.inventory.model import WarehouseId
from serai.core.inventory.warehouses import warehouse
from serai.core.stores import ShopCountryId, StoreId
from serai.kit.db import Db, Tx
from serai.kit.errors import Invalid, NotFound
from serai.kit.outbox import Event

LARGEST_PRIORITY: Final = 2**31 - 1

OF_STORE = """
select w.shop_country_id, w.warehouse_id, coalesce(h.reference_key, h.id::text) as reference_key, w.priority,
       s.key as shop_key, c.country
  from shop_country_warehouses w
  join warehouses h on h.store_id = w.store_id and h.id = w.warehouse_id
  join shop_countries c on c.store_id = w.store_id and c.id = w.shop_country_id
  join shops s on s.store_id = c.store_id and s.id = c.shop_id
 where w.store_id = $1
 order by w.shop_country_id, w.priority desc nulls last, w.warehouse_id
"""

ATTACH = """
insert into shop_country_warehouses (store_id, shop_country_id, warehouse_id, priority)
values ($1, $2, $3, $4)
on conflict (store_id, shop_country_id, warehouse_id) do update set priority = excluded.priority
"""

SET = """
update shop_country_warehouses
   set priority = $4
 where store_id = $1 and shop_country_id = $2 and warehouse_id = $3
"""

DETACH = "delete from shop_country_warehouses where store_id = $1 and shop_country_id = $2 and warehouse_id = $3"


class Source(Struct, frozen=True, kw_only=True):
    """A warehouse as a shop country's source: the higher the priority, the rather. `country` ISO 3166-1 alpha-2."""

    shop_country: ShopCountryId
    warehouse: WarehouseId
    reference_key: str
    priority: int | None
    shop_key: str
    country: str


async def sources(db: Db, store: StoreId) -> Sequence[Source]:
    """Of all the store's shop countries, by shop country, best first. One statement."""
    return [
        Source(
            shop_country=ShopCountryId(row["shop_country_id"]),
            warehouse=WarehouseId(row["warehouse_id"]),
            reference_key=row["reference_key"],
            priority=row["priority"],
            shop_key=row["shop_key"],
            country=row["country"],
        )
        for row in await db.all(OF_STORE, store)
    ]


async def attach(tx: Tx, store: StoreId, country: ShopCountryId, *, key: str, priority: int | None) -> Source:
    """Sell from the warehouse with this reference key; again only changes its priority. Raises Invalid."""
    _check(priority)
    try:
        found = await warehouse(tx, store, key)
    except NotFound:
        raise Invalid.one("reference_key", "Is not the reference key of a warehouse.") from None
    await tx.run(ATTACH, store, country, found.id, priority)
    return await _told(tx, store, country, found.id)


async def change_source(tx: Tx, store: StoreId, country: ShopCountryId, which: WarehouseId, *, priority: int | None) -> Source:
    """Another priority. Raises NotFound when the country does not sell from it, Invalid (priority)."""
    _check(priority)
    if not await tx.run(SET, store, country, which, priority):
        raise NotFound("warehouse")
    return await _told(tx, store, country, which)


async def detach(tx: Tx, store: StoreId, country: ShopCountryId, which: WarehouseId) -> None:
    """Sell from it no longer. Raises NotFound when the country did not."""
    gone = await _one(tx, store, country, which)
    if gone is None or not await tx.run(DETACH, store, country, which):
        raise NotFound("warehouse")
    tx.emit(Event(store, "shop_country_warehouse.deleted", country, 1, gone))


async def _told(tx: Tx, store: StoreId, country: ShopCountryId, which: WarehouseId) -> Source:
    made = await _one(tx, store, country, which)
    if made is None:
        raise NotFound("warehouse")
    tx.emit(Event(store, "shop_country_warehouse.updated", country, 1, made))
    return made


async def _one(db: Db, store: StoreId, country: ShopCountryId, which: WarehouseId) -> Source | None:
    found = await sources(db, store)
    return next((each for each in found if each.shop_country == country and each.warehouse == which), None)


def _check(priority: int | None) -> None:
    if priority is not None and not 0 <= priority <= LARGEST_PRIORITY:
        raise Invalid.one("priority", f"Must be from 0 to {LARGEST_PRIORITY}.")
