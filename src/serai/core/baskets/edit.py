"""Adding, changing and removing lines. The basket's row is locked meanwhile, so one basket changes in one place at a time."""

from secrets import token_hex
from typing import Final

from msgspec import UNSET, Struct, UnsetType, json
from msgspec.structs import asdict, replace

from serai.core.baskets import read
from serai.core.baskets.checks import check_change, check_item, check_key
from serai.core.baskets.errors import AlreadyPresent, ItemMissing, ItemUnavailable, TooManyItems
from serai.core.baskets.model import MOST_ITEMS, Basket, Group, Item, ItemChange, NewItem, Place, Status
from serai.core.baskets.read import Kept, basket_of, without
from serai.core.baskets.rules import Row
from serai.kit.db import Clash, Tx
from serai.kit.errors import Invalid
from serai.kit.outbox import Event

OPEN: Final = """
with noted as (
  insert into stores_with_baskets (store_id) values ($1) on conflict do nothing
)
insert into baskets as b (store_id, shop_country_id, key, created_at, updated_at)
values ($1, $2, $3, $4, $4)
on conflict (store_id, shop_country_id, key) do update set version = b.version + 1, updated_at = $4
returning id
"""

TOUCH: Final = """
update baskets
   set version = version + 1, updated_at = $4
 where store_id = $1 and shop_country_id = $2 and key = $3
returning id
"""

ADD: Final = """
insert into basket_items
  (store_id, basket_id, key, variant_id, quantity, group_id, is_main, is_required, shop_country_id, custom_data, display_data,
   promotions, price_key)
select $1, $2, $3, v.id, $5, $6, $7, $8, $9, $10::jsonb, $11::jsonb, $12::jsonb, $13
  from variants v
 where v.store_id = $1 and v.id = $4
on conflict (store_id, basket_id, variant_id, group_id) do nothing
returning id
"""

HAS: Final = """
select exists (
  select 1 from basket_items where store_id = $1 and basket_id = $2 and variant_id = $3 and group_id = $4)
"""

CUT: Final = "update basket_items set quantity = $4 where store_id = $1 and basket_id = $2 and key = $3"

CHANGE: Final = """
update basket_items
   set quantity = $4, group_id = $5, is_main = $6, is_required = $7, custom_data = $8::jsonb, display_data = $9::jsonb,
       promotions = $10::jsonb, price_key = $11
 where store_id = $1 and basket_id = $2 and key = $3
"""

REMOVE: Final = "delete from basket_items where store_id = $1 and basket_id = $2 and key = any($3::text[])"


class Outcome(Struct, frozen=True):
    """The basket as it now is. `reduced`: there were fewer pieces than asked for, and the line has those."""

    basket: Basket
    reduced: bool = False


async def add(tx: Tx, place: Place, new: NewItem) -> Outcome:
    """Add a line, with as many pieces as there are. Three statements.

    Raises Invalid, AlreadyPresent, ItemUnavailable (unknown, not for sale here, sold out), TooManyItems.
    """
    check_key(place.key)
    check_item(new)
    basket, key = await tx.value(OPEN, place.store, place.country.id, place.key, tx.now), token_hex(4)
    group = new.group or Group("")
    made = await _insert(
        tx,
        *(place.store, basket, key, new.variant, new.quantity, group.id, group.is_main, group.is_required),
        *(new.shop_country, _text(new.custom_data), _text(new.display_data), _text(new.promotions), new.price_key),
    )
    found = await _kept(tx, place)
    if made is None:
        present = await tx.value(HAS, place.store, basket, new.variant, group.id)
        raise (AlreadyPresent if present else ItemUnavailable)(_shown(tx, found, place))
    if len(found.items) > MOST_ITEMS:
        raise TooManyItems(_shown(tx, without(found, key), place))
    return await _settled(tx, place, found, key)


async def change(tx: Tx, place: Place, key: str, said: ItemChange) -> Outcome:
    """Change a line; its quantity is cut to what there is. Three statements.

    Raises Invalid, ItemMissing, ItemUnavailable, AlreadyPresent (in the group that it is moved to).
    """
    check_change(said)
    found = await _touched(tx, place, key)
    row = next(each for each in found.items if each.key == key)
    now = _changed(row, said)
    if any(r.key != key and r.variant == now.variant and _group(r) == _group(now) for r in found.items):
        raise AlreadyPresent(_shown(tx, found, place))
    after = replace(found, items=tuple(now if each.key == key else each for each in found.items))
    item = _line(basket_of(after, replace(place, orphans=True), at=tx.now), key)
    if item.status is not Status.AVAILABLE and not isinstance(said.quantity, UnsetType):
        raise ItemUnavailable(_shown(tx, found, place))
    group = now.group or Group("")
    await tx.run(
        CHANGE,
        *(place.store, found.id, key, now.quantity, group.id, group.is_main, group.is_required),
        *(_text(now.custom_data), _text(now.display_data), _text(now.promotions), now.price_key),
    )
    if item.status is not Status.AVAILABLE:
        return Outcome(tell(tx, _shown(tx, after, place)))
    return await _settled(tx, place, after, key)


async def remove(tx: Tx, place: Place, key: str) -> Basket:
    """Remove a line; a required one takes its group with it. Raises ItemMissing. Three statements."""
    found = await _touched(tx, place, key)
    row = next(each for each in found.items if each.key == key)
    gone = [key]
    if row.group is not None and row.group.is_required:
        gone = [each.key for each in found.items if _group(each) == _group(row)]
    await tx.run(REMOVE, place.store, found.id, gone)
    return tell(tx, _shown(tx, without(found, *gone), place))


def tell(tx: Tx, basket: Basket) -> Basket:
    """Note that the basket changed."""
    if basket.id is not None:
        facts = {
            "id": basket.id,
            "key": basket.key,
            "shop_country": basket.shop_country,
            "customer": basket.customer,
            "email": basket.email,
            "currency": basket.currency,
            "total_minor": basket.cost.with_tax,
            "items": [{"variant": item.variant, "quantity": item.quantity} for item in basket.items],
        }
        tx.emit(Event(basket.store_id, "basket.updated", basket.id, basket.version, facts))
    return basket


async def _insert(tx: Tx, *values: object) -> int | None:
    """Raises Invalid for a child shop that the store does not have."""
    try:
        made: int | None = await tx.value(ADD, *values)
    except Clash as clash:
        if clash.constraint == "basket_items_country_fkey":
            raise Invalid.one("shop_country", "Is not a shop of this store.") from clash
        raise
    return made


async def _settled(tx: Tx, place: Place, found: Kept, key: str) -> Outcome:
    """With the line's quantity cut to what there is. Raises ItemUnavailable when there is nothing."""
    basket = _shown(tx, found, place)
    item = next((each for each in basket.items if each.key == key), None)
    if item is None or item.status is not Status.AVAILABLE:
        raise ItemUnavailable(_shown(tx, without(found, key), place))
    if item.available is None or item.quantity <= item.available:
        return Outcome(tell(tx, basket))
    await tx.run(CUT, place.store, found.id, key, item.available)
    cut = tuple(replace(row, quantity=item.available) if row.key == key else row for row in found.items)
    return Outcome(tell(tx, _shown(tx, replace(found, items=cut), place)), reduced=True)


async def _touched(tx: Tx, place: Place, key: str) -> Kept:
    """The locked basket. Raises ItemMissing when it has no such line."""
    touched = await tx.value(TOUCH, place.store, place.country.id, place.key, tx.now)
    found = None if touched is None else await _kept(tx, place)
    if found is None or all(row.key != key for row in found.items):
        raise ItemMissing("basket item", basket_of(found, place, at=tx.now))
    return found


async def _kept(tx: Tx, place: Place) -> Kept:
    found = await read.kept(tx, place, at=tx.now)
    if found is None:
        raise RuntimeError("a locked basket is gone")
    return found


def _shown(tx: Tx, found: Kept, place: Place) -> Basket:
    return basket_of(found, place, at=tx.now)


def _line(basket: Basket, key: str) -> Item:
    return next(item for item in basket.items if item.key == key)


def _changed(row: Row, said: ItemChange) -> Row:
    return replace(row, **{name: value for name, value in asdict(said).items() if value is not UNSET})


def _group(row: Row) -> str:
    return row.group.id if row.group else ""


def _text(value: object) -> str:
    return json.encode(value).decode()
