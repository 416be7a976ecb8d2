"""Products put into a category from the category's side."""

from collections.abc import Sequence

from serai.core.catalog.model import CategoryId
from serai.core.catalog.touch import touch
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid

LOCK = "select id from products where store_id = $1 and id = any($2::bigint[]) and removed_at is null order by id for update"

ADD = """
insert into product_categories (store_id, product_id, category_id, position)
select $1, p.id, $3, coalesce((
         select max(pc.position) + 1 from product_categories pc where pc.store_id = $1 and pc.product_id = p.id), 0)
  from products p
 where p.store_id = $1 and p.id = any($2::bigint[])
    on conflict do nothing
returning product_id
"""


async def put_in_category(tx: Tx, store: StoreId, category: CategoryId, products: Sequence[int]) -> None:
    """These products are in the category afterwards, beside those that are. Raises Invalid on `products.N.id`."""
    known = {row["id"] for row in await tx.all(LOCK, store, list(products))}
    for i, product in enumerate(products):
        if product not in known:
            raise Invalid.one(f"products.{i}.id", "There is no such product.")
    added = [row["product_id"] for row in await tx.all(ADD, store, sorted(known), category)]
    await touch(tx, store, sorted(added))
