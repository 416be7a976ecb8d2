"""Masters: what the products of one model have in common. A product without a master key is its own master."""

from collections.abc import Sequence

from serai.core.catalog import parts
from serai.core.catalog.full import MasterId
from serai.core.catalog.model import CategoryRef, ProductId
from serai.core.catalog.touch import touch
from serai.core.stores import StoreId
from serai.kit.db import Db, Tx
from serai.kit.errors import NotFound

FIND = """
select m.id, m.reference_key from masters m where m.store_id = $1 and m.id = $2
 union all
select m.id, m.reference_key from masters m where m.store_id = $1 and m.reference_key = $3
 limit 1
"""

ADD = "insert into masters (store_id, reference_key, created_at) values ($1, $2, $3) on conflict do nothing returning id"

SIBLINGS = """
select p.id
  from products p
 where p.store_id = $1 and p.removed_at is null and coalesce(p.master_key, p.reference_key, p.slug) = $2
 order by p.id
   for update
"""

HAS_PRODUCTS = """
select exists (
         select 1 from products p
          where p.store_id = $1 and p.removed_at is null and coalesce(p.master_key, p.reference_key, p.slug) = $2)
"""

CATEGORIES = """
select pc.category_id
  from product_categories pc
 where pc.store_id = $1 and pc.product_id = (
         select p.id
           from products p
          where p.store_id = $1 and p.removed_at is null and coalesce(p.master_key, p.reference_key, p.slug) = $2 and p.id <> $3
          order by p.id
          limit 1)
 order by pc.position
"""


async def ensure_master(tx: Tx, store: StoreId, key: str) -> MasterId:
    """The master with this reference key, made when there is none."""
    while True:
        found = await tx.one(FIND, store, None, key)
        id_ = found["id"] if found is not None else await tx.value(ADD, store, key, tx.now)
        if id_ is not None:
            return MasterId(id_)


async def find_master(tx: Tx, store: StoreId, *, id_: int | None, key: str | None) -> tuple[MasterId, str]:
    """A master's id and reference key. One that only products name is made. Raises NotFound."""
    found = await tx.one(FIND, store, id_, key)
    if found is not None:
        return MasterId(found["id"]), found["reference_key"]
    if key is None or not await tx.value(HAS_PRODUCTS, store, key):
        raise NotFound("product master")
    return await ensure_master(tx, store, key), key


async def read_master(db: Db, store: StoreId, *, id_: int | None, key: str | None) -> tuple[MasterId | None, str]:
    """The same without making one: id None for a master that only products name. Raises NotFound."""
    found = await db.one(FIND, store, id_, key)
    if found is not None:
        return MasterId(found["id"]), found["reference_key"]
    if key is None or not await db.value(HAS_PRODUCTS, store, key):
        raise NotFound("product master")
    return None, key


async def sibling_categories(db: Db, store: StoreId, key: str, *, besides: ProductId) -> tuple[CategoryRef, ...]:
    """The categories of a master's other products; none when there are no others."""
    return tuple(CategoryRef(id=row["category_id"]) for row in await db.all(CATEGORIES, store, key, besides))


async def put_master_categories(
    tx: Tx, store: StoreId, key: str, refs: Sequence[CategoryRef], *, besides: ProductId | None = None
) -> None:
    """All products of a master come to be in these categories, but for `besides`; each says so. Raises Invalid."""
    products = [row["id"] for row in await tx.all(SIBLINGS, store, key) if row["id"] != besides]
    for product in products:
        await parts.replace_categories(tx, store, product, refs)
    await touch(tx, store, products)


async def has_master(db: Db, store: StoreId, key: str) -> bool:
    """Whether a master of this key is known, be it only by a product."""
    return await db.one(FIND, store, None, key) is not None or bool(await db.value(HAS_PRODUCTS, store, key))
