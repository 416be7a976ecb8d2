"""Moving an order along its states, and what that means for its stock and money."""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.orders import ledgers, read, refunds, rules, whole
from serai.core.orders.model import Order, OrderId, State
from serai.core.orders.pieces import by_id
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid, within
from serai.kit.outbox import Event

# The kept sums are what all payments of a store wait for, so they are written last; rows always in the same order.
UPDATE = """
with changed as (
  update orders
     set version = version + 1, state = $3, payment_status = $4, tracking_number = $5, notes = $6,
         paid_at = $7, shipped_at = $8, updated_at = $9
   where store_id = $1 and id = $2
), noted as (
  insert into order_history (store_id, order_id, state, note, actor, created_at)
  select $1, $2, $3, $10, $11, $9 where $12::boolean
), paid as (
  insert into payments (store_id, order_id, kind, amount_minor, method, created_at)
  select $1, $2, $13, $14, $15, $9 where $13::text is not null
), facts as (
  select $17::timestamptz as at, -1 as orders, 0 as paid, 0::bigint as paid_minor, 0::bigint as refunded_minor
   where $12 and $3 = 'cancelled'
   union all
  select $9, 0, 1, $14, 0 where $13 = 'capture'
   union all
  select $9, 0, 0, 0, $14 where $13 = 'refund'
), summed as (
  insert into order_sums as s (store_id, slot, currency, orders, paid, paid_minor, refunded_minor)
  select $1, k.slot, $16, sum(f.orders), sum(f.paid), sum(f.paid_minor), sum(f.refunded_minor)
    from facts f
   cross join lateral (values ('epoch'::timestamptz), (date_bin('15 minutes', f.at, 'epoch'))) k (slot)
   group by k.slot
   order by k.slot
  on conflict (store_id, slot, currency) do update
     set orders = s.orders + excluded.orders, paid = s.paid + excluded.paid,
         paid_minor = s.paid_minor + excluded.paid_minor, refunded_minor = s.refunded_minor + excluded.refunded_minor
), sold as (
  insert into product_sums as s (store_id, day, product_id, currency, quantity, sold_minor)
  select $1, k.day, l.product_id, $16,
         sum(case $13 when 'capture' then 1 else -1 end * (l.quantity - r.pieces)),
         sum(case $13 when 'capture' then 1 else -1 end * (l.subtotal_minor - l.discount_minor + l.tax_minor - r.minor))
    from order_lines l
   cross join lateral (
     select count(*) as pieces, coalesce(sum(p.refunded_minor), 0) as minor
       from order_pieces p
      where p.store_id = $1 and p.line_id = l.id and p.refunded_minor is not null) r
   cross join lateral (values (date '1970-01-01'), (($9 at time zone 'UTC')::date)) k (day)
   where l.store_id = $1 and l.order_id = $2 and $13 is not null
   group by k.day, l.product_id
   order by k.day, l.product_id
  on conflict (store_id, day, product_id, currency) do update
     set quantity = s.quantity + excluded.quantity, sold_minor = s.sold_minor + excluded.sold_minor
)
select 1
"""

LONGEST_NOTE = 5_000
LONGEST_TRACKING = 200

# What the outside hears beside `order.updated`.
_SPECIFIC = {
    State.PROCESSING: "order.paid",
    State.SHIPPED: "order.shipped",
    State.DELIVERED: "order.delivered",
    State.CANCELLED: "order.cancelled",
    State.REFUNDED: "order.refunded",
}


async def move(
    tx: Tx,
    store: StoreId,
    order: OrderId,
    *,
    to: State | UnsetType = UNSET,
    tracking_number: str | None | UnsetType = UNSET,
    notes: str | None | UnsetType = UNSET,
    note: str | None = None,
    actor: str,
) -> Order:
    """Change an order's state, tracking number and notes, and return it as it now is. A `note` is for the history alone.

    Repeating what is changes nothing and tells nobody. Paying captures the total; cancelling gives the stock back, and the
    money when it was paid; shipping takes the pieces out of the house, and delivery earns points. Raises NotFound, Invalid,
    IllegalMove.
    """
    _check(tracking_number, notes if note is None else note)
    before = await read.lock(tx, store, order)
    after = _after(tx, before, to, tracking_number, notes)
    if after == before:
        return before
    moved = after.state is not before.state
    if moved:
        rules.check_move(before.state, after.state)
        await ledgers.follow(tx, before, after.state)
    after = msgspec.structs.replace(after, version=before.version + 1, updated_at=tx.now)
    await _write(tx, before, after, moved=moved, note=note or (notes if isinstance(notes, str) else None), actor=actor)
    if moved and after.state is State.PROCESSING:
        after = await _settled(tx, after)
    if moved:
        tx.emit(Event(store, _SPECIFIC[after.state], after.id, after.version, after))
    tx.emit(Event(store, "order.updated", after.id, after.version, after))
    return after


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One of several changes; fields as `move` takes them."""

    store: StoreId
    order: OrderId
    to: State | UnsetType = UNSET
    tracking_number: str | None | UnsetType = UNSET
    notes: str | None | UnsetType = UNSET


async def move_all(tx: Tx, moves: Sequence[Move], *, actor: str) -> list[Order]:
    """Change several orders, all or none, in id order so that two of these never wait for each other in a circle.

    Returns them in the order asked. Errors are `move`'s, their field paths beginning with `items.N`.
    """
    moved: dict[int, Order] = {}
    for i, one in sorted(enumerate(moves), key=lambda pair: (pair[1].store, pair[1].order)):
        with within(f"items.{i}"):
            moved[i] = await move(
                tx, one.store, one.order, to=one.to, tracking_number=one.tracking_number, notes=one.notes, actor=actor
            )
    return [moved[i] for i in range(len(moves))]


def _after(
    tx: Tx, before: Order, to: State | UnsetType, tracking: str | None | UnsetType, notes: str | None | UnsetType
) -> Order:
    state = before.state if to is UNSET else to
    moved = state is not before.state
    ends = state in (State.CANCELLED, State.REFUNDED)
    status = before.payment_status
    if moved and state is State.PROCESSING:
        status = "paid"
    elif moved and ends and before.paid_at is not None:
        status = "refunded"
    return msgspec.structs.replace(
        before,
        state=state,
        payment_status=status,
        tracking_number=before.tracking_number if tracking is UNSET else tracking,
        notes=before.notes if notes is UNSET else notes,
        paid_at=tx.now if moved and state is State.PROCESSING else before.paid_at,
        shipped_at=tx.now if moved and state is State.SHIPPED else before.shipped_at,
        refunded_from=before.state if moved and state is State.REFUNDED else before.refunded_from,
    )


async def _write(tx: Tx, before: Order, after: Order, *, moved: bool, note: str | None, actor: str) -> None:
    kind = None
    if after.payment_status != before.payment_status:
        kind = "capture" if after.payment_status == "paid" else "refund"
    await tx.run(
        UPDATE,
        after.store_id,
        after.id,
        after.state,
        after.payment_status,
        after.tracking_number,
        after.notes,
        after.paid_at,
        after.shipped_at,
        after.updated_at,
        note,
        actor,
        moved,
        kind,
        after.total_minor - after.refunded_minor,
        after.payment_method,
        after.currency,
        after.placed_at,
    )


async def _settled(tx: Tx, paid: Order) -> Order:
    """What was paid for pieces that were cancelled before goes back at once."""
    gone = await refunds.unsettled(tx, paid)
    if not gone:
        return paid
    found = await whole.lock_whole(tx, paid.store_id, paid.id)
    await refunds.refund(tx, paid, [p for p in by_id(found).values() if (p.line.id, p.fate.number) in gone])
    return (await whole.lock_whole(tx, paid.store_id, paid.id)).order


def _check(tracking: str | None | UnsetType, notes: str | None | UnsetType) -> None:
    wrong: dict[str, list[str]] = {}
    if isinstance(tracking, str) and len(tracking) > LONGEST_TRACKING:
        wrong["tracking_number"] = [f"May have at most {LONGEST_TRACKING} characters."]
    if isinstance(notes, str) and len(notes) > LONGEST_NOTE:
        wrong["notes"] = [f"May have at most {LONGEST_NOTE} characters."]
    if wrong:
        raise Invalid(wrong)
