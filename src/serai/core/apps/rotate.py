"""New secrets for an app whose old ones may be known to others."""

from serai.core.accounts import UserId
from serai.core.apps import directory
from serai.core.apps.app import AppId, Registered
from serai.core.apps.register import SEALED_FOR
from serai.kit.crypto import Vault, digest, random_text
from serai.kit.db import Tx

ROTATE = """
update apps
   set secret_digest = $2, webhook_secret = $3
 where id = $1
"""


async def rotate(tx: Tx, vault: Vault, owner: UserId, id_: AppId) -> Registered:
    """The app and, this once, its new client secret and webhook secret: the old ones are worth nothing from now on.

    Tokens that it has go on. Raises NotFound, for another user's app too.
    """
    app = await directory.lock(tx, owner, id_)
    client_secret, webhook_secret = random_text(48), random_text(48)
    sealed = vault.seal(webhook_secret.encode(), purpose=SEALED_FOR)
    await tx.run(ROTATE, app.id, digest(client_secret), sealed)
    return Registered(app, client_secret, webhook_secret)
