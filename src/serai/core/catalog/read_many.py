"""Many products at once, for what goes through a whole catalogue."""

from collections.abc import Sequence

import msgspec

from serai.core.catalog.model import Product
from serai.core.catalog.read import DOCUMENT
from serai.core.stores import StoreId
from serai.kit.db import Db

BY_SLUGS = f"""
select {DOCUMENT} as document
  from products p
 where p.store_id = $1 and p.slug = any($2::text[]) and p.removed_at is null
"""

BY_IDS = f"""
select {DOCUMENT} as document
  from products p
 where p.store_id = $1 and p.id = any($2::bigint[]) and p.removed_at is null
 order by p.id
"""

OLDEST_FIRST = f"""
select {DOCUMENT} as document
  from products p
 where p.store_id = $1 and p.id > $2 and p.removed_at is null
 order by p.id
 limit $3
"""

EXTRA_KEYS = """
select distinct k.key
  from products p
 cross join lateral jsonb_object_keys(p.extra) k(key)
 where p.store_id = $1 and p.removed_at is null
union
select distinct k.key
  from variants v
 cross join lateral jsonb_object_keys(v.extra) k(key)
 where v.store_id = $1 and v.removed_at is null
"""

TAKEN_SKUS = """
select v.sku
  from variants v
 where v.store_id = $1 and v.sku = any($2::text[]) and v.removed_at is null
"""


async def by_slugs(db: Db, store: StoreId, slugs: Sequence[str]) -> dict[str, Product]:
    """Those of the slugs that the store has. One statement."""
    found = [_product(row["document"]) for row in await db.all(BY_SLUGS, store, list(slugs))]
    return {product.slug: product for product in found}


async def by_ids(db: Db, store: StoreId, ids: Sequence[int]) -> list[Product]:
    """Those of the ids that the store has, by id. One statement."""
    return [_product(row["document"]) for row in await db.all(BY_IDS, store, list(ids))]


async def oldest_first(db: Db, store: StoreId, *, after: int, most: int) -> list[Product]:
    """The next products by id, `most` of them at most. One statement; as quick in the middle as at the start."""
    return [_product(row["document"]) for row in await db.all(OLDEST_FIRST, store, after, most)]


async def extra_keys(db: Db, store: StoreId) -> set[str]:
    """Every name under which a product or variant of the store keeps something in `extra`."""
    return {row["key"] for row in await db.all(EXTRA_KEYS, store)}


async def taken_skus(db: Db, store: StoreId, skus: Sequence[str]) -> set[str]:
    """Those of the SKUs that the store uses already."""
    return {row["sku"] for row in await db.all(TAKEN_SKUS, store, list(skus))} if skus else set()


def _product(document: str) -> Product:
    return msgspec.json.decode(document, type=Product)
