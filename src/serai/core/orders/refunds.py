"""Money back for single pieces of an order that goes on without them."""

from collections.abc import Sequence

from serai.core.orders.model import Order
from serai.core.orders.pieces import Piece
from serai.kit.db import Tx

# As with a whole order's refund, the kept sums are what all payments of a store wait for, so they are written last.
REFUND = """
with pieces as (
  select t.line_id, t.number, t.minor
    from unnest($3::bigint[], $4::integer[], $5::bigint[]) t (line_id, number, minor)
), noted as (
  update order_pieces p
     set refunded_minor = t.minor
    from pieces t
   where p.store_id = $1 and p.line_id = t.line_id and p.number = t.number
), whole as (
  update orders
     set refunded_minor = refunded_minor + $6
   where store_id = $1 and id = $2
), paid as (
  insert into payments (store_id, order_id, kind, amount_minor, method, created_at)
  values ($1, $2, 'refund', $6, $7, $9)
), summed as (
  insert into order_sums as s (store_id, slot, currency, orders, paid, paid_minor, refunded_minor)
  select $1, k.slot, $8, 0, 0, 0, $6
    from (values ('epoch'::timestamptz), (date_bin('15 minutes', $9, 'epoch'))) k (slot)
   order by k.slot
  on conflict (store_id, slot, currency) do update set refunded_minor = s.refunded_minor + excluded.refunded_minor
)
insert into product_sums as s (store_id, day, product_id, currency, quantity, sold_minor)
select $1, k.day, l.product_id, $8, -count(*), -sum(t.minor)
  from pieces t
  join order_lines l on l.store_id = $1 and l.id = t.line_id
 cross join lateral (values (date '1970-01-01'), (($9 at time zone 'UTC')::date)) k (day)
 group by k.day, l.product_id
 order by k.day, l.product_id
on conflict (store_id, day, product_id, currency) do update
   set quantity = s.quantity + excluded.quantity, sold_minor = s.sold_minor + excluded.sold_minor
"""

UNSETTLED = """
select line_id, number
  from order_pieces
 where store_id = $1 and order_id = $2 and cancelled_at is not null and refunded_minor is null
"""


async def refund(tx: Tx, order: Order, chosen: Sequence[Piece]) -> None:
    """What was paid for the pieces, their tax included; of an unpaid order nothing. Its row is locked."""
    if order.paid_at is None:
        return
    worth = [piece.gross_minor for piece in chosen]
    lines, numbers = [piece.line.id for piece in chosen], [piece.fate.number for piece in chosen]
    values = (sum(worth), order.payment_method, order.currency, tx.now)
    await tx.run(REFUND, order.store_id, order.id, lines, numbers, worth, *values)


async def unsettled(tx: Tx, order: Order) -> set[tuple[int, int]]:
    """(line, number) of the pieces that were cancelled while the order was unpaid. One statement."""
    return {(row["line_id"], row["number"]) for row in await tx.all(UNSETTLED, order.store_id, order.id)}
