"""Apps that prove who they are by their client secret."""

import hmac
from typing import Final

from serai.core.apps.app import App
from serai.core.apps.directory import BY_CLIENT, app_of
from serai.kit.crypto import digest
from serai.kit.db import Db
from serai.kit.errors import TooMany
from serai.kit.limits import Limiter, Window

SECRETS: Final = (Window(20, 900),)
"""Wrong secrets for one client from one address in a quarter of an hour, before nobody is asked any more."""
CODES: Final = (Window(200, 900),)
"""Wrong codes of one client. More: whoever sends wrong codes to an app's callback makes the app send them here."""


async def authenticate_client(db: Db, limiter: Limiter, *, client_id: str, secret: str, ip: str) -> App | None:
    """The app; None for an unknown one and for a wrong secret. Raises TooMany."""
    key = f"oauth-client:{digest(client_id).hex()}:{ip}"
    await _check(limiter, key, SECRETS)
    row = await db.one(BY_CLIENT, client_id)
    if row is not None and hmac.compare_digest(row["secret_digest"], digest(secret)):
        return app_of(row)
    await limiter.hit(key, SECRETS)
    return None


async def check_codes(limiter: Limiter, app: App) -> None:
    """Raises TooMany when the app has sent too many wrong codes."""
    await _check(limiter, f"oauth-code:{app.id}", CODES)


async def note_bad_code(limiter: Limiter, app: App) -> None:
    """Count a wrong code."""
    await limiter.hit(f"oauth-code:{app.id}", CODES)


async def _check(limiter: Limiter, key: str, windows: tuple[Window, ...]) -> None:
    standing = await limiter.look(key, windows)
    if not standing.allowed:
        raise TooMany(standing.retry_after)
