"""Categories by name or slug, made when a product names one that the store does not have."""

import re
from collections.abc import Sequence
from itertools import count

from serai.core.catalog.model import CategoryId, CategoryRef
from serai.core.stores import StoreId
from serai.kit import text
from serai.kit.db import Tx
from serai.kit.errors import Invalid

# Of several with the name, the one nearest to the root, then the oldest.
FIND = """
select id from categories
 where store_id = $1 and case when $4::boolean then slug = $3 else name_key = $2 end
 order by cardinality(ancestors), id
 limit 1
"""

ADD = """
insert into categories (store_id, name, name_key, slug, position, created_at, updated_at)
select $1, $2, $3, $4, (select coalesce(max(position) + 1, 0) from categories where store_id = $1 and parent_id is null), $5, $5
    on conflict do nothing
returning id
"""

KNOWN = "select id from categories where store_id = $1 and id = any($2::bigint[])"

LONGEST = 100
_NOT_WORD = re.compile(r"[\W_]+")


async def ensure(tx: Tx, store: StoreId, refs: Sequence[CategoryRef]) -> list[CategoryId]:
    """The ids, in order and without repeats.

    Raises Invalid on `categories.N` for a name or slug that cannot be one, and for an id that the store does not have.
    """
    ids: list[CategoryId] = []
    wanted = [ref.id for ref in refs if ref.id is not None]
    known = {row["id"] for row in await tx.all(KNOWN, store, wanted)} if wanted else set()
    for i, ref in enumerate(refs):
        if ref.id is not None:
            if ref.id not in known:
                raise Invalid.one(f"categories.{i}", "There is no such category.")
            ids += [ref.id] if ref.id not in ids else []
            continue
        name = (ref.name or (ref.slug or "").replace("-", " ").capitalize()).strip()
        slug = ref.slug or text.slug(name) or words(name) or "category"
        if not name or len(name) > LONGEST or len(slug) > LONGEST:
            raise Invalid.one(f"categories.{i}", f"Must have 1 to {LONGEST} characters.")
        found = await _ensure(tx, store, name, slug, by_slug=ref.slug is not None)
        if found not in ids:
            ids.append(found)
    return ids


async def _ensure(tx: Tx, store: StoreId, name: str, slug: str, *, by_slug: bool) -> CategoryId:
    """What identifies the category is kept; where the other word is another category's already, it gets a number."""
    for n in count(1):
        own_name, own_slug = (name, slug) if n == 1 else (f"{name} {n}", slug) if by_slug else (name, f"{slug}-{n}")
        key = text.fold(own_name)
        found = await tx.value(FIND, store, key, own_slug, by_slug)
        found = found or await tx.value(ADD, store, own_name, key, own_slug, tx.now)
        if found is not None:
            return CategoryId(found)
    raise AssertionError("counting never ends")


def words(name: str) -> str:
    """A slug of letters that are not Latin."""
    return _NOT_WORD.sub("-", text.fold(name)).strip("-")[:80].strip("-")
