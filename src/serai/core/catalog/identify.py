"""Ids of what a merchant names by a key of his own."""

import msgspec

from serai.core.catalog.model import Handle, ImageId, ProductId
from serai.core.catalog.read import NAMED
from serai.core.inventory import VariantId
from serai.core.stores import StoreId
from serai.kit.db import Db
from serai.kit.errors import NotFound

PRODUCT = f"select p.id from products p where p.store_id = $1 and p.id = {NAMED}"

# The default variant is one of them only where no named ones stand beside it.
VARIANT = """
select v.id, v.product_id
  from variants v
  join products p on p.store_id = v.store_id and p.id = v.product_id
 where v.store_id = $1 and p.store_id = $1 and v.removed_at is null and p.removed_at is null
   and v.id = coalesce(
         (select id from variants where store_id = $1 and id = $2 and removed_at is null),
         (select id from variants where store_id = $1 and sku = $3 and removed_at is null),
         (select id from variants where store_id = $1 and id = $4 and sku is null and removed_at is null))
   and ($5::bigint is null or v.product_id = $5)
   and (not v.is_default or not exists (
         select 1 from variants n
          where n.store_id = v.store_id and n.product_id = v.product_id and not n.is_default and n.removed_at is null))
"""

IMAGE = """
select i.id from product_images i
 where i.store_id = $1 and i.product_id = $2 and (i.id = $3 or i.reference_key = $4)
"""

LARGEST = 2**53 - 1


class Place(msgspec.Struct, frozen=True):
    """A variant and the product it is of."""

    product: ProductId
    variant: VariantId


async def product_id(db: Db, store: StoreId, handle: Handle) -> ProductId:
    """The product's id. Raises NotFound. One statement."""
    found = await db.value(PRODUCT, store, handle.id, handle.slug, handle.key)
    if found is None:
        raise NotFound("product")
    return ProductId(found)


async def variant_place(db: Db, store: StoreId, *, id_: int | None, key: str | None, product: ProductId | None = None) -> Place:
    """A variant by its id or reference key (its SKU, else its id), of that product. Raises NotFound. One statement."""
    number = int(key) if key is not None and key.isascii() and key.isdigit() and len(key) <= 16 else None
    row = await db.one(VARIANT, store, id_, key, number if number and number <= LARGEST else None, product)
    if row is None:
        raise NotFound("variant")
    return Place(ProductId(row["product_id"]), VariantId(row["id"]))


async def image_id(db: Db, store: StoreId, product: ProductId, *, id_: int | None, key: str | None) -> ImageId:
    """An image of the product by its id or reference key. Raises NotFound. One statement."""
    found = await db.value(IMAGE, store, product, id_, key)
    if found is None:
        raise NotFound("image")
    return ImageId(found)
