"""A new signing secret, with a time in which the old one counts too."""

from datetime import timedelta
from typing import Final

from serai.core.stores import StoreId
from serai.core.webhooks import read, signature
from serai.core.webhooks.model import EndpointId, WithSecret
from serai.kit.crypto import Vault
from serai.kit.db import Tx

OVERLAP: Final = timedelta(hours=24)

ROTATE = """
update webhook_endpoints
   set previous_secret = secret, previous_until = $4, secret = $3, updated_at = $5
 where store_id = $1 and id = $2 and app_id is null
"""


async def rotate(tx: Tx, vault: Vault, store: StoreId, endpoint: EndpointId) -> WithSecret:
    """The endpoint and, this once, its new secret. For OVERLAP `webhook-signature` carries the old one's too, then that is
    erased; the format's own header is signed with the new one at once. Raises NotFound.
    """
    await read.lock(tx, store, endpoint)
    secret = signature.new_secret()
    await tx.run(ROTATE, store, endpoint, signature.seal(vault, secret), tx.now + OVERLAP, tx.now)
    return WithSecret(await read.get(tx, [store], endpoint), secret)
