"""Reviews with who wrote them and about what, one statement a page."""

import msgspec

from serai.core.reviews.model import Review, ReviewFilter, ReviewId
from serai.core.stores import StoreId
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice, newest_first
from serai.kit.sql import Where

DOCUMENT = """json_build_object(
    'store_id', r.store_id, 'id', r.id, 'version', r.version, 'kind', r.kind, 'rating', r.rating, 'content', r.content,
    'product', (
      select json_build_object('id', p.id, 'name', p.name, 'sku', (
               select v.sku from variants v
                where v.store_id = r.store_id and v.product_id = p.id and v.is_default))
        from products p
       where p.store_id = r.store_id and p.id = r.product_id),
    'customer', (
      select json_build_object('id', c.id, 'name', c.name, 'email', c.email, 'phone', c.phone, 'city', c.city,
                               'country', c.country)
        from customers c
       where c.store_id = r.store_id and c.id = r.customer_id),
    'order_id', r.order_id, 'is_published', r.is_published, 'reply', r.reply, 'replied_at', r.replied_at,
    'created_at', r.created_at, 'updated_at', r.updated_at
  )"""

GET = f"""
select {DOCUMENT} as document
  from reviews r
 where r.store_id = $1 and r.id = $2
"""

LOCK = """
select id
  from reviews
 where store_id = $1 and id = $2
   for no key update
"""

COUNT = "select count(*) from reviews r where r.store_id = $1{filters}"

PAGE = """
select {document} as document
  from reviews r
 where r.store_id = $1{filters}
 order by r.created_at desc, r.id desc
 limit {size} offset {offset}
"""

_DECODER = msgspec.json.Decoder(Review)


async def get(db: Db, store: StoreId, review: ReviewId) -> Review:
    """Raises NotFound, for another store's too."""
    row = await db.one(GET, store, review)
    if row is None:
        raise NotFound("review")
    return _review(row)


async def lock(tx: Tx, store: StoreId, review: ReviewId) -> Review:
    """The same, which nobody else changes until the transaction ends."""
    await tx.one(LOCK, store, review)
    return await get(tx, store, review)


async def page(db: Db, store: StoreId, filter_: ReviewFilter, slice_: Slice) -> Page[Review]:
    """Newest first (created_at, then id). A page past the end is empty and has the true total. Two statements."""
    where = Where(store)
    where.add_if("r.kind = {}", filter_.kind)
    where.add_if("position(lower({}) in lower(r.content)) > 0", filter_.keyword or None)
    where.add_if("r.created_at >= {}", filter_.since)
    where.add_if("r.created_at < {}", filter_.before)
    where.add_if("r.product_id = any({}::bigint[])", None if filter_.products is None else list(filter_.products))
    where.add_if("r.customer_id = any({}::bigint[])", None if filter_.customers is None else list(filter_.customers))
    where.add_if("r.rating = any({}::integer[])", None if filter_.ratings is None else list(filter_.ratings))
    where.add_if("r.is_published = {}", filter_.is_published)
    where.add_if("(r.reply is not null) = {}", filter_.has_reply)
    total = await db.value(COUNT.format(filters=where.clause()), *where.values)
    if slice_.after is not None:
        where.add("(r.created_at, r.id) < ({}, {})", slice_.after.at, slice_.after.id)
    filters, size, offset = where.clause(), where.param(slice_.size), where.param(slice_.offset)
    rows = await db.all(PAGE.format(document=DOCUMENT, filters=filters, size=size, offset=offset), *where.values)
    items = tuple(_review(row) for row in rows)
    return newest_first(items, total)


def _review(row: Row) -> Review:
    return _DECODER.decode(row["document"])
