"""What was paid, and what went back."""

from datetime import datetime
from typing import Final, NewType

import msgspec

from serai.core.orders.model import Buyer, OrderId
from serai.core.stores import StoreId
from serai.kit.db import Db
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice

PaymentId = NewType("PaymentId", int)

_DOCUMENT: Final = """json_build_object(
    'id', p.id, 'order_id', p.order_id, 'number', o.number, 'is_refund', p.kind = 'refund',
    'amount_minor', p.amount_minor, 'currency', o.currency, 'method', p.method, 'created_at', p.created_at,
    'customer', json_build_object('id', o.customer_id, 'name', o.customer_name, 'email', o.customer_email,
                                  'phone', o.customer_phone))"""

COUNT: Final = "select count(*) from payments where store_id = $1"

PAGE: Final = f"""
select {_DOCUMENT} as document
  from payments p
  join orders o on o.store_id = p.store_id and o.id = p.order_id
 where p.store_id = $1 and o.store_id = $1
 order by p.id desc
 limit $2
offset $3
"""

GET: Final = f"""
select {_DOCUMENT} as document
  from payments p
  join orders o on o.store_id = p.store_id and o.id = p.order_id
 where p.store_id = $1 and o.store_id = $1 and p.id = $2
"""


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """Money that came in for an order, or with `is_refund` went back; minor units of the order's currency."""

    id: PaymentId
    order_id: OrderId
    number: str
    is_refund: bool
    amount_minor: int
    currency: str
    method: str | None
    created_at: datetime
    customer: Buyer


_DECODER: Final = msgspec.json.Decoder(Payment)


async def payments(db: Db, store: StoreId, slice_: Slice) -> Page[Payment]:
    """The store's payments and refunds, the newest first. Two statements."""
    total = await db.value(COUNT, store)
    rows = await db.all(PAGE, store, slice_.size, slice_.offset)
    return Page(tuple(_DECODER.decode(row["document"]) for row in rows), total)


async def payment(db: Db, store: StoreId, which: PaymentId) -> Payment:
    """One of them. Raises NotFound."""
    row = await db.one(GET, store, which)
    if row is None:
        raise NotFound("transaction")
    return _DECODER.decode(row["document"])
