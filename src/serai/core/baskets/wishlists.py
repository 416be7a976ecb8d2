"""Wishlists: products, or single variants, that somebody wants to remember."""

from secrets import token_hex
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from serai.core.baskets.checks import check_data, check_group, check_key
from serai.core.baskets.errors import AlreadyPresent, ItemMissing, ItemUnavailable, TooManyItems
from serai.core.baskets.model import MOST_ITEMS, Group, Json, Place, Wishlist, WishlistItem
from serai.core.inventory import VariantId
from serai.kit.checks import Faults
from serai.kit.db import Db, Tx
from serai.kit.errors import Invalid
from serai.kit.outbox import Event

# Lines of products and variants that are gone are left out.
GET: Final = """
select json_build_object(
         'store_id', w.store_id, 'id', w.id, 'key', w.key,
         'items', coalesce((
           select json_agg(json_build_object(
                    'key', i.key, 'product', i.product_id, 'variant', i.variant_id,
                    'group', case when i.group_id <> '' then json_build_object(
                      'id', i.group_id, 'is_main', i.is_main, 'is_required', i.is_required) end,
                    'custom_data', i.custom_data) order by i.id)
             from wishlist_items i
             join products p on p.store_id = i.store_id and p.id = i.product_id
             left join variants v on v.store_id = i.store_id and v.id = i.variant_id
            where i.store_id = w.store_id and i.wishlist_id = w.id and p.removed_at is null
              and (i.variant_id is null or v.removed_at is null)), '[]')) as document
  from wishlists w
 where w.store_id = $1 and w.shop_country_id = $2 and w.key = $3
"""

OPEN: Final = """
with noted as (
  insert into stores_with_baskets (store_id) values ($1) on conflict do nothing
)
insert into wishlists as w (store_id, shop_country_id, key, created_at, updated_at)
values ($1, $2, $3, $4, $4)
on conflict (store_id, shop_country_id, key) do update set updated_at = $4
returning id
"""

ADD: Final = """
insert into wishlist_items (store_id, wishlist_id, key, product_id, variant_id, group_id, is_main, is_required, custom_data)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb)
"""

REMOVE: Final = """
delete from wishlist_items where store_id = $1 and wishlist_id = $2 and key = any($3::text[])
"""

OF_VARIANT: Final = """
select p.id
  from variants v
  join products p on p.store_id = v.store_id and p.id = v.product_id
 where v.store_id = $1 and v.id = $2 and v.removed_at is null and p.removed_at is null and p.status = 'active'
"""

PRODUCT: Final = "select id from products where store_id = $1 and id = $2 and removed_at is null and status = 'active'"

_DECODER: Final = msgspec.json.Decoder(Wishlist)


class NewWish(Struct, frozen=True, kw_only=True):
    """A product or a variant, one of both."""

    product: int | None = None
    variant: VariantId | None = None
    group: Group | None = None
    custom_data: Json = {}


async def wishlist(db: Db, place: Place) -> Wishlist:
    """The wishlist; an empty one when nothing was ever put into it. One statement."""
    row = await db.one(GET, place.store, place.country.id, place.key)
    return Wishlist(store_id=place.store, id=None, key=place.key, items=()) if row is None else _DECODER.decode(row["document"])


async def add_wish(tx: Tx, place: Place, new: NewWish) -> Wishlist:
    """Raises Invalid, AlreadyPresent, ItemUnavailable (unknown, or not for sale), TooManyItems. Four statements."""
    check_key(place.key)
    _check(new)
    opened = await tx.value(OPEN, place.store, place.country.id, place.key, tx.now)
    before = await wishlist(tx, place)
    named = new.product if new.variant is None else new.variant
    product = await tx.value(PRODUCT if new.variant is None else OF_VARIANT, place.store, named)
    if product is None:
        raise ItemUnavailable(before)
    group = new.group or Group("")
    line = (product, new.variant, group.id)
    if any((i.product, i.variant, i.group.id if i.group else "") == line for i in before.items):
        raise AlreadyPresent(before)
    if len(before.items) >= MOST_ITEMS:
        raise TooManyItems(before)
    key = token_hex(4)
    await tx.run(
        ADD,
        *(place.store, opened, key, product, new.variant, group.id, group.is_main, group.is_required),
        msgspec.json.encode(new.custom_data).decode(),
    )
    item = WishlistItem(key=key, product=product, variant=new.variant, group=new.group, custom_data=new.custom_data)
    return _tell(tx, replace(before, items=(*before.items, item)))


async def remove_wish(tx: Tx, place: Place, key: str) -> Wishlist:
    """A required line takes its group with it. Raises ItemMissing. Three statements."""
    before = await wishlist(tx, place)
    item = next((each for each in before.items if each.key == key), None)
    if item is None:
        raise ItemMissing("wishlist item", before)
    opened = await tx.value(OPEN, place.store, place.country.id, place.key, tx.now)
    gone = {key}
    if item.group is not None and item.group.is_required:
        gone |= {each.key for each in before.items if each.group is not None and each.group.id == item.group.id}
    await tx.run(REMOVE, place.store, opened, list(gone))
    return _tell(tx, replace(before, items=tuple(each for each in before.items if each.key not in gone)))


def _check(new: NewWish) -> None:
    if (new.product is None) == (new.variant is None):
        raise Invalid.one("product_id", "Either a product or a variant is required, not both.")
    faults = Faults()
    if new.group is not None:
        check_group(new.group, faults)
    check_data(new.custom_data, "custom_data", faults)
    faults.settle()


def _tell(tx: Tx, wishlist: Wishlist) -> Wishlist:
    """Note that it changed."""
    if wishlist.id is not None:
        tx.emit(Event(wishlist.store_id, "wishlist.updated", wishlist.id, 1, wishlist))
    return wishlist
