"""Categories by name or slug, made when a product names one that the store does not have."""

import re
from collections.abc import Sequence
from itertools import count

from serai.core.catalog.model import CategoryId, CategoryRef
from serai.core.stores import StoreId
from serai.kit import text
from serai.kit.db import Tx
from serai.kit.errors import Invalid

ENSURE = """
with new as (
  insert into categories (store_id, name, name_key, slug) values ($1, $2, $3, $4)
  on conflict do nothing
  returning id
)
select id from new
union all
select id from categories where store_id = $1 and case when $5::boolean then slug = $4 else name_key = $3 end
"""

LONGEST = 100
_NOT_WORD = re.compile(r"[\W_]+")


async def ensure(tx: Tx, store: StoreId, refs: Sequence[CategoryRef]) -> list[CategoryId]:
    """The ids, in order and without repeats. Raises Invalid on `categories.N` for a name or slug that cannot be one."""
    ids: list[CategoryId] = []
    for i, ref in enumerate(refs):
        name = (ref.name or (ref.slug or "").replace("-", " ").capitalize()).strip()
        slug = ref.slug or text.slug(name) or _words(name) or "category"
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
        found = await tx.value(ENSURE, store, own_name, text.fold(own_name), own_slug, by_slug)
        if found is not None:
            return CategoryId(found)
    raise AssertionError("counting never ends")


def _words(name: str) -> str:
    """A slug of letters that are not Latin."""
    return _NOT_WORD.sub("-", text.fold(name)).strip("-")[:80].strip("-")
