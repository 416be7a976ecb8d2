"""Taking a product out of the catalogue."""

from serai.core import billing
from serai.core.catalog import read
from serai.core.catalog.model import ProductId
from serai.core.catalog.read_full import portraits
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import NotFound
from serai.kit.outbox import Event

REMOVE = """
with gone as (
  update products set removed_at = $3, version = version + 1
   where store_id = $1 and id = $2 and removed_at is null
  returning id
), variants_gone as (
  update variants v set removed_at = $3
    from gone
   where v.store_id = $1 and v.product_id = gone.id and v.removed_at is null
), counted as (
  update store_totals set products = products - 1
   where store_id = $1 and exists (select 1 from gone)
)
select id from gone
"""


async def remove(tx: Tx, store: StoreId, product: ProductId) -> None:
    """Remove a product. Orders keep their lines, and open ones still ship or give back what they hold. Raises NotFound."""
    before = await read.get(tx, [store], product)
    if await tx.value(REMOVE, store, product, tx.now) is None:
        raise NotFound("product")
    await billing.use_products(tx, store, -1)
    tx.emit(Event(store, "product.deleted", before.id, before.version + 1, before, portraits))
