"""Baskets of known customers that stood still: Salla's abandoned carts."""

from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec import Struct

from serai.core.baskets import read
from serai.core.baskets.model import Basket, Place
from serai.core.stores import ShopCountry, StoreId, shop_countries
from serai.kit.db import Db
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice

STILL: Final = timedelta(hours=1)
"""After so long without a change a basket counts as left behind."""

LEFT: Final = """
  from baskets b
  left join customers c on c.store_id = b.store_id and c.id = b.customer_id
 where b.store_id = $1 and b.updated_at < $2 and (b.customer_id is not null or b.email is not null)
   and ($3::bigint is null or b.id = $3)
   and exists (select 1 from basket_items i where i.store_id = b.store_id and i.basket_id = b.id)
"""

COUNT: Final = f"select count(*) {LEFT}"

PAGE: Final = f"""
select b.id, b.shop_country_id, b.key, b.created_at, b.updated_at, c.name, c.email, c.phone,
       coalesce(c.email, b.email) as address, b.customer_id
{LEFT}
 order by b.updated_at desc, b.id desc
 limit $4
offset $5
"""


class Standing(Struct, frozen=True, kw_only=True):
    """A basket that was left behind, and whom to write to."""

    basket: Basket
    customer: int | None
    name: str | None
    email: str | None
    phone: str | None
    created_at: datetime
    updated_at: datetime


async def standing(db: Db, store: StoreId, slice_: Slice, *, at: datetime) -> Page[Standing]:
    """A store's baskets that were left behind, the last changed one first. Three statements, and one for each basket.

    A page past the end is empty; `total` is always true.
    """
    return await _page(db, store, slice_, at=at, only=None)


async def standing_one(db: Db, store: StoreId, basket: int, *, at: datetime) -> Standing:
    """One of them. Raises NotFound."""
    found = await _page(db, store, Slice(1, 1), at=at, only=basket)
    if not found.items:
        raise NotFound("cart")
    return found.items[0]


async def _page(db: Db, store: StoreId, slice_: Slice, *, at: datetime, only: int | None) -> Page[Standing]:
    which = (store, at - STILL, only)
    total = await db.value(COUNT, *which)
    rows = await db.all(PAGE, *which, slice_.size, slice_.offset)
    countries = {country.id: country for country in await shop_countries(db, store)}
    items = [await _standing(db, dict(row), countries[row["shop_country_id"]], at) for row in rows]
    return Page(tuple(items), total)


async def _standing(db: Db, row: dict[str, object], country: ShopCountry, at: datetime) -> Standing:
    basket = await read.get(db, Place(country=country, key=str(row["key"])), at=at)
    facts = {
        "customer": row["customer_id"],
        "name": row["name"],
        "email": row["address"],
        "phone": row["phone"],
        "created_at": row["created_at"],
        "updated_at": row["updated_at"],
    }
    return msgspec.convert({"basket": basket, **facts}, Standing)
