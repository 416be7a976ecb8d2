"""A product that nobody else changes until the transaction ends: for changes that depend on its present state."""

from serai.core.catalog.full import Full
from serai.core.catalog.model import ProductId
from serai.core.catalog.read_full import get_full
from serai.core.inventory import VariantId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import NotFound

LOCK = "select id from products where store_id = $1 and id = $2 and removed_at is null for update"

LOCK_BY_VARIANT = """
select p.id
  from products p
 where p.store_id = $1 and p.removed_at is null
   and p.id = (select v.product_id from variants v where v.store_id = $1 and v.id = $2 and v.removed_at is null)
   for update
"""

LOCK_BY_SKU = """
select p.id, v.id as variant
  from products p
  join variants v on v.store_id = p.store_id and v.product_id = p.id and v.removed_at is null
 where p.store_id = $1 and v.store_id = $1 and v.sku = $2 and p.removed_at is null
   for update of p
"""


async def hold(tx: Tx, store: StoreId, product: ProductId) -> Full:
    """Raises NotFound. Two statements."""
    if await tx.value(LOCK, store, product) is None:
        raise NotFound("product")
    return await get_full(tx, store, product)


async def hold_variant(tx: Tx, store: StoreId, variant: VariantId) -> Full:
    """The product that the variant is of. Raises NotFound. Two statements."""
    product = await tx.value(LOCK_BY_VARIANT, store, variant)
    if product is None:
        raise NotFound("variant")
    return await get_full(tx, store, ProductId(product))


async def hold_sku(tx: Tx, store: StoreId, sku: str) -> tuple[Full, VariantId]:
    """The product that has this SKU, and which of its variants it is. Raises NotFound. Two statements."""
    row = await tx.one(LOCK_BY_SKU, store, sku)
    if row is None:
        raise NotFound("product")
    return await get_full(tx, store, ProductId(row["id"])), VariantId(row["variant"])
