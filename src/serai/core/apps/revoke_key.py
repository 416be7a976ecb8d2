"""Taking a key away."""

from serai.core.accounts import StoreId
from serai.core.apps.model import KeyId
from serai.kit.db import Tx
from serai.kit.errors import NotFound

REVOKE = """
update api_keys
   set revoked_at = $3
 where store_id = $1
   and id = $2
   and revoked_at is null
"""


async def revoke_key(tx: Tx, store: StoreId, *, key: KeyId) -> None:
    """It is unknown from the next request on. Raises NotFound, for one revoked before too."""
    if not await tx.run(REVOKE, store, key, tx.now):
        raise NotFound("key")
