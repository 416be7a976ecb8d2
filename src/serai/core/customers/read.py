"""Customers with what they spent, one statement whatever the size of the page."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from serai.core.customers.model import Customer, CustomerId, GroupId
from serai.core.stores import StoreId
from serai.kit.checks import email_key
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice, newest_first
from serai.kit.sql import Where
from serai.kit.text import like

DOCUMENT = """json_build_object(
    'store_id', c.store_id, 'id', c.id, 'version', c.version, 'name', c.name, 'first_name', c.first_name,
    'currency', (select s.currency from stores s where s.id = c.store_id),
    'last_name', c.last_name, 'email', c.email, 'phone', c.phone, 'tags', c.tags,
    'created_at', c.created_at, 'updated_at', c.updated_at, 'reference_key', c.reference_key, 'gender', c.gender,
    'title', c.title, 'birthday', c.birthday, 'city', c.city, 'country', c.country, 'language', c.language,
    'group_ids', c.group_ids, 'is_blocked', c.is_blocked, 'block_reason', c.block_reason, 'custom_data', c.custom_data,
    'public_key', c.public_key, 'identities', coalesce(c.identities, '[]'), 'is_guest', c.is_guest,
    'has_password', c.password_hash is not null,
    'spending', (
      select json_build_object('orders', count(*), 'last_order_at', max(o.placed_at),
                               'total_minor', coalesce(sum(o.total_minor - o.refunded_minor), 0)::bigint)
        from orders o
       where o.store_id = c.store_id and o.customer_id = c.id
         and o.paid_at is not null and o.state not in ('cancelled', 'refunded'))
  )"""

GET = f"""
select {DOCUMENT} as document
  from customers c
 where c.store_id = any($1::bigint[]) and c.id = $2 and c.removed_at is null
"""

BY_KEY = f"""
select {DOCUMENT} as document
  from customers c
 where c.store_id = $1 and c.reference_key = $2 and c.removed_at is null
"""

BY_EMAIL = f"""
select {DOCUMENT} as document
  from customers c
 where c.store_id = $1 and c.email_key = $2 and c.removed_at is null
"""

STORE_OF = """
select c.store_id
  from customers c
 where c.store_id = any($1::bigint[]) and c.id = $2 and c.removed_at is null
"""

PAGE = """
with page as materialized (
  select c.store_id, c.id, c.created_at
    from unnest($1::bigint[]) s(id)
   cross join lateral (
     select c.store_id, c.id, c.created_at
       from customers c
      where c.store_id = s.id and c.removed_at is null{filters}
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
COUNTED_TOTAL = """(
  select count(*) from customers c
   where c.store_id = any($1::bigint[]) and c.removed_at is null{filters})"""

_DECODER = msgspec.json.Decoder(Customer)


class CustomerFilter(msgspec.Struct, frozen=True, kw_only=True):
    """None means any. `keyword` is in the name, the e-mail address or the phone number; `before` is not included."""

    keyword: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    updated_since: datetime | None = None
    group: GroupId | None = None
    ids: tuple[CustomerId, ...] | None = None
    keys: tuple[str, ...] | None = None
    email: str | None = None


EVERYBODY = CustomerFilter()


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


async def by_key(db: Db, store: StoreId, key: str) -> Customer:
    """By reference key. Raises NotFound."""
    row = await db.one(BY_KEY, store, key)
    if row is None:
        raise NotFound("customer")
    return _customer(row)


async def by_email(db: Db, store: StoreId, email: str) -> Customer | None:
    """Whoever has the address, whatever its case."""
    row = await db.one(BY_EMAIL, store, email_key(email))
    return None if row is None else _customer(row)


async def page(
    db: Db, stores: Sequence[StoreId], *, search: str | None, slice_: Slice, filter_: CustomerFilter = EVERYBODY
) -> Page[Customer]:
    """Customers of these stores, newest first (created_at, then id). `search` looks in names and e-mail addresses.

    A page past the end is empty; `total` is always true. One statement.
    """
    where = Where(list(stores))
    where.add_if("c.search like {}", like(search) if search else None)
    _narrow(where, filter_)
    filters = where.clause()
    total = COUNTED_TOTAL.format(filters=filters) if where else KEPT_TOTAL
    after = ""
    if slice_.after is not None:
        key, last = where.param(slice_.after.at), where.param(slice_.after.id)
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
    return newest_first(items, rows[0]["total"])


def _narrow(where: Where, filter_: CustomerFilter) -> None:
    if filter_.keyword:
        digits = "".join(filter(str.isdigit, filter_.keyword))
        phone = f"%{digits.lstrip('0')}%" if digits.strip("0") else None
        where.add("(c.search like {} or regexp_replace(c.phone, '[^0-9]', '', 'g') like {})", like(filter_.keyword), phone)
    where.add_if("c.created_at >= {}", filter_.since)
    where.add_if("c.created_at < {}", filter_.before)
    where.add_if("c.group_ids @> array[{}::bigint]", filter_.group)
    where.add_if("c.reference_key = any({}::text[])", None if filter_.keys is None else list(filter_.keys))
    where.add_if("c.id = any({}::bigint[])", None if filter_.ids is None else list(filter_.ids))
    where.add_if("c.email_key = {}", None if filter_.email is None else email_key(filter_.email))
    where.add_if("c.updated_at >= {}", filter_.updated_since)


def _customer(row: Row) -> Customer:
    return _DECODER.decode(row["document"])
