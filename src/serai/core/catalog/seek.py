"""Where a far page of a listing lies, found without sorting what comes before it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from serai.core.stores import StoreId
from serai.kit.db import Db

FAR: Final = 500
"""Rows before a page from which seeking is cheaper than sorting them."""

# Every store takes its share of the rows before the page, going by its kept total, and steps over them in its index. The
# newest of the rows that the stores come to has no more before it than were stepped over; the oldest of those that end
# the stores' shares of the page has no less. So the page lies between the two, and of the rows between, only those of
# before the page need counting.
SEEK = """
with share as (
  select t.store_id, floor(t.products * $2::bigint / sum(t.products) over ())::bigint as skipped,
         ceil(t.products * ($2::bigint + $3::bigint) / sum(t.products) over ())::bigint as passed
    from store_totals t
   where t.store_id = any($1::bigint[]) and t.products > 0
), cut as (
  select s.store_id, s.skipped, a.created_at, a.id, coalesce(b.created_at, 'epoch') as oldest
    from share s
   cross join lateral (
     select p.created_at, p.id
       from products p
      where p.store_id = s.store_id and p.removed_at is null
      order by p.created_at desc, p.id desc
      limit 1 offset s.skipped) a
    left join lateral (
     select p.created_at
       from products p
      where p.store_id = s.store_id and p.removed_at is null and (p.created_at, p.id) <= (a.created_at, a.id)
      order by p.created_at desc, p.id desc
      limit 1 offset s.passed - s.skipped) b on true
), bounds as (
  select max(created_at) as newest, min(oldest) as oldest from cut
)
select b.newest, b.oldest,
       $2::bigint - sum(c.skipped - (
         select count(*)
           from products p
          where p.store_id = c.store_id and p.removed_at is null
            and (p.created_at, p.id) > (c.created_at, c.id) and p.created_at <= b.newest))::bigint as before
  from cut c
 cross join bounds b
 group by b.newest, b.oldest
"""


class Stretch(msgspec.Struct, frozen=True):
    """A stretch of time, both ends included, whose rows have the page in them with `before` of them before it."""

    newest: datetime
    oldest: datetime
    before: int


async def stretch(db: Db, stores: Sequence[StoreId], *, offset: int, size: int) -> Stretch | None:
    """Where the page of `size` after `offset` products of these stores lies; None past the end. One statement."""
    row = await db.one(SEEK, list(stores), offset, size)
    return None if row is None else Stretch(row["newest"], row["oldest"], row["before"])
