"""Promised pieces: how an order's demand is spread over warehouses, and what becomes of the promise."""

from collections.abc import Mapping, Sequence

from serai.core.inventory.model import Allocation, Shelf, VariantId, WarehouseId
from serai.core.stores import StoreId
from serai.kit.db import Tx

LOCK = """
select s.variant_id
  from order_allocations a
  join stock s on s.store_id = a.store_id and s.variant_id = a.variant_id and s.warehouse_id = a.warehouse_id
 where a.store_id = $1 and s.store_id = $1 and a.order_id = $2
 order by s.variant_id, s.warehouse_id
   for update of s
"""

SETTLE = """
with promised as (
  delete from order_allocations
   where store_id = $1 and order_id = $2
  returning variant_id, warehouse_id, quantity
), settled as (
  update stock s
     set reserved = s.reserved - p.quantity,
         on_hand = s.on_hand - p.quantity * $3
    from promised p
   where s.store_id = $1 and s.variant_id = p.variant_id and s.warehouse_id = p.warehouse_id
)
insert into stock_movements
  (store_id, variant_id, warehouse_id, on_hand_change, reserved_change, reason, order_id, created_at)
select $1, variant_id, warehouse_id, -quantity * $3, -quantity, $4, $2, $5 from promised
"""


PROMISED = """
select variant_id, warehouse_id, quantity
  from order_allocations
 where store_id = $1 and order_id = $2 and variant_id = any($3::bigint[])
 order by variant_id, warehouse_id
"""

SETTLE_PART = """
with part as (
  select * from unnest($3::bigint[], $4::bigint[], $5::integer[]) t (variant_id, warehouse_id, quantity)
), done as (
  delete from order_allocations a
   using part p
   where a.store_id = $1 and a.order_id = $2 and a.variant_id = p.variant_id and a.warehouse_id = p.warehouse_id
     and a.quantity = p.quantity
), lessened as (
  update order_allocations a
     set quantity = a.quantity - p.quantity
    from part p
   where a.store_id = $1 and a.order_id = $2 and a.variant_id = p.variant_id and a.warehouse_id = p.warehouse_id
     and a.quantity > p.quantity
), settled as (
  update stock s
     set reserved = s.reserved - p.quantity, on_hand = s.on_hand - p.quantity * $6
    from part p
   where s.store_id = $1 and s.variant_id = p.variant_id and s.warehouse_id = p.warehouse_id
)
insert into stock_movements
  (store_id, variant_id, warehouse_id, on_hand_change, reserved_change, reason, order_id, created_at)
select $1, variant_id, warehouse_id, -quantity * $6, -quantity, $7, $2, $8 from part
"""

PROMISE = """
with part as (
  select * from unnest($3::bigint[], $4::bigint[], $5::integer[]) t (variant_id, warehouse_id, quantity)
), kept as (
  insert into order_allocations as a (store_id, order_id, variant_id, warehouse_id, quantity)
  select $1, $2, variant_id, warehouse_id, quantity from part
  on conflict (store_id, order_id, variant_id, warehouse_id) do update set quantity = a.quantity + excluded.quantity
), reserved as (
  update stock s
     set reserved = s.reserved + p.quantity
    from part p
   where s.store_id = $1 and s.variant_id = p.variant_id and s.warehouse_id = p.warehouse_id
)
insert into stock_movements
  (store_id, variant_id, warehouse_id, on_hand_change, reserved_change, reason, order_id, created_at)
select $1, variant_id, warehouse_id, 0, quantity, 'reserved', $2, $6 from part
"""

# The order's own event says nothing any more of what is not in it.
TELL = "insert into stores_with_changes (store_id, variant_id, due_at) select $1, v.id, $3 from unnest($2::bigint[]) v (id)"


def spread(shelves: Sequence[Shelf], quantity: int) -> list[Allocation]:
    """Pure. Take `quantity` from one variant's shelves in their order; the caller has checked that it is there."""
    taken: list[Allocation] = []
    for shelf in shelves:
        part = min(shelf.sellable, quantity)
        if part > 0:
            taken.append(Allocation(shelf.variant, shelf.warehouse, part))
            quantity -= part
    if quantity:
        raise ValueError(f"{quantity} pieces more than the shelves have")
    return taken


async def release(tx: Tx, store: StoreId, order: int) -> None:
    """Give an order's promised pieces back to sale. Nothing is promised afterwards, so a second call changes nothing."""
    await _settle(tx, store, order, gone=0, reason="released")


async def consume(tx: Tx, store: StoreId, order: int) -> None:
    """The promised pieces left the house. Nothing is promised afterwards, so a second call changes nothing."""
    await _settle(tx, store, order, gone=1, reason="shipped")


async def promise(tx: Tx, store: StoreId, order: int, parts: Sequence[Allocation]) -> None:
    """Promise an order more. Its caller has locked the shelves and seen that the pieces are there."""
    if parts:
        await tx.run(PROMISE, store, order, *_columns(parts), tx.now)


async def withdraw(tx: Tx, store: StoreId, order: int, variant: VariantId, pieces: int) -> None:
    """So many pieces are not the order's any more, as if it never had asked for them.

    What is not counted, or was sold without stock, was never promised and is passed over.
    """
    if pieces:
        await _part(tx, store, order, {variant: pieces}, gone=0, reason="reserved")
        await tx.run(TELL, store, [variant], tx.now)


async def settle_part(tx: Tx, store: StoreId, order: int, pieces: Mapping[VariantId, int], *, gone: bool) -> None:
    """So many of an order's promised pieces left the house (`gone`), or are given back to sale; the rest stays promised.

    What is not counted, or was sold without stock, was never promised and is passed over.
    """
    await _part(tx, store, order, pieces, gone=int(gone), reason="shipped" if gone else "released")


async def _part(tx: Tx, store: StoreId, order: int, pieces: Mapping[VariantId, int], *, gone: int, reason: str) -> None:
    await tx.all(LOCK, store, order)
    left = dict(pieces)
    parts: list[Allocation] = []
    for row in await tx.all(PROMISED, store, order, sorted(pieces)):
        part = min(row["quantity"], left[row["variant_id"]])
        if part:
            parts.append(Allocation(VariantId(row["variant_id"]), WarehouseId(row["warehouse_id"]), part))
            left[row["variant_id"]] -= part
    if parts:
        await tx.run(SETTLE_PART, store, order, *_columns(parts), gone, reason, tx.now)


def _columns(parts: Sequence[Allocation]) -> tuple[list[VariantId], list[WarehouseId], list[int]]:
    return [p.variant for p in parts], [p.warehouse for p in parts], [p.quantity for p in parts]


async def _settle(tx: Tx, store: StoreId, order: int, *, gone: int, reason: str) -> None:
    await tx.all(LOCK, store, order)
    await tx.run(SETTLE, store, order, gone, reason, tx.now)
