"""Registering an app."""

from typing import Final

from serai.core.accounts import UserId
from serai.core.apps import describe
from serai.core.apps.app import App, AppId, NewApp, Registered
from serai.kit.crypto import Vault, digest, random_text
from serai.kit.db import Tx

SEALED_FOR: Final = "app webhook secret"
"""What the vault seals webhook secrets for."""

INSERT = """
insert into apps (owner_id, client_id, secret_digest, name, description, mode, profile, redirect_uris, scopes, webhook_url,
                  webhook_strategy, webhook_secret, access_seconds, refresh_seconds, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)
returning id
"""


async def register(tx: Tx, vault: Vault, owner: UserId, new: NewApp) -> Registered:
    """The app and, this once, its client secret and the secret that signs its events.

    Raises: Invalid (name, description, redirect_uris.n, scopes, webhook_url, access_seconds, refresh_seconds).
    """
    kept = describe.checked(new)
    client_id, client_secret, webhook_secret = random_text(32), random_text(48), random_text(48)
    id_ = await tx.value(
        INSERT,
        owner,
        client_id,
        digest(client_secret),
        kept.name,
        kept.description,
        kept.mode,
        kept.profile,
        list(kept.redirect_uris),
        list(kept.scopes),
        kept.webhook_url,
        kept.webhook_strategy,
        vault.seal(webhook_secret.encode(), purpose=SEALED_FOR),
        kept.access_seconds,
        kept.refresh_seconds,
        tx.now,
    )
    app = App(
        id=AppId(id_),
        owner=owner,
        client_id=client_id,
        name=kept.name,
        description=kept.description,
        mode=kept.mode,
        profile=kept.profile,
        redirect_uris=kept.redirect_uris,
        scopes=kept.scopes,
        webhook_url=kept.webhook_url,
        webhook_strategy=kept.webhook_strategy,
        access_seconds=kept.access_seconds,
        refresh_seconds=kept.refresh_seconds,
        version=1,
        created_at=tx.now,
        updated_at=tx.now,
    )
    return Registered(app, client_secret, webhook_secret)
