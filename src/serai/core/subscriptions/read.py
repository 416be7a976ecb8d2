"""Subscriptions as they are."""

from datetime import date

from msgspec import Struct

from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.stores import StoreId
from serai.core.subscriptions.model import Frequency, FrequencyId, Status, Subscription, SubscriptionId, Unit
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import Invalid, NotFound
from serai.kit.pages import Page, Slice, newest_first
from serai.kit.sql import Where

COLUMNS = """s.store_id, s.id, s.version, s.customer_id, s.product_id, s.quantity, s.price_minor, s.status, s.next_date,
       s.anchor_day, s.failures, s.retry_date, s.created_at, s.updated_at, s.cancelled_at, s.cancel_reason,
       f.id as frequency_id, f.name, f.unit, f.count, f.discount_percent,
       (select t.currency from stores t where t.id = s.store_id) as currency"""

JOINED = """from subscriptions s
  join subscription_frequencies f on f.store_id = s.store_id and f.id = s.frequency_id"""

GET = f"""
select {COLUMNS}
  {JOINED}
 where s.store_id = $1 and s.id = $2
"""

LOCK = f"{GET}   for update of s"

PAGE = f"""
select {COLUMNS}
  {JOINED}
 where s.store_id = $1{{filters}}
 order by s.created_at desc, s.id desc
 limit {{size}} offset {{offset}}
"""

COUNT = "select count(*) from subscriptions s where s.store_id = $1{filters}"

FREQUENCIES = """
select id as frequency_id, name, unit, count, discount_percent
  from subscription_frequencies
 where store_id = $1
 order by id
"""

FREQUENCY = """
select id as frequency_id, name, unit, count, discount_percent
  from subscription_frequencies
 where store_id = $1 and id = $2
"""

LAST_PERIOD = "select max(period) from subscription_renewals where store_id = $1 and subscription_id = $2"


class Filter(Struct, frozen=True, kw_only=True):
    """What a list may be narrowed by; None means any."""

    customer: CustomerId | None = None
    status: Status | None = None


async def get(db: Db, store: StoreId, subscription: SubscriptionId) -> Subscription:
    """Raises NotFound, for another store's too. One statement."""
    return _found(await db.one(GET, store, subscription))


async def lock(tx: Tx, store: StoreId, subscription: SubscriptionId) -> Subscription:
    """The same, which nobody changes or renews until the transaction ends."""
    return _found(await tx.one(LOCK, store, subscription))


async def page(db: Db, store: StoreId, filter_: Filter, slice_: Slice) -> Page[Subscription]:
    """A store's subscriptions, newest first (created_at, then id). A page past the end is empty; `total` is true."""
    where = Where(store)
    where.add_if("s.customer_id = {}", filter_.customer)
    where.add_if("s.status = {}", filter_.status)
    total = await db.value(COUNT.format(filters=where.clause()), *where.values)
    if slice_.after is not None:
        where.add("(s.created_at, s.id) < ({}, {})", slice_.after.at, slice_.after.id)
    size, offset = where.param(slice_.size), where.param(slice_.offset)
    rows = await db.all(PAGE.format(filters=where.clause(), size=size, offset=offset), *where.values)
    items = tuple(subscription_of(row) for row in rows)
    return newest_first(items, total)


async def frequencies(db: Db, store: StoreId) -> tuple[Frequency, ...]:
    """What the store offers, by id."""
    return tuple(_frequency_of(row) for row in await db.all(FREQUENCIES, store))


async def frequency(db: Db, store: StoreId, wanted: FrequencyId) -> Frequency:
    """Raises Invalid on `frequency_id` for one that the store does not offer."""
    row = await db.one(FREQUENCY, store, wanted)
    if row is None:
        raise Invalid.one("frequency_id", "Is not a frequency of this store.")
    return _frequency_of(row)


async def last_period(db: Db, store: StoreId, subscription: SubscriptionId) -> date | None:
    """The latest day that was renewed."""
    found: date | None = await db.value(LAST_PERIOD, store, subscription)
    return found


def subscription_of(row: Row) -> Subscription:
    """The subscription in a row that has all of COLUMNS."""
    return Subscription(
        store_id=StoreId(row["store_id"]),
        id=SubscriptionId(row["id"]),
        version=row["version"],
        customer=CustomerId(row["customer_id"]),
        product=ProductId(row["product_id"]),
        frequency=_frequency_of(row),
        quantity=row["quantity"],
        currency=row["currency"],
        price_minor=row["price_minor"],
        status=Status(row["status"]),
        next_date=row["next_date"],
        anchor_day=row["anchor_day"],
        failures=row["failures"],
        retry_date=row["retry_date"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        cancelled_at=row["cancelled_at"],
        cancel_reason=row["cancel_reason"],
    )


def _frequency_of(row: Row) -> Frequency:
    return Frequency(FrequencyId(row["frequency_id"]), row["name"], Unit(row["unit"]), row["count"], row["discount_percent"])


def _found(row: Row | None) -> Subscription:
    if row is None:
        raise NotFound("subscription")
    return subscription_of(row)
