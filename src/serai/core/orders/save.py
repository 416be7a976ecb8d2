"""Writing what was changed of an order that is locked."""

from typing import Final

import msgspec
from msgspec.structs import replace

from serai.core.orders.model import DiscountKind, Order
from serai.kit.db import Tx

UPDATE: Final = """
update orders
   set version = $3, payment_method = $4, ship_name = $5, ship_address = $6, ship_city = $7, ship_state = $8,
       ship_postal_code = $9, ship_country = $10, ship_phone = $11, subtotal_minor = $12, discount_minor = $13,
       shipping_minor = $14, tax_minor = $15, total_minor = $16, updated_at = $17
 where store_id = $1 and id = $2
"""

REMOVE_LINES: Final = "delete from order_lines where store_id = $1 and order_id = $2 and id = any($3::bigint[])"

CHANGE_LINES: Final = """
update order_lines l
   set variant_id = t.variant_id, variant_name = t.variant_name, sku = t.sku, quantity = t.quantity,
       unit_minor = t.unit_minor, subtotal_minor = t.subtotal_minor, discount_minor = t.discount_minor,
       tax_minor = t.tax_minor
  from json_to_recordset($2::json) as t(
       id bigint, variant_id bigint, variant_name text, sku text, quantity integer, unit_minor bigint,
       subtotal_minor bigint, discount_minor bigint, tax_minor bigint)
 where l.store_id = $1 and l.id = t.id
"""

ADD_LINE: Final = """
insert into order_lines
  (store_id, order_id, position, product_id, variant_id, product_name, variant_name, sku, quantity,
   unit_minor, subtotal_minor, discount_minor, tax_minor)
select $1, $2, coalesce(max(l.position), -1) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
  from order_lines l
 where l.store_id = $1 and l.order_id = $2
returning id
"""

WORTH: Final = "update order_discounts set amount_minor = $3 where store_id = $1 and order_id = $2 and kind = $4"


async def save(tx: Tx, before: Order, after: Order) -> Order:
    """Write the order, its lines and what its discounts take off; a line with the id 0 is new, and comes back with its own.

    A discount that comes or goes is the caller's to write.
    """
    to = after.ship_to
    await tx.run(
        UPDATE,
        *(after.store_id, after.id, after.version, after.payment_method),
        *(to.name, to.address, to.city, to.state, to.postal_code, to.country, to.phone),
        *(after.subtotal_minor, after.discount_minor, after.shipping_minor, after.tax_minor, after.total_minor),
        after.updated_at,
    )
    known = {each.kind: each.amount_minor for each in before.discounts}
    for each in after.discounts:
        if each.kind is DiscountKind.PROMO and known.get(each.kind) not in (None, each.amount_minor):
            await tx.run(WORTH, after.store_id, after.id, each.amount_minor, each.kind)
    return await _save_lines(tx, before, after)


async def _save_lines(tx: Tx, before: Order, after: Order) -> Order:
    kept = {line.id for line in after.lines}
    gone = [line.id for line in before.lines if line.id not in kept]
    if gone:
        await tx.run(REMOVE_LINES, after.store_id, after.id, gone)
    changed = [line for line in after.lines if line.id and line not in before.lines]
    if changed:
        await tx.run(CHANGE_LINES, after.store_id, msgspec.json.encode(changed).decode())
    lines = []
    for line in after.lines:
        _, *values = msgspec.structs.astuple(line)
        lines.append(line if line.id else replace(line, id=await tx.value(ADD_LINE, after.store_id, after.id, *values)))
    return replace(after, lines=tuple(lines))
