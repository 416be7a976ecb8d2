"""For whom a code is: criteria on the customer and on where they buy. An order must meet all of a code's."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, NewType

from msgspec import Struct

from serai.core.promotions import read
from serai.core.promotions.model import Promo, PromoId
from serai.core.stores import StoreId
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import Invalid, NotFound
from serai.kit.outbox import Event

CriterionId = NewType("CriterionId", int)

MOST: Final = 50
MOST_WANTED: Final = 1_000
LONGEST: Final = 200

OF = """
select promo_id, id, key, is_excluding, wanted
  from promo_criteria
 where store_id = $1 and promo_id = any($2::bigint[])
 order by id
"""

INSERT = """
insert into promo_criteria (store_id, promo_id, key, is_excluding, wanted)
values ($1, $2, $3, $4, $5)
returning promo_id, id, key, is_excluding, wanted
"""

UPDATE = """
update promo_criteria
   set key = $4, is_excluding = $5, wanted = $6
 where store_id = $1 and promo_id = $2 and id = $3
returning promo_id, id, key, is_excluding, wanted
"""

DELETE = "delete from promo_criteria where store_id = $1 and promo_id = $2 and id = $3"

TOUCH = "update promo_codes set version = version + 1, updated_at = $3 where store_id = $1 and id = $2"

# What an order's customer and country have of each criterion; a store sells for its one merchant. $3 is the customer.
UNMET = """exists (
       select 1 from promo_criteria r
        where r.store_id = $1 and r.promo_id = p.id
          and r.is_excluding = case r.key
                when 'customer' then $3::bigint::text = any(r.wanted)
                when 'customer_group' then exists (
                  select 1 from customers c
                    join customer_groups g on g.store_id = c.store_id and g.id = any(c.group_ids)
                   where c.store_id = $1 and g.store_id = $1 and c.id = $3 and g.name = any(r.wanted))
                when 'shop_country' then (
                  select min(h.id) from shop_countries h where h.store_id = $1)::text = any(r.wanted)
                when 'merchant' then '1' = any(r.wanted)
              end)"""


class Key(StrEnum):
    """What a criterion looks at. The country is the store's first: orders are placed there."""

    CUSTOMER = "customer"
    CUSTOMER_GROUP = "customer_group"
    SHOP_COUNTRY = "shop_country"
    MERCHANT = "merchant"


class NewCriterion(Struct, frozen=True):
    """Met by who is among the `wanted` (ids as text, names of groups); an excluding one by who is not."""

    key: Key
    is_excluding: bool
    wanted: tuple[str, ...]


class Criterion(NewCriterion, frozen=True, kw_only=True):
    """One of a code's."""

    id: CriterionId
    promo: PromoId


async def criteria(db: Db, store: StoreId, *promos: PromoId) -> Sequence[Criterion]:
    """Of these codes, oldest first. One statement."""
    return [_criterion(row) for row in await db.all(OF, store, list(promos))]


async def add_criterion(tx: Tx, store: StoreId, promo: PromoId, new: NewCriterion) -> Criterion:
    """Raises NotFound for the code, Invalid."""
    _check(new)
    before = await read.lock(tx, store, promo)
    if len(await criteria(tx, store, promo)) >= MOST:
        raise Invalid.one("criteria", f"May be at most {MOST}.")
    row = await tx.one(INSERT, store, promo, new.key, new.is_excluding, list(new.wanted))
    await _told(tx, before)
    return _found(row)


async def edit_criterion(tx: Tx, store: StoreId, promo: PromoId, criterion: CriterionId, new: NewCriterion) -> Criterion:
    """Replace it. Raises NotFound, Invalid."""
    _check(new)
    before = await read.lock(tx, store, promo)
    row = await tx.one(UPDATE, store, promo, criterion, new.key, new.is_excluding, list(new.wanted))
    made = _found(row)
    await _told(tx, before)
    return made


async def remove_criterion(tx: Tx, store: StoreId, promo: PromoId, criterion: CriterionId) -> None:
    """Raises NotFound."""
    before = await read.lock(tx, store, promo)
    if not await tx.run(DELETE, store, promo, criterion):
        raise NotFound("voucher criterion")
    await _told(tx, before)


async def _told(tx: Tx, before: Promo) -> None:
    await tx.run(TOUCH, before.store_id, before.id, tx.now)
    after = await read.get(tx, before.store_id, before.id)
    tx.emit(Event(after.store_id, "promo_code.updated", after.id, after.version, after))


def _check(new: NewCriterion) -> None:
    if not 1 <= len(new.wanted) <= MOST_WANTED or any(not 1 <= len(each) <= LONGEST for each in new.wanted):
        raise Invalid.one("value", f"Must be 1 to {MOST_WANTED} values of at most {LONGEST} characters.")


def _found(row: Row | None) -> Criterion:
    if row is None:
        raise NotFound("voucher criterion")
    return _criterion(row)


def _criterion(row: Row) -> Criterion:
    return Criterion(
        Key(row["key"]),
        row["is_excluding"],
        tuple(row["wanted"]),
        id=CriterionId(row["id"]),
        promo=PromoId(row["promo_id"]),
    )
