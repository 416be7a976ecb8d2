"""Keys that are the same in every demo, so that the lines of a guide can be pasted."""

from typing import Final

from serai.core import apps
from serai.core.apps import KeyDialect
from serai.core.stores import StoreId
from serai.kit.crypto import digest
from serai.kit.db import Tx

SALLOQ: Final = "ak_live_demoSalloqDocumentationKey000001"
"""Of the store of Salloq's documentation."""
SALLOQ_LARGE: Final = "ak_live_demoRealisticStoreSalloqKey00001"
"""Of the store of realistic size."""
DEVSKIN: Final = "dsk_live_demoDevskinDocumentationKey0000000000001"
"""Of the store of DevSkin's documentation."""

FIX = "update api_keys set digest = $3, prefix = left($4, length(prefix)) where store_id = $1 and id = $2"


async def give(tx: Tx, store: StoreId, *, dialect: KeyDialect, text: str) -> None:
    """A key of the dialect with all its scopes and this text."""
    made = await apps.create_key(tx, store, name="Demo", dialect=dialect, scopes=None, expires_at=None)
    await tx.run(FIX, store, made.key.id, digest(text), text)
