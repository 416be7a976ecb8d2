"""Keys that are the same in every demo, so that the lines of a guide can be pasted."""

from typing import Final

from serai.core import apps
from serai.core.apps import AppId, KeyDialect
from serai.core.stores import StoreId
from serai.kit.crypto import digest
from serai.kit.db import Tx

SALLOQ: Final = "ak_live_demoSalloqDocumentationKey000001"
"""Of the store of Salloq's documentation."""
SALLOQ_LARGE: Final = "ak_live_demoRealisticStoreSalloqKey00001"
"""Of the store of realistic size."""
DEVSKIN: Final = "dsk_live_demoDevskinDocumentationKey0000000000001"
"""Of the store of DevSkin's documentation."""
SCAYLE: Final = "demoScayleDocumentationKey00000000000001"
"""Of the store of SCAYLE's examples."""
SALLA_CLIENT: Final = "demoSallaDocumentationApp0000001"
SALLA_SECRET: Final = "demoSallaDocumentationAppSecret00000000000000001"  # noqa: S105 - printed when the demo starts
SALLA_ACCESS: Final = "sat_demoSallaDocumentationAccess00000000000000000001"
SALLA_REFRESH: Final = "srt_demoSallaDocumentationRefresh0000000000000000001"

FIX = "update api_keys set digest = $3, prefix = left($4, length(prefix)) where store_id = $1 and id = $2"


async def give(tx: Tx, store: StoreId, *, dialect: KeyDialect, text: str) -> None:
    """A key of the dialect with all its scopes and this text."""
    made = await apps.create_key(tx, store, name="Demo", dialect=dialect, scopes=None, expires_at=None)
    await tx.run(FIX, store, made.key.id, digest(text), text)


FIX_APP = "update apps set client_id = $2, secret_digest = $3 where id = $1"
FIX_TOKENS = "update oauth_tokens set access_digest = $2, refresh_digest = $3 where access_digest = $1"


async def name_app(tx: Tx, app: AppId, given: apps.Tokens) -> None:
    """The app and the pair of tokens it was given get the texts of the demo."""
    await tx.run(FIX_APP, app, SALLA_CLIENT, digest(SALLA_SECRET))
    await tx.run(FIX_TOKENS, digest(given.access), digest(SALLA_ACCESS), digest(SALLA_REFRESH))
