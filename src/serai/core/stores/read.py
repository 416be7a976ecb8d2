"""Stores as they are."""

from collections.abc import Sequence

from serai.core.accounts import Language, StoreId, UserId
from serai.core.stores.model import Status, Store
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound
from serai.kit.pages import Page, Slice, newest_first

GET = """
select id, owner_id, name, category, public_slug, custom_domain, custom_domain_token, custom_domain_verified_at,
       language, status, is_published, published_at, time_zone, currency, created_at, updated_at
  from stores
 where id = any($1)
 order by id
"""

BY_SLUG = "select id from stores where public_slug = $1"

LOCK = """
select id, owner_id, name, category, public_slug, custom_domain, custom_domain_token, custom_domain_verified_at,
       language, status, is_published, published_at, time_zone, currency, created_at, updated_at
  from stores
 where id = $1
   for no key update
"""

COUNT = """
select count(*)
  from stores
 where owner_id = $1
   and ($2::text is null or status = $2)
"""

PAGE = """
select id, owner_id, name, category, public_slug, custom_domain, custom_domain_token, custom_domain_verified_at,
       language, status, is_published, published_at, time_zone, currency, created_at, updated_at
  from stores
 where owner_id = $1
   and ($2::text is null or status = $2)
   and ($3::timestamptz is null or (created_at, id) < ($3, $4))
 order by created_at desc, id desc
 limit $5
offset $6
"""


def store_of(row: Row) -> Store:
    """The store in a row that has all of its columns."""
    return Store(
        id=StoreId(row["id"]),
        owner=UserId(row["owner_id"]),
        name=row["name"],
        category=row["category"],
        public_slug=row["public_slug"],
        custom_domain=row["custom_domain"],
        custom_domain_token=row["custom_domain_token"],
        custom_domain_verified_at=row["custom_domain_verified_at"],
        language=Language(row["language"]),
        status=Status(row["status"]),
        is_published=row["is_published"],
        published_at=row["published_at"],
        time_zone=row["time_zone"],
        currency=row["currency"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


async def get(db: Db, store: StoreId) -> Store:
    """Raises NotFound."""
    found = await many(db, [store])
    if not found:
        raise NotFound("store")
    return found[0]


async def by_slug(db: Db, slug: str) -> StoreId:
    """Which store has the public slug. Raises NotFound."""
    found = await db.value(BY_SLUG, slug)
    if found is None:
        raise NotFound("store")
    return StoreId(found)


async def many(db: Db, stores: Sequence[StoreId]) -> tuple[Store, ...]:
    """Those of the stores that exist, in id order."""
    return tuple(store_of(row) for row in await db.all(GET, list(stores)))


async def lock(tx: Tx, store: StoreId) -> Store:
    """The store, which nobody else changes until the transaction ends. Raises NotFound."""
    row = await tx.one(LOCK, store)
    if row is None:
        raise NotFound("store")
    return store_of(row)


async def page(db: Db, user: UserId, *, status: Status | None, slice: Slice) -> Page[Store]:  # noqa: A002 - the word of kit.pages
    """The user's stores, newest first (created_at, then id). A page past the end is empty and still has the true total."""
    total = await db.value(COUNT, user, status)
    rows = await db.all(PAGE, user, status, *slice.start, slice.size, slice.offset)
    items = tuple(store_of(row) for row in rows)
    return newest_first(items, total)
