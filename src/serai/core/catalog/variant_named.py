"""Variants by the names that merchants give them: an id, or the reference key, which is the SKU."""

from collections.abc import Sequence

from serai.core.inventory import VariantId
from serai.core.stores import StoreId
from serai.kit.db import Db
from serai.kit.errors import NotFound
from serai.kit.identifiers import Identifier

# A variant without a SKU has its id for a reference key.
NAMED = """
select w.place, v.id
  from unnest($2::bigint[], $3::text[]) with ordinality w(id, key, place)
  join lateral (
    select n.id from variants n where n.store_id = $1 and n.id = w.id and n.removed_at is null
     union all
    select k.id from variants k where k.store_id = $1 and w.id is null and k.sku = w.key and k.removed_at is null
     union all
    select b.id
      from variants b
     where b.store_id = $1 and w.id is null and b.sku is null and b.removed_at is null
       and b.id = case when w.key ~ '^[1-9][0-9]{0,15}$' then w.key::bigint end
     limit 1) v on true
"""


async def variants_named(db: Db, store: StoreId, which: Sequence[Identifier]) -> list[VariantId | None]:
    """The store's variants by these names, in their order; None for names that it has none of. One statement."""
    rows = await db.all(NAMED, store, [each.id for each in which], [each.key for each in which])
    found = {row["place"] - 1: VariantId(row["id"]) for row in rows}
    return [found.get(i) for i in range(len(which))]


async def variant_named(db: Db, store: StoreId, which: Identifier) -> VariantId:
    """The same for one. Raises NotFound."""
    (found,) = await variants_named(db, store, [which])
    if found is None:
        raise NotFound("variant")
    return found
