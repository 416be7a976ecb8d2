"""Ids of what a merchant names by a key of his own. A variant's is its SKU."""

from collections.abc import Sequence

from serai.core.catalog.model import Handle, ImageId, ProductId
from serai.core.catalog.read import NAMED
from serai.core.inventory import VariantId
from serai.core.stores import StoreId
from serai.kit.db import Db
from serai.kit.errors import NotFound
from serai.kit.identifiers import Identifier

PRODUCT = f"select p.id from products p where p.store_id = $1 and p.id = {NAMED}"

# A variant without a SKU has its id for a reference key. A product's default variant is one of its variants only where no
# named ones stand beside it.
VARIANTS = """
select w.place, v.id
  from unnest($2::bigint[], $3::text[]) with ordinality w(id, key, place)
  join lateral (
    select n.id, n.product_id, n.is_default
      from variants n
     where n.store_id = $1 and n.id = w.id and n.removed_at is null
     union all
    select k.id, k.product_id, k.is_default
      from variants k
     where k.store_id = $1 and w.id is null and k.sku = w.key and k.removed_at is null
     union all
    select b.id, b.product_id, b.is_default
      from variants b
     where b.store_id = $1 and w.id is null and b.sku is null and b.removed_at is null
       and b.id = case when w.key ~ '^[1-9][0-9]{0,15}$' then w.key::bigint end
     limit 1) v on true
 where $4::bigint is null
    or (v.product_id = $4 and (not v.is_default or not exists (
          select 1 from variants o where o.store_id = $1 and o.product_id = $4 and not o.is_default and o.removed_at is null)))
"""

IMAGE = """
select i.id from product_images i
 where i.store_id = $1 and i.product_id = $2 and (i.id = $3 or i.reference_key = $4)
"""


async def product_id(db: Db, store: StoreId, handle: Handle) -> ProductId:
    """The product's id. Raises NotFound. One statement."""
    found = await db.value(PRODUCT, store, handle.id, handle.slug, handle.key)
    if found is None:
        raise NotFound("product")
    return ProductId(found)


async def variants_named(
    db: Db, store: StoreId, which: Sequence[Identifier], *, of: ProductId | None = None
) -> list[VariantId | None]:
    """The variants by these names, in their order; None for names that nothing has. One statement.

    The whole store's, default variants included, or those that the product `of` is sold as.
    """
    rows = await db.all(VARIANTS, store, [each.id for each in which], [each.key for each in which], of)
    found = {row["place"] - 1: VariantId(row["id"]) for row in rows}
    return [found.get(i) for i in range(len(which))]


async def variant_named(db: Db, store: StoreId, which: Identifier, *, of: ProductId | None = None) -> VariantId:
    """The same for one. Raises NotFound."""
    (found,) = await variants_named(db, store, [which], of=of)
    if found is None:
        raise NotFound("variant")
    return found


async def image_id(db: Db, store: StoreId, product: ProductId, which: Identifier) -> ImageId:
    """An image of the product by its id or reference key. Raises NotFound. One statement."""
    found = await db.value(IMAGE, store, product, which.id, which.key)
    if found is None:
        raise NotFound("image")
    return ImageId(found)
