"""Product sets: which products belong to a category of a shop."""

from collections.abc import Sequence
from typing import Final

from msgspec import json

from serai.core.navigation.errors import SetReferenced
from serai.core.navigation.model import NewSet, ProductSetId, ShopCategoryId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound

OWN: Final = "select id from product_sets where store_id = $1 and category_id = $2 for update"

# Only sets with conditions of their own are referred to: references do not go on.
REFERABLE: Final = "select id from product_sets where store_id = $1 and id = any($2::bigint[]) and referenced_id is null"

REFERRED: Final = """
select exists (
  select 1
    from product_sets r
    join product_sets s on s.store_id = r.store_id and s.id = r.referenced_id
   where r.store_id = $1 and s.category_id = $2 and r.category_id <> $2 and s.id <> all($3::bigint[]))
"""

DROP: Final = "delete from product_sets where store_id = $1 and category_id = $2 and id <> all($3::bigint[])"

WRITE: Final = """
update product_sets s
   set position = w.position, referenced_id = w.referenced, include_products = w.include, exclude_products = w.exclude,
       is_new = w.is_new, criteria = w.criteria
  from jsonb_to_recordset($3::jsonb) w(
       id bigint, position integer, referenced bigint, include bigint[], exclude bigint[], is_new boolean, criteria jsonb)
 where s.store_id = $1 and s.category_id = $2 and s.id = w.id
"""

INSERT: Final = """
insert into product_sets
  (store_id, category_id, position, referenced_id, include_products, exclude_products, is_new, criteria)
select $1, $2, w.position, w.referenced, w.include, w.exclude, w.is_new, w.criteria
  from jsonb_to_recordset($3::jsonb) w(
       id bigint, position integer, referenced bigint, include bigint[], exclude bigint[], is_new boolean, criteria jsonb)
 where w.id is null
 order by w.position
"""

REFERRING: Final = """
select s.id, s.referenced_id
  from product_sets s
  join shop_categories c on c.store_id = s.store_id and c.id = s.category_id
 where s.store_id = $1 and c.shop_id = $2 and s.id = any($3::bigint[])
   for update of s
"""

UNLINK: Final = """
update product_sets s
   set referenced_id = null,
       include_products = case when $3 then o.include_products else '{}' end,
       exclude_products = case when $3 then o.exclude_products else '{}' end,
       is_new = $3 and o.is_new,
       criteria = case when $3 then o.criteria else '[]' end
  from product_sets o
 where s.store_id = $1 and o.store_id = $1 and s.referenced_id = o.id and s.id = any($2::bigint[])
"""

EXISTS: Final = """
select 1
  from product_sets s
  join shop_categories c on c.store_id = s.store_id and c.id = s.category_id
 where s.store_id = $1 and c.shop_id = $2 and s.id = $3
"""


async def save(tx: Tx, store: StoreId, category: ShopCategoryId, wanted: Sequence[NewSet]) -> None:
    """Make these all of the category's sets. Raises Invalid for an id that is no set of it, or a reference to none."""
    own = {row["id"] for row in await tx.all(OWN, store, category)}
    kept = [each.id for each in wanted if each.id is not None]
    for i, each in enumerate(wanted):
        if each.id is not None and (each.id not in own or kept.count(each.id) > 1):
            raise Invalid.one(f"sets.{i}.id", "Is not a product set of this category.")
    await _check_references(tx, store, wanted)
    await check_unreferenced(tx, store, category, but=kept)
    await tx.run(DROP, store, category, kept)
    rows = json.encode([{"position": i, **_row(each)} for i, each in enumerate(wanted)]).decode()
    if wanted:
        await tx.run(WRITE, store, category, rows)
        await tx.run(INSERT, store, category, rows)


async def check_unreferenced(tx: Tx, store: StoreId, category: ShopCategoryId, *, but: Sequence[ProductSetId] = ()) -> None:
    """Raises SetReferenced when another category uses one of this one's sets that is not among `but`."""
    if await tx.value(REFERRED, store, category, list(but)):
        raise SetReferenced


async def unlink(
    tx: Tx, store: StoreId, shop: int, product_set: ProductSetId, *, referring: Sequence[ProductSetId], copy: bool
) -> None:
    """Make the sets that refer to this one independent; with `copy` they keep its conditions. Raises NotFound, Invalid."""
    if await tx.value(EXISTS, store, shop, product_set) is None:
        raise NotFound("product set")
    found = {row["id"]: row["referenced_id"] for row in await tx.all(REFERRING, store, shop, list(referring))}
    odd = [i for i, each in enumerate(referring) if found.get(each) != product_set]
    if odd:
        raise Invalid({f"product_set_ids.{i}": ["Does not refer to this product set."] for i in odd})
    await tx.run(UNLINK, store, list(referring), copy)


async def _check_references(tx: Tx, store: StoreId, wanted: Sequence[NewSet]) -> None:
    named = [each.referenced for each in wanted if each.referenced is not None]
    if not named:
        return
    known = {row["id"] for row in await tx.all(REFERABLE, store, named)}
    for i, each in enumerate(wanted):
        if each.referenced is not None and (each.referenced not in known or each.referenced == each.id):
            raise Invalid.one(f"sets.{i}.referenced", "Is not a product set with conditions of its own.")


def _row(each: NewSet) -> dict[str, object]:
    return {
        "id": each.id,
        "referenced": each.referenced,
        "include": each.include,
        "exclude": each.exclude,
        "is_new": each.is_new,
        "criteria": each.criteria,
    }
