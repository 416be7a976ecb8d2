"""Counting many things at once: each says what there shall be, or how much more or less there is than before."""

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from serai.core.inventory.levels import APPLY, LOCK, OPEN
from serai.core.inventory.model import MOST, VariantId, WarehouseId
from serai.core.stores import StoreId
from serai.kit.db import Row, Tx
from serai.kit.errors import Invalid, within

OPEN_AT = """
insert into stock (store_id, variant_id, warehouse_id)
select $1, u.variant_id, w.id
  from unnest($2::bigint[], $3::bigint[]) u(variant_id, warehouse_id)
  join warehouses w on w.store_id = $1 and w.id = u.warehouse_id
 order by u.variant_id, w.id
    on conflict do nothing
"""

Place = tuple[VariantId, WarehouseId]


class Adjustment(Struct, frozen=True, kw_only=True):
    """Sellable pieces of a variant: `to` so many, else `by` so many more or less. Without a warehouse: of all of them."""

    variant: VariantId
    warehouse: WarehouseId | None = None
    to: int | None = None
    by: int = 0


async def adjust(tx: Tx, store: StoreId, adjustments: Sequence[Adjustment], *, reason: str) -> None:
    """Carry them out in their order; what is reserved stays reserved on top. Four statements; rows are locked in id order.

    More goes into the default warehouse, less is taken from it first. Raises Invalid on `N.quantity` for less than nothing
    or too much, and on `N.warehouse` for one that the store does not have.
    """
    if not adjustments:
        return
    variants = sorted({a.variant for a in adjustments})
    await tx.run(OPEN, store, variants)
    named = sorted({(a.variant, a.warehouse) for a in adjustments if a.warehouse is not None})
    if named:
        await tx.run(OPEN_AT, store, [variant for variant, _ in named], [warehouse for _, warehouse in named])
    rows = await tx.all(LOCK, store, variants)
    left = {(VariantId(r["variant_id"]), WarehouseId(r["warehouse_id"])): r["on_hand"] - r["reserved"] for r in rows}
    changes: Counter[Place] = Counter()
    for i, adjustment in enumerate(adjustments):
        with within(str(i)):
            for place, by in _spread(left, adjustment):
                left[place] += by
                changes[place] += by
    _check(rows, changes, adjustments)
    moved = [(variant, warehouse, by) for (variant, warehouse), by in sorted(changes.items()) if by]
    if moved:
        await tx.run(APPLY, store, *(list(column) for column in zip(*moved, strict=True)), reason, tx.now)


def _spread(left: dict[Place, int], wanted: Adjustment) -> list[tuple[Place, int]]:
    """Where the pieces go or come from."""
    own = [place for place in left if place[0] == wanted.variant and wanted.warehouse in (None, place[1])]
    if not own:
        raise Invalid.one("warehouse", "There is no such warehouse.")
    have = sum(left[place] for place in own)
    more = wanted.by if wanted.to is None else wanted.to - have
    if not 0 <= have + more <= MOST:
        raise Invalid.one("quantity", f"Must leave a whole number from 0 to {MOST}: there are {have}.")
    if more >= 0:
        return [(own[0], more)]
    taken = []
    for place in own:
        part = min(left[place], -more)
        more += part
        taken.append((place, -part))
    return taken


def _check(rows: Sequence[Row], changes: Counter[Place], adjustments: Sequence[Adjustment]) -> None:
    """No shelf holds more than can be counted, what is reserved included."""
    for row in rows:
        if row["on_hand"] + changes[(row["variant_id"], row["warehouse_id"])] > MOST:
            place = next(i for i, a in enumerate(adjustments) if a.variant == row["variant_id"])
            raise Invalid.one(f"{place}.quantity", "Is too large.")
