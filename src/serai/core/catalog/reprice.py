"""Variants' own prices, set by themselves."""

from collections.abc import Sequence

from msgspec import Struct

from serai.core.inventory import VariantId
from serai.core.stores import StoreId
from serai.kit.db import Tx

REPRICE = """
update variants v
   set price_minor = n.price_minor, compare_at_minor = n.compare_at_minor
  from unnest($2::bigint[], $3::bigint[], $4::bigint[]) n(id, price_minor, compare_at_minor)
 where v.store_id = $1 and v.id = n.id
"""


# What other dialects show as the product's price, where nobody has said one.
FOLLOW = """
update variants d
   set price_minor = n.price_minor
  from (
    select k.product_id, min(k.price_minor) as price_minor
      from variants k
     where k.store_id = $1 and not k.is_default and k.removed_at is null and k.price_minor > 0
       and k.product_id in (select v.product_id from variants v where v.store_id = $1 and v.id = any($2::bigint[]))
     group by k.product_id) n
 where d.store_id = $1 and d.product_id = n.product_id and d.is_default and d.removed_at is null and d.price_minor = 0
"""


class OwnPrice(Struct, frozen=True):
    """A variant's net price and what it is compared to, in minor units of the store's currency."""

    variant: VariantId
    price_minor: int
    compare_at_minor: int | None


async def reprice(tx: Tx, store: StoreId, prices: Sequence[OwnPrice]) -> None:
    """Set these prices. The caller has locked the products, and touches them afterwards.

    A product without a price of its own takes the lowest of its named variants'.
    """
    if prices:
        columns = [p.variant for p in prices], [p.price_minor for p in prices], [p.compare_at_minor for p in prices]
        await tx.run(REPRICE, store, *columns)
        await tx.run(FOLLOW, store, columns[0])
