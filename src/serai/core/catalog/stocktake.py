"""What can be sold, over many products at once: counted, listed, and how it came about."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec import Struct

from serai.core.catalog.model import ProductId
from serai.core.catalog.touch import touch
from serai.core.inventory import Adjustment, VariantId, WarehouseId, adjust
from serai.core.stores import StoreId
from serai.kit.db import Db, Tx
from serai.kit.errors import Invalid
from serai.kit.pages import Page, Slice

LOCK = """
select p.id
  from products p
 where p.store_id = $1 and p.removed_at is null and p.id in (
         select v.product_id
           from variants v
          where v.store_id = $1 and v.removed_at is null
            and (v.product_id = any($2::bigint[]) or v.id = any($3::bigint[]) or v.sku = any($4::text[])))
 order by p.id
   for update
"""

VARIANTS = """
select v.id, v.product_id, v.sku, v.is_default
  from variants v
 where v.store_id = $1 and v.removed_at is null and v.product_id = any($2::bigint[])
"""

TRACK = "update products set track_inventory = $3 where store_id = $1 and id = any($2::bigint[])"

# One row per thing that is sold: a product's named variants, or the product itself when it has none.
SOLD = """
  from variants v
  join products p on p.store_id = v.store_id and p.id = v.product_id and p.removed_at is null
 where v.store_id = $1 and v.removed_at is null
   and (not v.is_default or not exists (
         select 1
           from variants n
          where n.store_id = v.store_id and n.product_id = v.product_id and n.removed_at is null and not n.is_default))
"""

QUANTITIES = f"""
select v.product_id, p.name, v.id as variant_id, case when v.is_default then null else v.name end as variant, v.sku,
       v.price_minor, not p.track_inventory as unlimited,
       (select i.url
          from product_images i
         where i.store_id = v.store_id and i.product_id = v.product_id and i.is_primary) as image,
       (select coalesce(sum(k.on_hand - k.reserved), 0)::bigint
          from stock k
         where k.store_id = v.store_id and k.variant_id = v.id and ($2::bigint is null or k.warehouse_id = $2)) as sellable
{SOLD}
 order by v.product_id desc, v.position, v.id
 limit $3 offset $4
"""
QUANTITY_COUNT = f"select count(*) {SOLD}"

MOVES = """
select m.id, m.created_at, m.reason, m.on_hand_change - m.reserved_change as change, v.product_id, p.name, v.sku,
       case when v.is_default then null else v.name end as variant, not p.track_inventory as unlimited,
       (select i.url
          from product_images i
         where i.store_id = m.store_id and i.product_id = v.product_id and i.is_primary) as image,
       (select sum(e.on_hand_change - e.reserved_change)::bigint
          from stock_movements e
         where e.store_id = m.store_id and e.variant_id = m.variant_id and e.id <= m.id) as sellable
  from stock_movements m
  join variants v on v.store_id = m.store_id and v.id = m.variant_id
  join products p on p.store_id = v.store_id and p.id = v.product_id
 where m.store_id = $1 and m.on_hand_change <> m.reserved_change
   and ($2::bigint is null or m.id < $2)
   and ($3::text is null or p.search like $3 or v.sku like $4)
   and ($5::bigint is null or m.warehouse_id = $5)
 order by m.id desc
 limit $6
"""


class Count(Struct, frozen=True, kw_only=True):
    """What one line of a stocktake says of a thing named in one of three ways. See `inventory.Adjustment` for the figures.

    A product that has named variants cannot be counted as a whole.
    """

    product: int | None = None
    variant: int | None = None
    sku: str | None = None
    warehouse: WarehouseId | None = None
    to: int | None = None
    by: int = 0
    unlimited: bool | None = None


class Quantity(Struct, frozen=True, kw_only=True):
    """What can be sold of one thing. `variant` is its name, None: the product has no options."""

    product_id: ProductId
    name: str
    variant_id: VariantId
    variant: str | None
    sku: str | None
    price_minor: int
    unlimited: bool
    image: str | None
    sellable: int


class Move(Struct, frozen=True, kw_only=True):
    """A change of what can be sold; `sellable` is what there was after it."""

    id: int
    created_at: datetime
    reason: str
    change: int
    product_id: ProductId
    name: str
    sku: str | None
    variant: str | None
    unlimited: bool
    image: str | None
    sellable: int


async def count_stock(tx: Tx, store: StoreId, counts: Sequence[Count], *, reason: str) -> None:
    """Carry out a stocktake, all or nothing. Raises Invalid on `N.<word of the line>`."""
    ids = [c.product for c in counts if c.product], [c.variant for c in counts if c.variant], [c.sku for c in counts if c.sku]
    products = [row["id"] for row in await tx.all(LOCK, store, *ids)]
    variants = await tx.all(VARIANTS, store, products)
    default = {row["product_id"]: VariantId(row["id"]) for row in variants if row["is_default"]}
    for row in variants:
        if not row["is_default"]:
            default.pop(row["product_id"], None)
    by_id = {row["id"]: row["product_id"] for row in variants}
    by_sku = {row["sku"]: VariantId(row["id"]) for row in variants if row["sku"]}
    meant: list[VariantId] = []
    for i, count in enumerate(counts):
        word, found = _meant(count, default, by_id, by_sku)
        if found is None:
            raise Invalid.one(f"{i}.{word}", "Is unknown, or a product that is sold by its variants.")
        meant.append(found)
    lines = [(c, v) for c, v in zip(counts, meant, strict=True)]
    await adjust(tx, store, [_adjustment(c, v) for c, v in lines], reason=reason)
    for unlimited in (True, False):
        said = sorted({by_id[v] for c, v in lines if c.unlimited is unlimited})
        if said:
            await tx.run(TRACK, store, said, not unlimited)
    await touch(tx, store, sorted({by_id[v] for v in meant}))


async def page_quantities(db: Db, store: StoreId, slice_: Slice, *, warehouse: int | None) -> Page[Quantity]:
    """What can be sold of everything, newest products first, in one warehouse or in all. Two statements."""
    rows = await db.all(QUANTITIES, store, warehouse, slice_.size, slice_.offset)
    return Page(tuple(msgspec.convert(dict(row), Quantity) for row in rows), await db.value(QUANTITY_COUNT, store))


async def moves(
    db: Db, store: StoreId, *, before: int | None, keyword: str | None, sku: str | None, warehouse: int | None, most: int
) -> list[Move]:
    """How quantities changed, newest first, from before the move of that id; `keyword` and `sku` are `like` patterns."""
    rows = await db.all(MOVES, store, before, keyword, sku, warehouse, most)
    return [msgspec.convert(dict(row), Move) for row in rows]


def _meant(
    count: Count, default: dict[int, VariantId], by_id: dict[int, int], by_sku: dict[str, VariantId]
) -> tuple[str, VariantId | None]:
    """(the word that names it, the variant)"""
    if count.variant is not None:
        return "variant", VariantId(count.variant) if count.variant in by_id else None
    if count.sku is not None:
        return "sku", by_sku.get(count.sku)
    return "product", default.get(count.product or 0)


def _adjustment(count: Count, variant: VariantId) -> Adjustment:
    return Adjustment(variant=variant, warehouse=count.warehouse, to=count.to, by=count.by)
