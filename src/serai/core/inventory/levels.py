"""Setting what can be sold: a count was made, goods came in, an import says so."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import msgspec

from serai.core.inventory.model import MOST, Shelf, VariantId, WarehouseId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid

LOCK = """
select variant_id, warehouse_id, on_hand, reserved
  from stock
 where store_id = $1 and variant_id = any($2::bigint[])
 order by variant_id, warehouse_id
   for update
"""

OPEN = """
insert into stock (store_id, variant_id, warehouse_id)
select $1, v.id, w.id
  from unnest($2::bigint[]) v(id)
  join warehouses w on w.store_id = $1 and w.is_default
    on conflict do nothing
"""

APPLY = """
with change as (
  select * from unnest($2::bigint[], $3::bigint[], $4::int[]) c(variant_id, warehouse_id, by)
), changed as (
  update stock s
     set on_hand = s.on_hand + c.by
    from change c
   where s.store_id = $1 and s.variant_id = c.variant_id and s.warehouse_id = c.warehouse_id
)
insert into stock_movements (store_id, variant_id, warehouse_id, on_hand_change, reserved_change, reason, created_at)
select $1, variant_id, warehouse_id, by, 0, $5, $6 from change
"""


class Level(msgspec.Struct, frozen=True):
    """A variant shall have this many sellable pieces, over all warehouses."""

    variant: VariantId
    sellable: int


async def set_levels(tx: Tx, store: StoreId, levels: Sequence[Level], *, reason: str) -> None:
    """Make each variant's sellable figure what is asked; what is reserved stays reserved on top of it.

    More is put into the default warehouse; less is taken from it first, then from the others by id. Variants without a
    shelf get one. Three statements; rows are locked in id order. Raises Invalid on `quantity` beyond what can be counted.
    """
    if not levels:
        return
    wanted = {level.variant: level.sellable for level in levels}
    await tx.run(OPEN, store, sorted(wanted))
    rows = await tx.all(LOCK, store, sorted(wanted))
    shelves = [Shelf(VariantId(r["variant_id"]), WarehouseId(r["warehouse_id"]), r["on_hand"], r["reserved"]) for r in rows]
    changes = list(_changes(shelves, wanted))
    if changes:
        variants, warehouses, by = zip(*changes, strict=True)
        await tx.run(APPLY, store, variants, warehouses, by, reason, tx.now)


def _changes(shelves: Iterable[Shelf], wanted: dict[VariantId, int]) -> Iterable[tuple[VariantId, WarehouseId, int]]:
    """(variant, warehouse, pieces more or less) for every shelf that changes."""
    for variant, group in groupby(shelves, key=lambda shelf: shelf.variant):
        own = list(group)
        missing = wanted[variant] - sum(shelf.sellable for shelf in own)
        if missing > 0:
            if own[0].on_hand + missing > MOST:
                raise Invalid.one("quantity", f"May be at most {MOST - own[0].reserved}.")
            yield variant, own[0].warehouse, missing
        for shelf in own:
            taken = min(shelf.sellable, -missing)
            if taken > 0:
                yield variant, shelf.warehouse, -taken
                missing += taken
