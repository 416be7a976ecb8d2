"""Single pieces of an order: shipped, cancelled, returned. The order itself follows when all of them went one way."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from serai.core import inventory
from serai.core.inventory import VariantId
from serai.core.orders import ledgers, refunds, whole
from serai.core.orders.errors import IllegalMove, PieceGone
from serai.core.orders.model import MOVES, Order, OrderId, State
from serai.core.orders.move import move
from serai.core.orders.pieces import Piece, PieceId, Whole, by_id
from serai.core.stores import StoreId
from serai.kit import checks
from serai.kit.db import Clash, Tx
from serai.kit.errors import Invalid, Taken
from serai.kit.outbox import Event

LONGEST_KEY: Final = 200
MOST: Final = 1_000
"""Pieces named at once."""

INSERT_SHIPMENT = """
insert into shipments (store_id, order_id, key, carrier, return_code, shipped_at, created_at)
values ($1, $2, $3, $4, $5, $6, $7)
returning id
"""

SHIP = """
insert into order_pieces (store_id, order_id, line_id, number, shipment_id, return_key, shipped_at)
select $1, $2, t.line_id, t.number, $3, t.return_key, $4
  from unnest($5::bigint[], $6::integer[], $7::text[]) t (line_id, number, return_key)
on conflict (store_id, line_id, number) do update
   set shipment_id = excluded.shipment_id, return_key = excluded.return_key, shipped_at = excluded.shipped_at
"""

CANCEL = """
insert into order_pieces (store_id, order_id, line_id, number, cancelled_at)
select $1, $2, t.line_id, t.number, $3
  from unnest($4::bigint[], $5::integer[]) t (line_id, number)
on conflict (store_id, line_id, number) do update set cancelled_at = excluded.cancelled_at
"""

RETURN = """
update order_pieces p
   set returned_at = t.at, return_reason = t.reason
  from unnest($2::text[], $3::timestamptz[], $4::text[]) t (return_key, at, reason)
 where p.store_id = $1 and p.return_key = t.return_key
"""

OF_RETURN_KEYS = """
select return_key, order_id
  from order_pieces
 where store_id = $1 and return_key = any($2::text[])
 order by order_id
"""

CHANGED = "update orders set version = version + 1, updated_at = $3 where store_id = $1 and id = $2"


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A shipment to make. `key` is unique in the store; `pieces` with the key of each one's way back, if it has one."""

    key: str
    pieces: Sequence[tuple[PieceId, str | None]]
    carrier: str | None = None
    return_code: str | None = None
    shipped_at: datetime | None = None


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """A piece that came back, by the key that it was shipped with."""

    return_key: str
    received_at: datetime | None = None
    reason: str | None = None


async def ship(tx: Tx, store: StoreId, order: OrderId, parcel: Parcel, *, actor: str) -> Whole:
    """The pieces leave the house. An unpaid order is paid by it; with its last open piece it is shipped itself.

    Raises: NotFound; Invalid (shipment_key, items.N…); Taken on `shipment_key` or `items`; PieceGone; IllegalMove for an
    order that ended.
    """
    before = await whole.lock_whole(tx, store, order)
    key = checks.words(parcel.key, field="shipment_key", least=1, most=LONGEST_KEY)
    chosen = _open(before, [piece for piece, _ in parcel.pieces], State.SHIPPED)
    if before.order.state is State.PENDING:
        await move(tx, store, order, to=State.PROCESSING, actor=actor)
    at = parcel.shipped_at or tx.now
    try:
        made = await tx.value(INSERT_SHIPMENT, store, order, key, parcel.carrier, parcel.return_code, at, tx.now)
        lines, numbers = _columns(chosen)
        await tx.run(SHIP, store, order, made, at, lines, numbers, [back for _, back in parcel.pieces])
    except Clash as clash:
        raise _meant(clash, key) from clash
    after = await _follow(tx, before, chosen, gone=True, actor=actor)
    shipment = next(each for each in after.shipments if each.id == made)
    tx.emit(Event(store, "order.package_shipped", order, after.order.version, {"order": after.order, "shipment": shipment}))
    return after


async def cancel_pieces(tx: Tx, store: StoreId, order: OrderId, which: Sequence[PieceId], *, actor: str) -> Whole:
    """The pieces are sold to others again, and what was paid for them goes back.

    With its last open piece the order is cancelled itself, or shipped when others left before.
    Raises: NotFound; Invalid (items.N…); PieceGone; IllegalMove for an order that ended.
    """
    before = await whole.lock_whole(tx, store, order)
    chosen = _open(before, which, State.CANCELLED)
    await tx.run(CANCEL, store, order, tx.now, *_columns(chosen))
    after = await _follow(tx, before, chosen, gone=False, actor=actor)
    tx.emit(Event(store, "order.item_cancelled", order, after.order.version, after.order))
    return after


async def return_pieces(tx: Tx, store: StoreId, back: Sequence[Return], *, actor: str) -> None:
    """What was paid for the pieces goes back. They are not stock again: who unpacks them says what is fit for sale.

    With its last piece the order is refunded itself. Raises Invalid (N.return_key), PieceGone.
    """
    keys = [each.return_key for each in back]
    if not 1 <= len(keys) <= MOST or len(set(keys)) < len(keys):
        raise Invalid.one("items", f"Must be 1 to {MOST}, each once.")
    orders = {row["return_key"]: OrderId(row["order_id"]) for row in await tx.all(OF_RETURN_KEYS, store, keys)}
    wrong = {f"{i}.return_key": ["Is not the return key of a shipped item."] for i, k in enumerate(keys) if k not in orders}
    if wrong:
        raise Invalid(wrong)
    for order in sorted(set(orders.values())):
        own = [each for each in back if orders[each.return_key] == order]
        await _returned(tx, store, order, own, actor=actor)


async def _returned(tx: Tx, store: StoreId, order: OrderId, back: Sequence[Return], *, actor: str) -> None:
    before = await whole.lock_whole(tx, store, order)
    keys = {each.return_key for each in back}
    chosen = [piece for piece in by_id(before).values() if piece.fate.return_key in keys]
    if any(piece.fate.returned_at is not None for piece in chosen) or before.order.state is State.REFUNDED:
        raise PieceGone(chosen[0].id)
    times = [each.received_at or tx.now for each in back]
    await tx.run(RETURN, store, [each.return_key for each in back], times, [each.reason for each in back])
    after = await whole.lock_whole(tx, store, order)
    left = [p for p in by_id(after).values() if p.fate.cancelled_at is None and p.fate.returned_at is None]
    if not left and State.REFUNDED in MOVES[after.order.state]:
        await move(tx, store, order, to=State.REFUNDED, actor=actor)
    else:
        await ledgers.took_back(tx, before, after)
        await refunds.refund(tx, after.order, chosen)
        await _changed(tx, after.order)
    last = await whole.lock_whole(tx, store, order)
    tx.emit(Event(store, "order.item_returned", order, last.order.version, last.order))


async def _follow(tx: Tx, before: Whole, chosen: Sequence[Piece], *, gone: bool, actor: str) -> Whole:
    """Stock, money and the order itself, once the pieces are written."""
    store, order = before.order.store_id, before.id
    after = await whole.lock_whole(tx, store, order)
    every = by_id(after).values()
    if all(piece.fate.cancelled_at is not None for piece in every):
        await move(tx, store, order, to=State.CANCELLED, actor=actor)
        return await whole.lock_whole(tx, store, order)
    await inventory.settle_part(tx, store, order, _demand(chosen), gone=gone)
    if not gone:
        await refunds.refund(tx, after.order, chosen)
    if any(piece.fate.is_open for piece in every):
        await _changed(tx, after.order)
    else:
        await move(tx, store, order, to=State.SHIPPED, actor=actor)
    return await whole.lock_whole(tx, store, order)


async def _changed(tx: Tx, order: Order) -> None:
    await tx.run(CHANGED, order.store_id, order.id, tx.now)
    told = msgspec.structs.replace(order, version=order.version + 1, updated_at=tx.now)
    tx.emit(Event(order.store_id, "order.updated", order.id, told.version, told))


def _open(before: Whole, which: Sequence[PieceId], to: State) -> list[Piece]:
    """The pieces by their ids, all of this order and still in the house."""
    known = by_id(before)
    wrong = {f"items.{i}.order_item_id": ["Is not an item of this order."] for i, p in enumerate(which) if p not in known}
    if not 1 <= len(which) <= MOST or len(set(which)) < len(which):
        wrong["items"] = [f"Must be 1 to {MOST}, each once."]
    if wrong:
        raise Invalid(wrong)
    chosen = [known[piece] for piece in which]
    gone = next((piece for piece in chosen if not piece.fate.is_open), None)
    if gone is not None:
        raise PieceGone(gone.id)
    if before.order.state not in (State.PENDING, State.PROCESSING):
        raise IllegalMove(before.order.state, to)
    return chosen


def _columns(chosen: Sequence[Piece]) -> tuple[list[int], list[int]]:
    return [piece.line.id for piece in chosen], [piece.fate.number for piece in chosen]


def _demand(chosen: Sequence[Piece]) -> Mapping[VariantId, int]:
    return Counter(piece.line.variant_id for piece in chosen)


def _meant(clash: Clash, key: str) -> Exception:
    if clash.constraint == "shipments_key_key":
        return Taken("shipment_key", key)
    return Taken("items", "return_key") if clash.constraint == "order_pieces_return_key" else clash
