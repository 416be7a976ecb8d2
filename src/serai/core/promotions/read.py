"""Promo codes as they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from serai.core.promotions import rules
from serai.core.promotions.model import Kind, Promo, PromoId, Status, Worth
from serai.core.stores import StoreId
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice, newest_first

COLUMNS = """store_id, id, version, code, kind, percent, amount_minor, starts_at, ends_at, minimum_subtotal_minor, usage_limit,
       usage_limit_per_customer, times_used, created_at, updated_at,
       name, summary, status, maximum_subtotal_minor, is_valid_on_campaigns, is_for_promotions"""

GET = f"""
select {COLUMNS}
  from promo_codes
 where store_id = $1 and id = $2 and removed_at is null
"""

LOCK = f"{GET}   for no key update"

BY_CODE = """
select p.store_id, p.id, p.version, p.code, p.kind, p.percent, p.amount_minor, p.starts_at, p.ends_at,
       p.minimum_subtotal_minor, p.usage_limit, p.usage_limit_per_customer, p.times_used, p.created_at, p.updated_at,
       p.name, p.summary, p.status, p.maximum_subtotal_minor, p.is_valid_on_campaigns, p.is_for_promotions,
       coalesce(c.times_used, 0) as used_by_customer
  from promo_codes p
  left join promo_customers c on c.store_id = p.store_id and c.promo_id = p.id and c.customer_id = $3
 where p.store_id = $1 and p.code_key = $2 and p.removed_at is null
"""

COUNT = """
select count(*)
  from promo_codes
 where store_id = $1 and removed_at is null and ($2::text is null or position($2 in code_key) > 0)
"""

PAGE = f"""
select {COLUMNS}
  from promo_codes
 where store_id = $1 and removed_at is null
   and ($2::timestamptz is null or (created_at, id) < ($2, $3)) and ($6::text is null or position($6 in code_key) > 0)
 order by created_at desc, id desc
 limit $4
offset $5
"""

# Those that an order could have then, and that are not used up.
RUNNING = f"""
select {COLUMNS}, count(*) over () as total
  from promo_codes
 where store_id = $1 and removed_at is null and status = 'active'
   and ($2::bigint[] is null or id = any($2))
   and ($3::timestamptz is null or ((starts_at is null or starts_at <= $3) and (ends_at is null or ends_at > $3)
     and (usage_limit is null or times_used < usage_limit)))
 order by created_at desc, id desc
 limit $4
offset $5
"""

RUNNING_COUNT = """
select count(*)
  from promo_codes
 where store_id = $1 and removed_at is null and status = 'active'
   and ($2::bigint[] is null or id = any($2))
   and ($3::timestamptz is null or ((starts_at is null or starts_at <= $3) and (ends_at is null or ends_at > $3)
     and (usage_limit is null or times_used < usage_limit)))
"""

_LIMITS: Final = (
    *("starts_at", "ends_at", "minimum_subtotal_minor", "maximum_subtotal_minor", "usage_limit", "usage_limit_per_customer"),
    *("name", "summary", "is_valid_on_campaigns", "is_for_promotions"),
)


async def get(db: Db, store: StoreId, promo: PromoId) -> Promo:
    """Raises NotFound, for another store's and removed ones too."""
    return _found(await db.one(GET, store, promo))


async def lock(tx: Tx, store: StoreId, promo: PromoId) -> Promo:
    """The same, which nobody uses or changes until the transaction ends."""
    return _found(await tx.one(LOCK, store, promo))


async def by_code(db: Db, store: StoreId, code: str, *, customer: int) -> tuple[Promo | None, int]:
    """The store's code of this name, whatever its case, and how often the customer has it in use."""
    row = await db.one(BY_CODE, store, rules.key(code), customer)
    return (None, 0) if row is None else (promo_of(row), row["used_by_customer"])


async def find(db: Db, store: StoreId, code: str) -> Promo | None:
    """The store's code of this name, whatever its case; None when it has none."""
    return (await by_code(db, store, code, customer=0))[0]


async def page(db: Db, store: StoreId, slice_: Slice, *, keyword: str | None = None) -> Page[Promo]:
    """A store's codes, newest first (created_at, then id), those that have the keyword in them.

    A page past the end is empty and has the true total.
    """
    part = None if keyword is None else rules.key(keyword)
    total = await db.value(COUNT, store, part)
    rows = await db.all(PAGE, store, *slice_.start, slice_.size, slice_.offset, part)
    items = tuple(promo_of(row) for row in rows)
    return newest_first(items, total)


async def running(
    db: Db, store: StoreId, slice_: Slice, *, ids: Sequence[int] | None = None, at: datetime | None = None
) -> Page[Promo]:
    """The active ones, narrowed down to those with these ids, and to those that count at a moment."""
    named = None if ids is None else list(ids)
    rows = await db.all(RUNNING, store, named, at, slice_.size, slice_.offset)
    total = rows[0]["total"] if rows else await db.value(RUNNING_COUNT, store, named, at)
    return Page(tuple(promo_of(row) for row in rows), total)


def promo_of(row: Row) -> Promo:
    """The code in a row that has all of its columns."""
    return Promo(
        store_id=StoreId(row["store_id"]),
        id=PromoId(row["id"]),
        version=row["version"],
        code=row["code"],
        worth=Worth(Kind(row["kind"]), row["percent"], row["amount_minor"]),
        times_used=row["times_used"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        status=Status(row["status"]),
        **{name: row[name] for name in _LIMITS},
    )


def _found(row: Row | None) -> Promo:
    if row is None:
        raise NotFound("promo code")
    return promo_of(row)
