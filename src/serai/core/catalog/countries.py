"""Products in single shop countries: from when to when they are sold, since when they are live, what is like them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from serai.core.catalog.model import ProductId
from serai.core.catalog.touch import touch
from serai.core.stores import ShopCountryId, StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound

LOCK = """
select id from products where store_id = $1 and id = any($2::bigint[]) and removed_at is null order by id for no key update
"""

FRAME = """
insert into product_countries (store_id, product_id, shop_country_id, sellable_from, sellable_until)
select $1, t.product, t.country, t.begins, t.ends
  from unnest($2::bigint[], $3::bigint[], $4::timestamptz[], $5::timestamptz[]) t(product, country, begins, ends)
    on conflict (store_id, product_id, shop_country_id)
    do update set sellable_from = excluded.sellable_from, sellable_until = excluded.sellable_until
"""

FIRST = """
insert into product_countries (store_id, product_id, shop_country_id, first_live_at)
select $1, t.product, t.country, t.at
  from unnest($2::bigint[], $3::bigint[], $4::timestamptz[]) t(product, country, at)
    on conflict (store_id, product_id, shop_country_id) do update set first_live_at = excluded.first_live_at
"""

SIMILAR = """
insert into product_countries (store_id, product_id, shop_country_id, similar_ids)
values ($1, $2, $3, $4)
    on conflict (store_id, product_id, shop_country_id) do update set similar_ids = excluded.similar_ids
"""


class Timeframe(msgspec.Struct, frozen=True):
    """When a product is sold in a shop country; no bound: always, as far as that side goes."""

    product: ProductId
    country: ShopCountryId
    begins: datetime | None
    ends: datetime | None


class FirstLive(msgspec.Struct, frozen=True):
    """Since when a product is live in a shop country."""

    product: ProductId
    country: ShopCountryId
    at: datetime


async def put_timeframes(tx: Tx, store: StoreId, frames: Sequence[Timeframe]) -> None:
    """Set when products are sold. The last one of a product and country counts. Raises NotFound, Invalid on `N.sellable_to`."""
    for i, frame in enumerate(frames):
        if frame.begins and frame.ends and frame.begins >= frame.ends:
            raise Invalid.one(f"{i}.sellable_to", "Must be after sellableFrom.")
    rows = list({(frame.product, frame.country): frame for frame in frames}.values())
    products = await _lock(tx, store, [row.product for row in rows])
    columns = ([r.product for r in rows], [r.country for r in rows], [r.begins for r in rows], [r.ends for r in rows])
    await tx.run(FRAME, store, *columns)
    await touch(tx, store, products)


async def put_first_live(tx: Tx, store: StoreId, firsts: Sequence[FirstLive]) -> None:
    """Set since when products are live. Raises NotFound."""
    rows = list({(first.product, first.country): first for first in firsts}.values())
    products = await _lock(tx, store, [row.product for row in rows])
    await tx.run(FIRST, store, [r.product for r in rows], [r.country for r in rows], [r.at for r in rows])
    await touch(tx, store, products)


async def put_similar(
    tx: Tx, store: StoreId, product: ProductId, similar: Sequence[tuple[ShopCountryId, Sequence[ProductId]]]
) -> None:
    """Say which products are like one in single shop countries. Raises NotFound, for those too."""
    await _lock(tx, store, [product, *(id_ for _, ids in similar for id_ in ids)])
    for country, ids in similar:
        await tx.run(SIMILAR, store, product, country, list(dict.fromkeys(ids)))
    await touch(tx, store, [product])


async def _lock(tx: Tx, store: StoreId, products: Sequence[ProductId]) -> list[int]:
    wanted = sorted(set(products))
    found = [row["id"] for row in await tx.all(LOCK, store, wanted)]
    if found != wanted:
        raise NotFound("product")
    return found
