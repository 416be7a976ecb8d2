"""Writing a store back, whole."""

from msgspec.structs import replace

from serai.core.accounts import StoreId
from serai.core.stores.model import Store
from serai.kit.db import Tx

SAVE = """
update stores
   set name = $2, category = $3, custom_domain = $4, language = $5, status = $6, is_published = $7, published_at = $8,
       time_zone = $9, currency = $10, updated_at = $11, custom_domain_token = $12, custom_domain_verified_at = $13
 where id = $1
"""

TOUCH = "update stores set updated_at = $2 where id = $1"


async def save(tx: Tx, store: Store) -> Store:
    """The store as kept: its `updated_at` is now. The caller has it locked."""
    kept = replace(store, updated_at=tx.now)
    await tx.run(
        SAVE,
        kept.id,
        kept.name,
        kept.category,
        kept.custom_domain,
        kept.language,
        kept.status,
        kept.is_published,
        kept.published_at,
        kept.time_zone,
        kept.currency,
        kept.updated_at,
        kept.custom_domain_token,
        kept.custom_domain_verified_at,
    )
    return kept


async def touch(tx: Tx, store: StoreId) -> None:
    """Something that belongs to the store changed."""
    await tx.run(TOUCH, store, tx.now)
