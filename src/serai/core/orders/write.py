"""Writing an order down: one statement, with everything that comes with it."""

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from serai.core.inventory import Allocation
from serai.core.orders.discounts import Reduction
from serai.core.orders.model import Draft, Order, OrderId
from serai.core.orders.offer import Terms
from serai.kit.db import Tx

# The number's counter row is what all orders of a store wait for, so it is taken here, last, just before the commit.
WRITE: Final = """
with number as (
  insert into order_numbers as n (store_id, year, taken, placed) values ($1, $2, 1, 1)
  on conflict (store_id, year) do update set taken = n.taken + 1, placed = n.placed + 1
  returning taken
), placed as (
  insert into orders
    (store_id, number, customer_id, customer_name, customer_email, customer_phone, state, payment_status, payment_method,
     currency, subtotal_minor, discount_minor, shipping_minor, tax_minor, total_minor, tax_rate, notes,
     ship_name, ship_address, ship_city, ship_state, ship_postal_code, ship_country, ship_phone, is_subscription,
     placed_at, updated_at)
  select $1, 'ORD-' || $2 || '-' || lpad(taken::text, greatest(6, length(taken::text)), '0'),
         $3, $4, $5, $6, 'pending', 'pending', $7,
         $8, $9, $10, $11, $12, $13, $14, $15,
         $16, $17, $18, $19, $20, $21, $22, $23, $24, $24
    from number
  returning id, number
), lines as (
  insert into order_lines
    (store_id, order_id, position, product_id, variant_id, product_name, variant_name, sku, quantity,
     unit_minor, subtotal_minor, discount_minor, tax_minor)
  select $1, placed.id, l.nth - 1, l.product_id, l.variant_id, l.product_name, l.variant_name, l.sku, l.quantity,
         l.unit_minor, l.subtotal_minor, l.discount_minor, l.tax_minor
    from placed, rows from (jsonb_to_recordset($29::jsonb -> 'lines') as (
         product_id bigint, variant_id bigint, product_name text, variant_name text, sku text, quantity integer,
         unit_minor bigint, subtotal_minor bigint, discount_minor bigint, tax_minor bigint)) with ordinality as l(
         product_id, variant_id, product_name, variant_name, sku, quantity,
         unit_minor, subtotal_minor, discount_minor, tax_minor, nth)
  returning id, position
), taken as (
  select * from unnest($25::bigint[], $26::bigint[], $27::integer[]) t(variant_id, warehouse_id, quantity)
), reserved as (
  update stock k
     set reserved = k.reserved + t.quantity
    from taken t
   where k.store_id = $1 and k.variant_id = t.variant_id and k.warehouse_id = t.warehouse_id
), allocated as (
  insert into order_allocations (store_id, order_id, variant_id, warehouse_id, quantity)
  select $1, placed.id, t.variant_id, t.warehouse_id, t.quantity from placed, taken t
), moved as (
  insert into stock_movements
    (store_id, variant_id, warehouse_id, on_hand_change, reserved_change, reason, order_id, created_at)
  select $1, t.variant_id, t.warehouse_id, 0, t.quantity, 'reserved', placed.id, $24 from placed, taken t
), noted as (
  insert into order_history (store_id, order_id, state, actor, created_at)
  select $1, placed.id, 'pending', $28, $24 from placed
), told as (
  insert into events (store_id, kind, object_id, object_version, payload, created_at)
  select $1, 'order.created', placed.id, 1,
         $29::jsonb || jsonb_build_object('id', placed.id, 'number', placed.number), $24
    from placed
  returning id
), queued as (
  insert into stores_with_events (store_id, event_id)
  select $1, id from told
), summed as (
  insert into order_sums as s (store_id, slot, currency, orders, paid, paid_minor, refunded_minor)
  values ($1, 'epoch', $8, 1, 0, 0, 0), ($1, date_bin('15 minutes', $24, 'epoch'), $8, 1, 0, 0, 0)
  on conflict (store_id, slot, currency) do update set orders = s.orders + 1
)
select placed.id, placed.number, (select array_agg(id order by position) from lines) as line_ids from placed
"""

# What made it cheaper: the rows that explain it, the code's use, the points' movement.
DISCOUNTS: Final = """, discounted as (
  insert into order_discounts (store_id, order_id, kind, label, amount_minor, points)
  select $1, placed.id, d.kind, d.label, d.amount_minor, d.points
    from placed, json_to_recordset($30::json) as d(kind text, label text, amount_minor bigint, points bigint)
), used as (
  insert into promo_uses (store_id, order_id, promo_id, customer_id, used_at)
  select $1, placed.id, $31, $3, $24 from placed where $31::bigint is not null
), spent as (
  insert into loyalty_movements (store_id, customer_id, order_id, reason, points, lifetime_points, created_at)
  select $1, $3, placed.id, 'redeemed', -$32::bigint, 0, $24 from placed where $32::bigint > 0
)"""

WRITE_DISCOUNTED: Final = WRITE.replace("\nselect placed.id, ", f"{DISCOUNTS}\nselect placed.id, ")


async def write(
    tx: Tx, order: Order, draft: Draft, reduction: Reduction, allocations: Sequence[Allocation], terms: Terms, *, actor: str
) -> Order:
    """Write the order with its lines, reservations, history, event and sums; it comes back with its number and ids."""
    values = _values(tx, order, draft, allocations, terms, actor)
    if reduction.discounts:
        row = await tx.one(WRITE_DISCOUNTED, *values, *_discounts(reduction))
    else:
        row = await tx.one(WRITE, *values)
    if row is None:
        raise RuntimeError("placing an order returned no row")
    lines = tuple([replace(line, id=line_id) for line, line_id in zip(order.lines, row["line_ids"], strict=True)])
    return replace(order, id=OrderId(row["id"]), number=row["number"], lines=lines)


def _discounts(reduction: Reduction) -> tuple[object, ...]:
    points = sum(discount.points or 0 for discount in reduction.discounts)
    return msgspec.json.encode(reduction.discounts).decode(), reduction.promo, points


def _values(
    tx: Tx, order: Order, draft: Draft, allocations: Sequence[Allocation], terms: Terms, actor: str
) -> tuple[object, ...]:
    """The parameters of WRITE, in its order."""
    year = tx.now.astimezone(ZoneInfo(terms.time_zone)).year
    ship = draft.ship_to
    return (
        *(order.store_id, year, order.customer.id, order.customer.name, order.customer.email, order.customer.phone),
        *(order.payment_method, order.currency, order.subtotal_minor, order.discount_minor, order.shipping_minor),
        *(order.tax_minor, order.total_minor, order.tax_rate, order.notes),
        *(ship.name, ship.address, ship.city, ship.state, ship.postal_code, ship.country, ship.phone),
        *(order.is_subscription, tx.now),
        [a.variant for a in allocations],
        [a.warehouse for a in allocations],
        [a.quantity for a in allocations],
        actor,
        msgspec.json.encode(order).decode(),
    )
