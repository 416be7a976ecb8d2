"""Codes by id, for clients that read all of them."""

from collections.abc import Sequence

from serai.core.promotions.model import Promo
from serai.core.promotions.read import COLUMNS, promo_of
from serai.core.stores import ShopCountryId, StoreId
from serai.kit.db import Db

WALK = f"""
select {COLUMNS}
  from promo_codes p
 where p.store_id = $1 and p.id > $2 and p.removed_at is null
   and not exists (
     select 1 from promo_criteria r
      where r.store_id = $1 and r.promo_id = p.id and r.key = 'shop_country'
        and r.is_excluding = ($3::bigint::text = any(r.wanted)))
 order by p.id
 limit $4
"""


async def walk(db: Db, store: StoreId, country: ShopCountryId, *, after: int, most: int) -> Sequence[Promo]:
    """Those with an id above `after` that may be used in the shop country, by id. One statement."""
    return [promo_of(row) for row in await db.all(WALK, store, after, country, most)]
