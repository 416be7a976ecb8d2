"""What an app is told about itself: the events of its installs, delivered to its own URL.

Payload of all four: id, client_id, name, description, type, scopes, installed_at; `app.updated` has updated_at too,
`app.uninstalled` uninstalled_at, `app.authorized` has `sealed`, the pair that `open_event` reads. Tokens are never in
an event in the clear.
"""

import base64
from datetime import datetime
from typing import Any

from msgspec import Struct

from serai.core.accounts import StoreId
from serai.core.apps.app import App, Tokens
from serai.core.apps.chains import opened, sealed
from serai.core.apps.register import SEALED_FOR
from serai.kit.crypto import Vault
from serai.kit.outbox import Event


class Install(Struct, frozen=True):
    """An app in a store, with what was agreed to."""

    id: int
    store: StoreId
    scopes: tuple[str, ...]
    installed_at: datetime


def _facts(app: App, install: Install) -> dict[str, Any]:
    return {
        "id": app.id,
        "client_id": app.client_id,
        "name": app.name,
        "description": app.description,
        "type": "app",
        "scopes": install.scopes,
        "installed_at": install.installed_at,
    }


def installed(app: App, install: Install) -> Event:
    return Event(install.store, "app.installed", app.id, app.version, _facts(app, install))


def updated(app: App, install: Install, *, at: datetime) -> Event:
    """The app changed, or the merchant let it do more."""
    return Event(install.store, "app.updated", app.id, app.version, {**_facts(app, install), "updated_at": at})


def uninstalled(app: App, install: Install, *, at: datetime) -> Event:
    return Event(install.store, "app.uninstalled", app.id, app.version, {**_facts(app, install), "uninstalled_at": at})


def authorized(vault: Vault, app: App, install: Install, tokens: Tokens) -> Event:
    """Easy mode: the pair, sealed."""
    facts = {**_facts(app, install), "scopes": tokens.scopes, "sealed": base64.b64encode(sealed(vault, tokens)).decode()}
    return Event(install.store, "app.authorized", app.id, app.version, facts)


def open_event(vault: Vault, sealed: str) -> Tokens | None:
    """The pair of an `app.authorized` event; None when it was sealed with another secret key."""
    return opened(vault, base64.b64decode(sealed))


def webhook_secret(vault: Vault, kept: bytes) -> str | None:
    """What an app's deliveries are signed with; None when it was sealed with another secret key."""
    plain = vault.open(kept, purpose=SEALED_FOR)
    return None if plain is None else plain.decode()
