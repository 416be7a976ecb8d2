"""Customers with what they spent, one statement whatever the size of the page."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from serai.core.customers.model import Customer, CustomerId
from serai.core.stores import StoreId
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound
from serai.kit.pages import Boundary, Page, Slice
from serai.kit.sql import Where
from serai.kit.text import like

DOCUMENT = """json_build_object(
    'store_id', c.store_id, 'id', c.id, 'version', c.version, 'name', c.name, 'first_name', c.first_name,
    'currency', (select s.currency from stores s where s.id = c.store_id),
    'last_name', c.last_name, 'email', c.email, 'phone', c.phone, 'tags', c.tags,
    'created_at', c.created_at, 'updated_at', c.updated_at,
    'spending', (
      select json_build_object('orders', count(*), 'total_minor', coalesce(sum(o.total_minor), 0)::bigint,
                               'last_order_at', max(o.placed_at))
        from orders o
       where o.store_id = c.store_id and o.customer_id = c.id
         and o.paid_at is not null and o.state not in ('cancelled', 'refunded'))
  )"""

GET = f"""
select {DOCUMENT} as document
  from customers c
 where c.store_id = any($1::bigint[]) and c.id = $2
"""

STORE_OF = """
select c.store_id
  from customers c
 where c.store_id = any($1::bigint[]) and c.id = $2
"""

PAGE = """
with page as materialized (
  select c.store_id, c.id, c.created_at
    from unnest($1::bigint[]) s(id)
   cross join lateral (
     select c.store_id, c.id, c.created_at
       from customers c
      where c.store_id = s.id{filters}
      order by c.created_at desc, c.id desc
      limit {reach}) c
   order by c.created_at desc, c.id desc
   limit {size} offset {offset}
)
select {total} as total, {document} as document
  from (select 1) one
  left join (page join customers c using (store_id, id)) on c.store_id = any($1::bigint[])
 order by c.created_at desc, c.id desc
"""

KEPT_TOTAL = "(select coalesce(sum(t.customers), 0)::bigint from store_totals t where t.store_id = any($1::bigint[]))"
COUNTED_TOTAL = "(select count(*) from customers c where c.store_id = any($1::bigint[]){filters})"

_DECODER = msgspec.json.Decoder(Customer)


async def get(db: Db, stores: Sequence[StoreId], customer: CustomerId) -> Customer:
    """One customer of one of these stores. Raises NotFound, for another store's too. One statement."""
    row = await db.one(GET, list(stores), customer)
    if row is None:
        raise NotFound("customer")
    return _customer(row)


async def store_of(db: Db, stores: Sequence[StoreId], customer: CustomerId) -> StoreId:
    """Which of these stores has the customer. Raises NotFound."""
    found = await db.value(STORE_OF, list(stores), customer)
    if found is None:
        raise NotFound("customer")
    return StoreId(found)


async def page(db: Db, stores: Sequence[StoreId], *, search: str | None, slice_: Slice) -> Page[Customer]:
    """Customers of these stores, newest first (created_at, then id). `search` looks in names and e-mail addresses.

    A page past the end is empty; `total` is always true. One statement.
    """
    where = Where(list(stores))
    where.add_if("c.search like {}", like(search) if search else None)
    filters = where.clause()
    total = COUNTED_TOTAL.format(filters=filters) if where else KEPT_TOTAL
    after = ""
    if slice_.after is not None:
        key, last = where.param(datetime.fromisoformat(slice_.after.key)), where.param(slice_.after.id)
        after = f"\n   and (c.created_at, c.id) < ({key}, {last})"
    statement = PAGE.format(
        filters=filters + after,
        reach=where.param(slice_.offset + slice_.size),
        size=where.param(slice_.size),
        offset=where.param(slice_.offset),
        total=total,
        document=f"case when c.id is not null then {DOCUMENT} end",
    )
    rows = await db.all(statement, *where.values)
    items = tuple(_customer(row) for row in rows if row["document"] is not None)
    end = Boundary(items[-1].created_at.isoformat(), items[-1].id) if items else None
    return Page(items, rows[0]["total"], end)


def _customer(row: Row) -> Customer:
    return _DECODER.decode(row["document"])
