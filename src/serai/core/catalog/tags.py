"""Tags as things with ids. Which product has which tag stands with the product, by its name."""

from collections.abc import Sequence
from typing import Final, NewType

import msgspec

from serai.core.stores import StoreId
from serai.kit.db import Db, Tx
from serai.kit.errors import Invalid
from serai.kit.pages import Page, Slice

TagId = NewType("TagId", int)

LONGEST: Final = 255

ADD = """
insert into tags (store_id, name)
select $1, t.name from unnest($2::text[]) t(name)
    on conflict do nothing
"""

BY_NAME = "select id, name from tags where store_id = $1 and name = any($2::text[])"
BY_ID = "select id, name from tags where store_id = $1 and id = any($2::bigint[])"

PAGE = """
select t.id, t.name, (select count(*) from tags n where n.store_id = $1) as total
  from tags t
 where t.store_id = $1
 order by t.id
 limit $2 offset $3
"""
COUNT = "select count(*) from tags where store_id = $1"


class Tag(msgspec.Struct, frozen=True):
    """A word on products, known by an id too; its name is unique in the store."""

    id: TagId
    name: str


async def ensure(tx: Tx, store: StoreId, names: Sequence[str]) -> None:
    """The store has these tags afterwards. One statement, none without names."""
    if names:
        await tx.run(ADD, store, sorted(set(names)))


async def create_tag(tx: Tx, store: StoreId, name: str) -> Tag:
    """The tag of this name, made when the store has none. Raises Invalid on `name`."""
    if not 1 <= len(name.strip()) <= LONGEST:
        raise Invalid.one("name", f"Must have 1 to {LONGEST} characters.")
    await ensure(tx, store, [name.strip()])
    return (await tags_named(tx, store, [name.strip()]))[0]


async def tags_named(db: Db, store: StoreId, names: Sequence[str]) -> list[Tag]:
    """Those of the names that are tags."""
    return [_tag(row["id"], row["name"]) for row in await db.all(BY_NAME, store, list(names))]


async def tags_of(db: Db, store: StoreId, ids: Sequence[int]) -> list[Tag]:
    """The tags with these ids, in their order. Raises Invalid on `tags.N` for an id that the store does not have."""
    found = {row["id"]: row["name"] for row in await db.all(BY_ID, store, list(ids))}
    for i, id_ in enumerate(ids):
        if id_ not in found:
            raise Invalid.one(f"tags.{i}", "There is no such tag.")
    return [_tag(id_, found[id_]) for id_ in ids]


async def page_tags(db: Db, store: StoreId, slice_: Slice) -> Page[Tag]:
    """The store's tags, oldest first. One statement, two for an empty page."""
    rows = await db.all(PAGE, store, slice_.size, slice_.offset)
    total = rows[0]["total"] if rows else await db.value(COUNT, store)
    return Page(tuple(_tag(row["id"], row["name"]) for row in rows), total)


def _tag(id_: int, name: str) -> Tag:
    return Tag(TagId(id_), name)
