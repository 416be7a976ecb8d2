"""A merchant's consent, and the code that stands for it (RFC 6749 §4.1, RFC 7636)."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from msgspec import Struct

from serai.core.accounts import StoreId, UserId
from serai.core.apps import directory, scopes
from serai.core.apps.install import admit
from serai.kit.crypto import digest, random_text
from serai.kit.db import Tx

CODE_LIFE: Final = timedelta(minutes=10)
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9._~-]{43,128}")

INSERT = """
insert into oauth_codes (install_id, user_id, digest, redirect_uri, scopes, challenge, challenge_method, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


class Challenge(Struct, frozen=True):
    """PKCE: what the code's verifier must match; `method` is `plain` or `S256`."""

    text: str
    method: str

    @property
    def is_sound(self) -> bool:
        return self.method in ("plain", "S256") and _CHALLENGE.fullmatch(self.text) is not None


class Consent(Struct, frozen=True, kw_only=True):
    """What a merchant agreed to: which store, which scopes. `redirect_uri` is None when the request had none."""

    client_id: str
    store: StoreId
    user: UserId
    scopes: Sequence[str]
    redirect_uri: str | None
    challenge: Challenge | None


async def consent(tx: Tx, given: Consent) -> tuple[str, tuple[str, ...]]:
    """(a code that can be exchanged once, the scopes that it is for); the app is in the store from now on.

    Raises NotFound for an app that is gone. That the store is the user's, the caller has seen to.
    """
    app = await directory.hold(tx, given.client_id)
    granted = scopes.within(given.scopes, app.scopes)
    install = await admit(tx, app, given.store, user=given.user, granted=granted)
    code = f"sac_{random_text(48)}"
    challenge = given.challenge
    await tx.run(
        INSERT,
        install.id,
        given.user,
        digest(code),
        given.redirect_uri,
        list(granted),
        challenge.text if challenge else None,
        challenge.method if challenge else None,
        tx.now,
        tx.now + CODE_LIFE,
    )
    return code, granted
