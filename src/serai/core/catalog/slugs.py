"""Slugs for products that come without one."""

from serai.core.stores import StoreId
from serai.kit import text
from serai.kit.db import Tx

USED = "select slug from products where store_id = $1 and removed_at is null and (slug = $2 or slug like $3)"


async def free_slug(tx: Tx, store: StoreId, name: str) -> str:
    """The name's slug, with the first free number behind it when it is in use."""
    base = text.slug(name) or "product"
    used = {row["slug"] for row in await tx.all(USED, store, base, f"{base}-%")}
    if base not in used:
        return base
    return next(f"{base}-{n}" for n in range(2, len(used) + 3) if f"{base}-{n}" not in used)
