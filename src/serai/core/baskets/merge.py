"""Putting one basket's lines into another, as when a guest signs in; and saying whose a basket is."""

from secrets import token_hex
from typing import Final

from msgspec.structs import replace

from serai.core.baskets import edit, read
from serai.core.baskets.checks import check_key
from serai.core.baskets.model import MOST_ITEMS, MOST_QUANTITY, Basket, Place, Status
from serai.core.baskets.rules import Row
from serai.core.customers import CustomerId
from serai.kit import checks
from serai.kit.db import Clash, Tx
from serai.kit.errors import NotFound

# In the order of their keys, so that two merges in opposite directions never wait for each other in a circle.
OPEN_BOTH: Final = """
with noted as (
  insert into stores_with_baskets (store_id) values ($1) on conflict do nothing
)
insert into baskets as b (store_id, shop_country_id, key, created_at, updated_at)
select $1, $2, k.key, $4, $4 from (select unnest($3::text[]) as key order by 1) k
on conflict (store_id, shop_country_id, key) do update set version = b.version + 1, updated_at = $4
returning key, id
"""

MOVE: Final = """
insert into basket_items
  (store_id, basket_id, key, variant_id, quantity, group_id, is_main, is_required, shop_country_id, custom_data, display_data,
   promotions, price_key)
select store_id, $3, $5, variant_id, quantity, group_id, is_main, is_required, shop_country_id, custom_data, display_data,
       promotions, price_key
  from basket_items
 where store_id = $1 and basket_id = $2 and key = $4
"""

EMPTY: Final = "delete from basket_items where store_id = $1 and basket_id = $2"

OWN: Final = """
update baskets
   set customer_id = coalesce($4, customer_id), email = coalesce($5, email), version = version + 1, updated_at = $6
 where store_id = $1 and shop_country_id = $2 and key = $3
"""


async def merge(tx: Tx, place: Place, *, into: str) -> Basket:
    """Move this basket's lines into the one of the other key and return that; the first one is then empty.

    A line that is there already gets the sum, cut to what there is; beyond the most lines a basket has, the rest is lost.
    """
    check_key(into)
    if into == place.key:
        return await read.get(tx, place, at=tx.now)
    other = replace(place, key=into)
    ids = {r["key"]: r["id"] for r in await tx.all(OPEN_BOTH, place.store, place.country.id, [place.key, into], tx.now)}
    source, target = await read.kept(tx, place, at=tx.now), await read.kept(tx, other, at=tx.now)
    present = {_line(row): row for row in (target.items if target else ())}
    moved = 0
    for row in source.items if source else ():
        same = present.get(_line(row))
        if same is not None:
            await tx.run(edit.CUT, place.store, ids[into], same.key, _together(same, row))
        elif len(present) + moved < MOST_ITEMS:
            await tx.run(MOVE, place.store, ids[place.key], ids[into], row.key, token_hex(4))
            moved += 1
    await tx.run(EMPTY, place.store, ids[place.key])
    edit.tell(tx, await read.get(tx, place, at=tx.now))
    return await _fitted(tx, other)


async def belongs_to(tx: Tx, place: Place, *, customer: CustomerId | None = None, email: str | None = None) -> Basket:
    """Say whose the basket is; None leaves as it is. Raises Invalid, NotFound for the customer."""
    check_key(place.key)
    email = None if email is None else checks.email(email, field="email")
    await tx.value(edit.OPEN, place.store, place.country.id, place.key, tx.now)
    try:
        await tx.run(OWN, place.store, place.country.id, place.key, customer, email, tx.now)
    except Clash as clash:
        raise NotFound("customer") from clash
    return edit.tell(tx, await read.get(tx, place, at=tx.now))


async def _fitted(tx: Tx, place: Place) -> Basket:
    """With every line cut to what there is."""
    basket = await read.get(tx, place, at=tx.now)
    over = [i for i in basket.items if i.status is Status.AVAILABLE and i.available is not None and i.quantity > i.available]
    for item in over:
        await tx.run(edit.CUT, place.store, basket.id, item.key, item.available)
    return edit.tell(tx, await read.get(tx, place, at=tx.now) if over else basket)


def _together(one: Row, other: Row) -> int:
    return min(one.quantity + other.quantity, MOST_QUANTITY)


def _line(row: Row) -> tuple[int, str]:
    return row.variant, row.group.id if row.group else ""
