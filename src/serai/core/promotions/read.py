"""Promo codes as they are."""

from datetime import datetime
from typing import Final

from serai.core.promotions import rules
from serai.core.promotions.model import Kind, Promo, PromoId, Worth
from serai.core.stores import StoreId
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound
from serai.kit.pages import Boundary, Page, Slice

GET = """
select store_id, id, version, code, kind, percent, amount_minor, starts_at, ends_at, minimum_subtotal_minor, usage_limit,
       usage_limit_per_customer, times_used, created_at, updated_at
  from promo_codes
 where store_id = $1 and id = $2 and removed_at is null
"""

LOCK = f"{GET}   for no key update"

BY_CODE = """
select p.store_id, p.id, p.version, p.code, p.kind, p.percent, p.amount_minor, p.starts_at, p.ends_at,
       p.minimum_subtotal_minor, p.usage_limit, p.usage_limit_per_customer, p.times_used, p.created_at, p.updated_at,
       coalesce(c.times_used, 0) as used_by_customer
  from promo_codes p
  left join promo_customers c on c.store_id = p.store_id and c.promo_id = p.id and c.customer_id = $3
 where p.store_id = $1 and p.code_key = $2 and p.removed_at is null
"""

COUNT = "select count(*) from promo_codes where store_id = $1 and removed_at is null"

PAGE = """
select store_id, id, version, code, kind, percent, amount_minor, starts_at, ends_at, minimum_subtotal_minor, usage_limit,
       usage_limit_per_customer, times_used, created_at, updated_at
  from promo_codes
 where store_id = $1 and removed_at is null
   and ($2::timestamptz is null or (created_at, id) < ($2, $3))
 order by created_at desc, id desc
 limit $4
offset $5
"""

_LIMITS: Final = ("starts_at", "ends_at", "minimum_subtotal_minor", "usage_limit", "usage_limit_per_customer")


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


async def page(db: Db, store: StoreId, slice_: Slice) -> Page[Promo]:
    """A store's codes, newest first (created_at, then id). A page past the end is empty and has the true total."""
    after = slice_.after
    key, last = (datetime.fromisoformat(after.key), after.id) if after else (None, None)
    total = await db.value(COUNT, store)
    rows = await db.all(PAGE, store, key, last, slice_.size, slice_.offset)
    items = tuple(promo_of(row) for row in rows)
    return Page(items, total, Boundary(items[-1].created_at.isoformat(), items[-1].id) if items else None)


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
        **{name: row[name] for name in _LIMITS},
    )


def _found(row: Row | None) -> Promo:
    if row is None:
        raise NotFound("promo code")
    return promo_of(row)
