"""What one warehouse has of a variant, set by somebody who counted there, and said about it."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import UNSET, UnsetType

from serai.core.inventory.model import MOST, Stock, VariantId, WarehouseId
from serai.core.stores import StoreId
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import Invalid, NotFound
from serai.kit.outbox import Event
from serai.kit.values import sent

OPEN = """
insert into stock (store_id, variant_id, warehouse_id)
select $1, v.id, w.id
  from variants v
  join warehouses w on w.store_id = v.store_id
 where v.store_id = $1 and w.store_id = $1 and v.id = $2 and v.removed_at is null and w.id = $3
    on conflict do nothing
"""

COUNTED = """
select k.variant_id, k.warehouse_id, coalesce(w.reference_key, w.id::text) as warehouse_key, k.on_hand, k.reserved,
       k.sellable_without_stock, k.changed_at, k.expected_on
  from stock k
  join warehouses w on w.store_id = k.store_id and w.id = k.warehouse_id
 where k.store_id = $1 and w.store_id = $1 and k.variant_id = $2 and ($3::bigint is null or k.warehouse_id = $3)
 order by k.warehouse_id
"""

OF_VARIANTS = """
select k.variant_id, k.warehouse_id, coalesce(w.reference_key, w.id::text) as warehouse_key, k.on_hand, k.reserved,
       k.sellable_without_stock, k.changed_at, k.expected_on
  from stock k
  join warehouses w on w.store_id = k.store_id and w.id = k.warehouse_id
 where k.store_id = $1 and w.store_id = $1 and k.variant_id = any($2::bigint[])
 order by k.variant_id, k.warehouse_id
"""

LOCK = f"{COUNTED}   for update of k"

SET = """
with changed as (
  update stock
     set on_hand = on_hand + $4, changed_at = $5, sellable_without_stock = $6, expected_on = $7
   where store_id = $1 and variant_id = $2 and warehouse_id = $3
)
insert into stock_movements (store_id, variant_id, warehouse_id, on_hand_change, reserved_change, reason, created_at)
select $1, $2, $3, $4, 0, $8, $9 where $4::integer <> 0
"""


async def set_level_at(
    tx: Tx,
    store: StoreId,
    variant: VariantId,
    warehouse: WarehouseId,
    quantity: int,
    *,
    changed_at: datetime | None = None,
    sellable_without_stock: bool | UnsetType = UNSET,
    expected_on: date | None | UnsetType = UNSET,
    reason: str = "counted",
) -> Stock:
    """Make a warehouse's sellable figure what was counted there at `changed_at` (None: now); the stock as it then is.

    A count older than the last one changes nothing. Three statements. Raises NotFound for the variant or the warehouse,
    Invalid on `quantity`, and on `expected_on` for a day that is not to come.
    """
    before = await _lock(tx, store, variant, warehouse)
    counted = changed_at or tx.now
    if before.changed_at is not None and counted < before.changed_at:
        return before
    if not 0 <= quantity <= MOST - before.reserved:
        raise Invalid.one("quantity", f"Must be a whole number from 0 to {MOST - before.reserved}.")
    if isinstance(expected_on, date) and expected_on <= tx.now.date():
        raise Invalid.one("expected_on", "Must lie in the future.")
    without = sent(sellable_without_stock, before.sellable_without_stock)
    return await _set(
        tx, store, before, quantity - before.sellable, counted, without, sent(expected_on, before.expected_on), reason
    )


async def set_without_stock(tx: Tx, store: StoreId, variant: VariantId, warehouse: WarehouseId, *, to: bool) -> Stock:
    """Say whether a variant is sold from a warehouse beyond what is there; its figures stay. Raises NotFound."""
    before = await _lock(tx, store, variant, warehouse)
    return await _set(tx, store, before, 0, before.changed_at, to, before.expected_on, "counted")


async def stocks_of(db: Db, store: StoreId, variant: VariantId) -> tuple[Stock, ...]:
    """A variant's stock in every warehouse that ever had it, by the warehouse's id. One statement."""
    return tuple(_stock(row) for row in await db.all(COUNTED, store, variant, None))


async def stocks_of_all(db: Db, store: StoreId, variants: Sequence[VariantId]) -> dict[VariantId, list[Stock]]:
    """The same of many. One statement."""
    found: dict[VariantId, list[Stock]] = {variant: [] for variant in variants}
    for row in await db.all(OF_VARIANTS, store, list(variants)):
        found[VariantId(row["variant_id"])].append(_stock(row))
    return found


async def _lock(tx: Tx, store: StoreId, variant: VariantId, warehouse: WarehouseId) -> Stock:
    await tx.run(OPEN, store, variant, warehouse)
    row = await tx.one(LOCK, store, variant, warehouse)
    if row is None:
        raise NotFound("stock")
    return _stock(row)


async def _set(
    tx: Tx, store: StoreId, before: Stock, by: int, counted: datetime | None, without: bool, expected: date | None, reason: str
) -> Stock:
    after = Stock(
        variant=before.variant,
        warehouse=before.warehouse,
        warehouse_key=before.warehouse_key,
        on_hand=before.on_hand + by,
        reserved=before.reserved,
        sellable_without_stock=without,
        changed_at=counted,
        expected_on=expected,
    )
    if after == before:
        return before
    values = (by, counted, without, expected, reason, tx.now)
    await tx.run(SET, store, before.variant, before.warehouse, *values)
    tx.emit(Event(store, "stock.changed", before.variant, 1, after))
    return after


def _stock(row: Row) -> Stock:
    return Stock(
        variant=VariantId(row["variant_id"]),
        warehouse=WarehouseId(row["warehouse_id"]),
        warehouse_key=row["warehouse_key"],
        on_hand=row["on_hand"],
        reserved=row["reserved"],
        sellable_without_stock=row["sellable_without_stock"],
        changed_at=row["changed_at"],
        expected_on=row["expected_on"],
    )
