"""Giving held pieces back to sale: what ran out, and what an owner no longer wants.

Whoever calls this has locked the variants' shelves in id order before: a reservation comes and goes under its shelf's lock
only. A shelf's `held_until` says whether there can be anything to give back; it is never later than the truth.
"""

from collections.abc import Sequence

from serai.core.inventory.model import VariantId, WarehouseId
from serai.core.stores import StoreId
from serai.kit.db import Tx

GIVE_BACK = """
with ended as (
  select e.id
    from stock k
   cross join lateral (
     select r.id from reservations r
      where r.store_id = k.store_id and r.variant_id = k.variant_id and r.warehouse_id = k.warehouse_id
        and r.expires_at <= $3
      order by r.expires_at) e
   where k.store_id = $1 and k.variant_id = any($2::bigint[])
   union
  select o.id from reservations o where o.store_id = $1 and o.owner = $4 and o.variant_id = any($2::bigint[])
), gone as (
  delete from reservations
   where store_id = $1 and id in (select id from ended) and (expires_at <= $3 or owner = $4)
  returning variant_id, warehouse_id, quantity
), freed as (
  select variant_id, warehouse_id, sum(quantity)::integer as quantity from gone group by variant_id, warehouse_id
), back as (
  update stock s
     set reserved = s.reserved - n.quantity,
         held_until = (
           select r.expires_at from reservations r
            where r.store_id = s.store_id and r.variant_id = s.variant_id and r.warehouse_id = s.warehouse_id
              and r.expires_at > $3 and r.owner is distinct from $4
            order by r.expires_at
            limit 1)
    from (
      select k.variant_id, k.warehouse_id, coalesce(f.quantity, 0) as quantity
        from stock k
        left join freed f on f.variant_id = k.variant_id and f.warehouse_id = k.warehouse_id
       where k.store_id = $1 and k.variant_id = any($2::bigint[]) and (f.variant_id is not null or k.held_until <= $3)) n
   where s.store_id = $1 and s.variant_id = n.variant_id and s.warehouse_id = n.warehouse_id
), moved as (
  insert into stock_movements (store_id, variant_id, warehouse_id, on_hand_change, reserved_change, reason, created_at)
  select $1, variant_id, warehouse_id, 0, -quantity, 'freed', $3 from freed where quantity > 0
)
select variant_id, warehouse_id, quantity from freed
"""

Freed = dict[tuple[VariantId, WarehouseId], int]
"""Pieces by shelf."""


async def give_back(tx: Tx, store: StoreId, variants: Sequence[VariantId], *, owner: str | None) -> Freed:
    """Delete these variants' reservations that ran out, and all of the owner's; the pieces that each shelf got back."""
    rows = await tx.all(GIVE_BACK, store, list(variants), tx.now, owner)
    return {(VariantId(row["variant_id"]), WarehouseId(row["warehouse_id"])): row["quantity"] for row in rows}
