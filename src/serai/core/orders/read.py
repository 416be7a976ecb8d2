"""Orders with their lines, one statement whatever the size of the page."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from serai.core import customers
from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.orders.model import Change, Order, OrderId, State
from serai.core.stores import StoreId
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound
from serai.kit.pages import Boundary, Page, Slice
from serai.kit.sql import Where
from serai.kit.text import like

REFUNDED_FROM = """(
      select h.state
        from order_history h
       where h.store_id = o.store_id and h.order_id = o.id and h.state <> 'refunded'
       order by h.id desc
       limit 1)"""

DOCUMENT = f"""json_build_object(
    'store_id', o.store_id, 'store_name', (select s.name from stores s where s.id = o.store_id),
    'id', o.id, 'version', o.version, 'number', o.number, 'state', o.state,
    'customer', json_build_object('id', o.customer_id, 'name', o.customer_name, 'email', o.customer_email,
                                  'phone', o.customer_phone),
    'payment_status', o.payment_status, 'payment_method', o.payment_method, 'currency', o.currency,
    'refunded_minor', o.refunded_minor, 'refunded_from', case when o.state = 'refunded' then {REFUNDED_FROM} end,
    'subtotal_minor', o.subtotal_minor, 'discount_minor', o.discount_minor, 'shipping_minor', o.shipping_minor,
    'tax_minor', o.tax_minor, 'total_minor', o.total_minor, 'tax_rate', o.tax_rate::text,
    'tracking_number', o.tracking_number, 'notes', o.notes, 'is_subscription', o.is_subscription,
    'ship_to', json_build_object('name', o.ship_name, 'address', o.ship_address, 'city', o.ship_city,
                                 'state', o.ship_state, 'postal_code', o.ship_postal_code, 'country', o.ship_country,
                                 'phone', o.ship_phone),
    'placed_at', o.placed_at, 'paid_at', o.paid_at, 'shipped_at', o.shipped_at, 'updated_at', o.updated_at,
    'lines', (
      select json_agg(json_build_object(
               'id', l.id, 'product_id', l.product_id, 'variant_id', l.variant_id, 'product_name', l.product_name,
               'variant_name', l.variant_name, 'sku', l.sku, 'quantity', l.quantity, 'unit_minor', l.unit_minor,
               'subtotal_minor', l.subtotal_minor, 'discount_minor', l.discount_minor, 'tax_minor', l.tax_minor
             ) order by l.position)
        from order_lines l
       where l.store_id = o.store_id and l.order_id = o.id),
    'discounts', case when o.discount_minor = 0 then '[]'::json else (
      select coalesce(json_agg(json_build_object(
               'kind', d.kind, 'label', d.label, 'amount_minor', d.amount_minor, 'points', d.points
             ) order by d.kind desc), '[]')
        from order_discounts d
       where d.store_id = o.store_id and d.order_id = o.id) end
  )"""

GET = f"""
select {DOCUMENT} as document
  from orders o
 where o.store_id = any($1::bigint[]) and o.id = $2
"""

LOCK = """
select id from orders
 where store_id = $1 and id = $2
   for update
"""

STORE_OF = """
select o.store_id
  from orders o
 where o.store_id = any($1::bigint[]) and o.id = $2
"""

PAGE = """
with page as materialized (
  select o.store_id, o.id, o.placed_at, o.total_minor, o.updated_at
    from unnest($1::bigint[]) s(id)
   cross join lateral (
     select o.store_id, o.id, o.placed_at, o.total_minor, o.updated_at
       from orders o
      where o.store_id = s.id{filters}
      order by {order}
      limit {reach}) o
   order by {order}
   limit {size} offset {offset}
)
select {total} as total, {document} as document
  from (select 1) one
  left join (page join orders o using (store_id, id)) on o.store_id = any($1::bigint[])
 order by {order}
"""

# Counted beside the numbers. Numbers may start higher, where a store goes on from books it kept elsewhere.
KEPT_TOTAL = "(select coalesce(sum(n.placed), 0) from order_numbers n where n.store_id = any($1::bigint[]))"
COUNTED_TOTAL = "(select count(*) from orders o where o.store_id = any($1::bigint[]){filters})"

HISTORY = """
select h.id, h.state, h.note, h.actor, h.created_at
  from order_history h
 where h.store_id = any($1::bigint[]) and h.order_id = $2
 order by h.id
"""


_DECODER = msgspec.json.Decoder(Order)


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list may be narrowed by; None means any. `since` is included, `before` is not.

    With `states`, `refunded_shipped` adds the refunded orders that were shipped, or with False those that were not, and
    `refunded_from` those that stood there: a wire that has no word for a refund shows them as something else (X-10).
    """

    states: tuple[State, ...] | None = None
    refunded_shipped: bool | None = None
    refunded_from: tuple[State, ...] = ()
    customer: CustomerId | None = None
    since: datetime | None = None
    before: datetime | None = None
    is_subscription: bool | None = None
    number: str | None = None
    keyword: str | None = None
    payment_methods: tuple[str, ...] | None = None
    country: str | None = None
    city: str | None = None
    product: ProductId | None = None
    promo_code: str | None = None


class Sort(StrEnum):
    """What a list may be ordered by; each ends with the id, so that it is total."""

    NEWEST = "newest"
    OLDEST = "oldest"
    DEAREST = "dearest"
    CHEAPEST = "cheapest"
    TOUCHED = "touched"
    UNTOUCHED = "untouched"


_ORDER = {
    Sort.NEWEST: "o.placed_at desc, o.id desc",
    Sort.OLDEST: "o.placed_at, o.id",
    Sort.DEAREST: "o.total_minor desc, o.id desc",
    Sort.CHEAPEST: "o.total_minor, o.id",
    Sort.TOUCHED: "o.updated_at desc, o.id desc",
    Sort.UNTOUCHED: "o.updated_at, o.id",
}


async def get(db: Db, stores: Sequence[StoreId], order: OrderId) -> Order:
    """One order of one of these stores. Raises NotFound, for another store's too. One statement."""
    row = await db.one(GET, list(stores), order)
    if row is None:
        raise NotFound("order")
    return _order(row)


async def lock(tx: Tx, store: StoreId, order: OrderId) -> Order:
    """The order, locked until the transaction ends. Raises NotFound."""
    if await tx.one(LOCK, store, order) is None:
        raise NotFound("order")
    return await get(tx, [store], order)


async def store_of(db: Db, stores: Sequence[StoreId], order: OrderId) -> StoreId:
    """Which of these stores has the order. Raises NotFound."""
    found = await db.value(STORE_OF, list(stores), order)
    if found is None:
        raise NotFound("order")
    return StoreId(found)


async def page(db: Db, stores: Sequence[StoreId], filter_: Filter, slice_: Slice, *, sort: Sort = Sort.NEWEST) -> Page[Order]:
    """Orders of these stores, newest first (placed_at, then id) or as `sort` says, each with its lines.

    A page past the end is empty; `total` is always true. One statement.
    """
    where = Where(list(stores))
    _narrow_states(where, filter_)
    where.add_if("o.customer_id = {}", filter_.customer)
    where.add_if("o.placed_at >= {}", filter_.since)
    where.add_if("o.placed_at < {}", filter_.before)
    where.add_if("o.is_subscription = {}", filter_.is_subscription)
    _narrow_facts(where, filter_)
    filters = where.clause()
    total = COUNTED_TOTAL.format(filters=filters) if where else KEPT_TOTAL
    after = ""
    if slice_.after is not None and sort is Sort.NEWEST:
        key, last = where.param(slice_.after.at), where.param(slice_.after.id)
        after = f"\n   and (o.placed_at, o.id) < ({key}, {last})"
    statement = PAGE.format(
        filters=filters + after,
        reach=where.param(slice_.offset + slice_.size),
        size=where.param(slice_.size),
        offset=where.param(slice_.offset),
        total=total,
        document=f"case when o.id is not null then {DOCUMENT} end",
        order=_ORDER[sort],
    )
    rows = await db.all(statement, *where.values)
    items = tuple(_order(row) for row in rows if row["document"] is not None)
    end = Boundary(items[-1].placed_at, items[-1].id) if items and sort is Sort.NEWEST else None
    return Page(items, rows[0]["total"], end)


def _narrow_states(where: Where, filter_: Filter) -> None:
    if filter_.states is None:
        return
    if filter_.refunded_shipped is None and not filter_.refunded_from:
        where.add("o.state = any({}::text[])", list(filter_.states))
        return
    where.add("o.state = any({}::text[])", [*filter_.states, State.REFUNDED])
    where.add_if("(o.state <> 'refunded' or (o.shipped_at is not null) = {})", filter_.refunded_shipped)
    where.add_if(f"(o.state <> 'refunded' or {REFUNDED_FROM} = any({{}}::text[]))", list(filter_.refunded_from) or None)


def _narrow_facts(where: Where, filter_: Filter) -> None:
    where.add_if("o.number = {}", filter_.number)
    if filter_.keyword:
        where.add(
            "(position(upper({}) in upper(o.number)) > 0 or position({} in o.customer_phone) > 0 or exists ("
            "select 1 from customers c where c.store_id = o.store_id and c.id = o.customer_id and c.search like {}))",
            *(filter_.keyword,) * 2,
            like(filter_.keyword),
        )
    where.add_if("o.payment_method = any({}::text[])", None if (m := filter_.payment_methods) is None else list(m))
    where.add_if("o.ship_country = {}", filter_.country)
    where.add_if("lower(o.ship_city) = lower({})", filter_.city)
    if filter_.product is not None:
        where.add(
            "exists (select 1 from order_lines l where l.store_id = o.store_id and l.order_id = o.id and l.product_id = {})",
            filter_.product,
        )
    if filter_.promo_code is not None:
        where.add(
            "exists (select 1 from order_discounts d where d.store_id = o.store_id and d.order_id = o.id"
            " and d.kind = 'promo' and lower(d.label) = lower({}))",
            filter_.promo_code,
        )


async def of_customer(db: Db, store: StoreId, customer: CustomerId, slice_: Slice) -> Page[Order]:
    """A customer's orders, as `page` lists them. Raises NotFound for the customer. One statement when there are any."""
    found = await page(db, [store], Filter(customer=customer), slice_)
    if found.total == 0:
        await customers.get(db, [store], customer)
    return found


async def history(db: Db, stores: Sequence[StoreId], order: OrderId) -> tuple[Change, ...]:
    """Every state the order came to, oldest first. Raises NotFound. One statement: an order always has history."""
    rows = await db.all(HISTORY, list(stores), order)
    if not rows:
        raise NotFound("order")
    return tuple(Change(State(r["state"]), r["note"], r["actor"], r["created_at"], r["id"]) for r in rows)


def _order(row: Row) -> Order:
    return _DECODER.decode(row["document"])
