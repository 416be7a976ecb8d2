"""Holding pieces for a while: for a basket, for somebody's order elsewhere.

Shelves are locked in id order, as orders lock them. What ran out on them is given back first, so an old reservation never
stands in the way of a new one; what the owner holds already never stands in its own way.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from serai.core.inventory.errors import Lack, NotEnough
from serai.core.inventory.give_back import Freed, give_back
from serai.core.inventory.model import MOST, Allocation, Claim, Piece, Reservation, ReservationId, Shelf, VariantId, WarehouseId
from serai.core.inventory.promise import spread
from serai.core.stores import StoreId
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import Invalid, NotFound

# The shelves of these variants and of those that the owner holds pieces of.
LOCK = """
select k.variant_id, k.warehouse_id, k.on_hand, k.reserved, k.sellable_without_stock, p.track_inventory,
       v.removed_at is null and p.removed_at is null as is_there
  from stock k
  join variants v on v.store_id = k.store_id and v.id = k.variant_id
  join products p on p.store_id = v.store_id and p.id = v.product_id
 where k.store_id = $1 and v.store_id = $1 and p.store_id = $1
   and k.variant_id = any(array(
     select unnest($2::bigint[])
      union
     select r.variant_id from reservations r where r.store_id = $1 and r.owner = $3))
 order by k.variant_id, k.warehouse_id
   for update of k
"""

TAKEN_KEYS = "select reference_key from reservations where store_id = $1 and reference_key = any($2::text[])"

HOLD = """
with wanted as (
  select * from json_to_recordset($2::json) as w(
         reference_key text, owner text, variant bigint, warehouse bigint, quantity integer, expires_at timestamptz)
), held as (
  insert into reservations (store_id, reference_key, owner, variant_id, warehouse_id, quantity, expires_at, created_at)
  select $1, reference_key, owner, variant, warehouse, quantity, expires_at, $3 from wanted
  returning id, reference_key, owner, variant_id as variant, warehouse_id as warehouse, quantity, expires_at
), summed as (
  select variant, warehouse, sum(quantity)::integer as quantity, min(expires_at) as ends from wanted group by variant, warehouse
), reserved as (
  update stock s
     set reserved = s.reserved + w.quantity, held_until = least(s.held_until, w.ends)
    from summed w
   where s.store_id = $1 and s.variant_id = w.variant and s.warehouse_id = w.warehouse
), moved as (
  insert into stock_movements (store_id, variant_id, warehouse_id, on_hand_change, reserved_change, reason, created_at)
  select $1, variant, warehouse, 0, quantity, 'held', $3 from summed where quantity > 0
), queued as (
  insert into stores_with_reservations (store_id, due_at)
  select $1, w.expires_at from (select distinct expires_at from wanted) w
), told as (
  insert into stores_with_changes (store_id, variant_id, due_at)
  select distinct $1::bigint, variant, $3 from summed where quantity > 0
)
select id, reference_key, owner, variant, warehouse, quantity, expires_at from held order by id
"""

EXTEND = """
with extended as (
  update reservations
     set expires_at = $3
   where store_id = $1 and owner = $2 and expires_at > $4
  returning id
), queued as (
  insert into stores_with_reservations (store_id, due_at)
  select $1, $3 where exists (select 1 from extended)
)
select count(*) from extended
"""

FIND = "select owner, variant_id from reservations where store_id = $1 and (id = $2 or reference_key = $3)"

LOCK_ONE = "select variant_id from stock where store_id = $1 and variant_id = $2 order by warehouse_id for update"

REMOVE = """
with gone as (
  delete from reservations
   where store_id = $1 and (id = $2 or reference_key = $3)
  returning variant_id, warehouse_id, quantity
), back as (
  update stock s
     set reserved = s.reserved - g.quantity
    from gone g
   where s.store_id = $1 and s.variant_id = g.variant_id and s.warehouse_id = g.warehouse_id
), moved as (
  insert into stock_movements (store_id, variant_id, warehouse_id, on_hand_change, reserved_change, reason, created_at)
  select $1, variant_id, warehouse_id, 0, -quantity, 'freed', $4 from gone where quantity > 0
), told as (
  insert into stores_with_changes (store_id, variant_id, due_at)
  select $1, variant_id, $4 from gone where quantity > 0
)
select count(*) from gone
"""

OWNED = """
select id, reference_key, owner, variant_id as variant, warehouse_id as warehouse, quantity, expires_at
  from reservations
 where store_id = $1 and owner = $2
 order by id
"""


class _Place(msgspec.Struct):
    """A locked shelf and what is left of it while pieces are met one by one; nothing is left of what is not counted."""

    shelf: Shelf
    is_endless: bool

    def take(self, parts: Iterable[Allocation]) -> None:
        for part in parts:
            if part.warehouse == self.shelf.warehouse:
                self.shelf = msgspec.structs.replace(self.shelf, reserved=self.shelf.reserved + part.quantity)


class _Row(msgspec.Struct, frozen=True):
    """A reservation as HOLD takes it."""

    reference_key: str | None
    owner: str
    variant: VariantId
    warehouse: WarehouseId
    quantity: int
    expires_at: datetime


_Places = dict[VariantId, list[_Place]]


async def reserve(tx: Tx, store: StoreId, pieces: Sequence[Piece], *, owner: str, until: datetime) -> tuple[Reservation, ...]:
    """Hold these pieces beside what the owner holds already; all of them or none. Three statements.

    Of what is sold without stock no more is held than is there, of what is not counted nothing. Raises NotEnough, Invalid.
    """
    places = await _lock(tx, store, [piece.variant for piece in pieces], owner=None)
    return await _hold(tx, store, pieces, places, owner=owner, until=until)


async def hold(tx: Tx, store: StoreId, pieces: Sequence[Piece], *, owner: str, until: datetime) -> tuple[Reservation, ...]:
    """Make these pieces all that the owner holds, whatever it held before. Raises NotEnough, Invalid. Three statements.

    On NotEnough the owner's old reservations are gone until the transaction is rolled back.
    """
    places = await _lock(tx, store, [piece.variant for piece in pieces], owner=owner)
    return await _hold(tx, store, pieces, places, owner=owner, until=until)


async def reserve_each(tx: Tx, store: StoreId, claims: Sequence[Claim]) -> list[Reservation | Lack | None]:
    """Meet each claim for itself: its reservation, what lacks for it, or None when its key is in use. Four statements."""
    for i, claim in enumerate(claims):
        _check(claim.quantity, claim.until, tx.now, at=f"{i}.")
    places = await _lock(tx, store, [claim.variant for claim in claims], owner=None)
    used = {row["reference_key"] for row in await tx.all(TAKEN_KEYS, store, [c.reference_key for c in claims])}
    rows: list[_Row] = []
    met: list[str | Lack | None] = []
    for i, claim in enumerate(claims):
        if claim.reference_key in used:
            met.append(None)
            continue
        found = _meet(i, Piece(claim.variant, claim.quantity, claim.warehouse), places)
        if isinstance(found, Lack):
            met.append(found)
            continue
        used.add(claim.reference_key)
        met.append(claim.reference_key)
        quantity = sum(part.quantity for part in found)
        rows.append(_Row(claim.reference_key, claim.owner, claim.variant, claim.warehouse, quantity, claim.until))
    made = {reservation.reference_key: reservation for reservation in await _write(tx, store, rows)}
    return [made[each] if isinstance(each, str) else each for each in met]


async def release_owner(tx: Tx, store: StoreId, owner: str) -> int:
    """Give all that the owner holds back to sale; the pieces. Two statements."""
    rows = await tx.all(LOCK, store, [], owner)
    if not rows:
        return 0
    return sum((await give_back(tx, store, _variants(rows), owner=owner)).values())


async def extend(tx: Tx, store: StoreId, owner: str, *, until: datetime) -> int:
    """Let what the owner holds, and has not run out, last until then; the number of reservations."""
    _check(1, until, tx.now)
    count: int = await tx.value(EXTEND, store, owner, until, tx.now)
    return count


async def unreserve(tx: Tx, store: StoreId, which: ReservationId | str) -> None:
    """Give back one reservation, by its id or its reference key. Raises NotFound, also for what ran out long ago."""
    named = (None, which) if isinstance(which, str) else (which, None)
    row = await tx.one(FIND, store, *named)
    if row is None:
        raise NotFound("reservation")
    await tx.all(LOCK_ONE, store, row["variant_id"])
    if not await tx.value(REMOVE, store, *named, tx.now):
        raise NotFound("reservation")


async def held_by(db: Db, store: StoreId, owner: str) -> tuple[Reservation, ...]:
    """What the owner holds, in the order in which it was reserved, also what has just run out."""
    return tuple(_reservation(row) for row in await db.all(OWNED, store, owner))


async def _lock(tx: Tx, store: StoreId, variants: Sequence[VariantId], *, owner: str | None) -> _Places:
    """The locked shelves by variant, after what ran out on them, and all of the owner's, was given back."""
    rows = await tx.all(LOCK, store, sorted(set(variants)), owner)
    freed: Freed = await give_back(tx, store, _variants(rows), owner=owner) if rows else {}
    places: _Places = defaultdict(list)
    for row in rows:
        if row["is_there"]:
            variant, warehouse = VariantId(row["variant_id"]), WarehouseId(row["warehouse_id"])
            left = row["reserved"] - freed.get((variant, warehouse), 0)
            there = row["on_hand"] if row["track_inventory"] else left
            endless = row["sellable_without_stock"] or not row["track_inventory"]
            places[variant].append(_Place(Shelf(variant, warehouse, there, left), endless))
    return places


async def _hold(
    tx: Tx, store: StoreId, pieces: Sequence[Piece], places: _Places, *, owner: str, until: datetime
) -> tuple[Reservation, ...]:
    for i, piece in enumerate(pieces):
        _check(piece.quantity, until, tx.now, at=f"{i}.")
    found = [_meet(i, piece, places) for i, piece in enumerate(pieces)]
    lacks = tuple(each for each in found if isinstance(each, Lack))
    if lacks:
        raise NotEnough(lacks)
    parts = [part for each in found if not isinstance(each, Lack) for part in each]
    return await _write(tx, store, [_Row(None, owner, p.variant, p.warehouse, p.quantity, until) for p in parts])


def _meet(index: int, piece: Piece, places: _Places) -> list[Allocation] | Lack:
    """The parts of a piece, taken off the places; what lacks when it cannot be met."""
    own = [p for p in places.get(piece.variant, ()) if piece.warehouse in (None, p.shelf.warehouse)]
    there = sum(place.shelf.sellable for place in own)
    is_endless = any(place.is_endless for place in own)
    if there < piece.quantity and not is_endless:
        return Lack(index, piece.variant, piece.quantity, there)
    parts = spread([place.shelf for place in own], min(piece.quantity, there))
    for place in own:
        place.take(parts)
    return parts


async def _write(tx: Tx, store: StoreId, rows: Sequence[_Row]) -> tuple[Reservation, ...]:
    if not rows:
        return ()
    made = await tx.all(HOLD, store, msgspec.json.encode(rows).decode(), tx.now)
    return tuple(_reservation(row) for row in made)


def _check(quantity: int, until: datetime, now: datetime, *, at: str = "") -> None:
    if not 1 <= quantity <= MOST:
        raise Invalid.one(f"{at}quantity", f"Must be a whole number from 1 to {MOST}.")
    if until <= now:
        raise Invalid.one(f"{at}until", "Must lie in the future.")


def _variants(rows: Sequence[Row]) -> list[VariantId]:
    return sorted({VariantId(row["variant_id"]) for row in rows})


def _reservation(row: Row) -> Reservation:
    return Reservation(**dict(row))
