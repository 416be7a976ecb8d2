"""Promotions of lines: which a code stands for, and setting them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct, json

from serai.core import promotions
from serai.core.baskets import read
from serai.core.baskets.checks import check_wishes
from serai.core.baskets.edit import TOUCH, tell
from serai.core.baskets.errors import ItemMissing
from serai.core.baskets.model import Basket, Place, Status, Wish
from serai.core.promotions import Promo, PromoRefused, Reason
from serai.kit.checks import Faults
from serai.kit.db import Db, Tx
from serai.kit.errors import Invalid

SET: Final = """
update basket_items i
   set promotions = w.promotions
  from json_to_recordset($3::json) w(key text, promotions jsonb)
 where i.store_id = $1 and i.basket_id = $2 and i.key = w.key
"""

LONGEST_CODE: Final = 255


class Offer(Struct, frozen=True):
    """A promotion that a line could have; `item` is the line's key."""

    item: str
    promo: Promo


async def offers(db: Db, place: Place, code: str, *, at: datetime) -> tuple[Basket, tuple[Offer, ...]]:
    """The basket, and the promotion of this code for every line that can have it; none for a code that is of no use.

    Two statements. Raises Invalid for what is no code.
    """
    _check_code(code)
    basket = await read.get(db, place, at=at)
    promo = await promotions.find(db, place.store, code)
    return basket, offers_of(basket, () if promo is None else (promo,), at=at)


def _check_code(code: str) -> None:
    if not 1 <= len(code.strip()) <= LONGEST_CODE:
        raise Invalid.one("promotion_code", f"Must have 1 to {LONGEST_CODE} characters.")


def offers_of(basket: Basket, promos: Sequence[Promo], *, at: datetime) -> tuple[Offer, ...]:
    """Pure. Which of the promotions each line could have."""
    lines = [item for item in basket.items if item.status is Status.AVAILABLE]
    usable = [promo for promo in promos if promotions.is_usable(promo, at=at, subtotal=basket.goods_minor)]
    return tuple(Offer(item.key, promo) for promo in usable for item in lines)


async def set_promotions(tx: Tx, place: Place, wishes: Mapping[str, tuple[Wish, ...]]) -> Basket:
    """Make these all of the named lines' promotions; other lines keep theirs. Raises Invalid, ItemMissing."""
    faults = Faults()
    for i, each in enumerate(wishes.values()):
        check_wishes(each, f"{i}.promotions", faults)
    faults.settle()
    touched = await tx.value(TOUCH, place.store, place.country.id, place.key, tx.now)
    found = None if touched is None else await read.kept(tx, place, at=tx.now)
    if found is None or not wishes.keys() <= {row.key for row in found.items}:
        raise ItemMissing("basket item", read.basket_of(found, place, at=tx.now))
    rows = [{"key": key, "promotions": each} for key, each in wishes.items()]
    await tx.run(SET, place.store, found.id, json.encode(rows).decode())
    after = await read.kept(tx, place, at=tx.now)
    return tell(tx, read.basket_of(after, place, at=tx.now))


async def use_code(tx: Tx, place: Place, code: str) -> Basket:
    """Make the promotion of this code the only one, of every line. Raises Invalid, PromoRefused when it takes nothing off.

    Whether a customer may have it shows only when they order.
    """
    _check_code(code)
    promo = await promotions.find(tx, place.store, code)
    before = await read.kept(tx, place, at=tx.now)
    if promo is None or before is None or not before.items:
        raise PromoRefused(Reason.UNKNOWN if promo is None else Reason.WORTHLESS)
    wish = Wish(str(promo.id), promo.code)
    basket = await set_promotions(tx, place, {row.key: (wish,) for row in before.items})
    applied = [each for item in basket.available for each in item.promotions]
    if not any(each.counts for each in applied):
        raise PromoRefused(next((each.refusal for each in applied if each.refusal), Reason.WORTHLESS))
    return basket


async def drop_codes(tx: Tx, place: Place) -> Basket:
    """No line has a promotion any more."""
    before = await read.kept(tx, place, at=tx.now)
    return await set_promotions(tx, place, {row.key: () for row in before.items} if before else {})
