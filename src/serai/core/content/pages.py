"""The pages of a store's draft."""

from collections.abc import Sequence

from serai.core import stores
from serai.core.content.model import Page, PageDraft, PageId
from serai.core.content.page_rules import checked
from serai.core.stores import StoreId
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound

ALL = """
select id, title, slug, content, is_published, position, created_at, updated_at
  from pages
 where store_id = $1
 order by position, id
"""

KEEP_ONLY = """
delete from pages
 where store_id = $1
   and id <> all($2::bigint[])
"""

UPDATE = """
update pages p
   set title = n.title, slug = n.slug, content = n.content, is_published = n.is_published, position = n.position,
       updated_at = $8
  from unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::boolean[], $7::integer[])
    as n (id, title, slug, content, is_published, position)
 where p.store_id = $1
   and p.id = n.id
   and (p.title, p.slug, p.content, p.is_published, p.position)
       is distinct from (n.title, n.slug, n.content, n.is_published, n.position)
"""

INSERT = """
insert into pages (store_id, title, slug, content, is_published, position, created_at, updated_at)
select $1, n.title, n.slug, n.content, n.is_published, n.position, $7, $7
  from unnest($2::text[], $3::text[], $4::text[], $5::boolean[], $6::integer[]) with ordinality
    as n (title, slug, content, is_published, position, place)
 order by n.place
"""


async def read_pages(db: Db, store: StoreId) -> tuple[Page, ...]:
    """All pages by position, then id."""
    return tuple(_page_of(row) for row in await db.all(ALL, store))


async def replace_pages(tx: Tx, store: StoreId, *, pages: Sequence[PageDraft]) -> tuple[Page, ...]:
    """The store's pages are these from now on: known ids are updated, those without are new, missing ones go.

    HTML is made safe on the way in. A page that did not change keeps its `updated_at`.
    Raises: NotFound (an id that is not of this store); Invalid by `items.<n>.…`, a slug or id that comes twice too.
    Source: docs/dialects/skalia.md, "Store configuration".
    """
    kept = checked(pages)
    await stores.lock(tx, store)
    present = {page.id for page in await read_pages(tx, store)}
    known = [(page.id, page) for page in kept if page.id is not None]
    if any(id_ not in present for id_, _ in known):
        raise NotFound("page")
    await tx.run(KEEP_ONLY, store, [id_ for id_, _ in known])
    await tx.run(UPDATE, store, [id_ for id_, _ in known], *_columns([page for _, page in known]), tx.now)
    await tx.run(INSERT, store, *_columns([page for page in kept if page.id is None]), tx.now)
    await stores.touch(tx, store)
    return await read_pages(tx, store)


def _columns(pages: Sequence[PageDraft]) -> tuple[list[object], ...]:
    return (
        [page.title for page in pages],
        [page.slug for page in pages],
        [page.content for page in pages],
        [page.is_published for page in pages],
        [page.position for page in pages],
    )


def _page_of(row: Row) -> Page:
    return Page(
        id=PageId(row["id"]),
        title=row["title"],
        slug=row["slug"],
        content=row["content"],
        is_published=row["is_published"],
        position=row["position"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
