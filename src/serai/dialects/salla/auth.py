"""`Authorization: Bearer …` → the app, the store it is installed in, and what it may do there."""

import re
from datetime import datetime
from typing import Final

from serai.core import apps
from serai.core.accounts import StoreId, UserId
from serai.dialects.salla import limits
from serai.dialects.salla.languages import preferred
from serai.dialects.salla.links import store_url
from serai.kit.crypto import digest
from serai.kit.errors import Forbidden, Unauthenticated
from serai.wire.call import Call, Principal
from serai.wire.operation import Operation

CREDENTIAL: Final = {"type": "http", "scheme": "bearer"}
_FORM = re.compile(r"bearer +([A-Za-z0-9._~+/=-]{1,512})", re.IGNORECASE)

# Which other scopes open an operation, and which operations a profile leaves open to every valid token (C17, SA-G11).
_ALSO: Final = {"store.read": ("settings.read",)}
_FREE: Final = {
    apps.Profile.DOCUMENTED: frozenset({"webhooks.read", "webhooks.read_write"}),
    apps.Profile.LIVE: frozenset({"store.read"}),
}


class ScopeMissing(Forbidden):
    """The token is good, and not for this. `live` apps hear 401 then, which they take as a reason to ask for more."""

    def __init__(self, *enough: str) -> None:
        """Any one of the scopes would have been enough."""
        super().__init__(f"The access token should have access to one of those scopes: {', '.join(enough)}")


class App(Principal, frozen=True, kw_only=True):
    """One app in one store. `granted` are the scopes as the token names them; `language` is what the request asked for."""

    store: StoreId
    app: apps.AppId
    client_id: str
    user: UserId
    granted: tuple[str, ...]
    profile: apps.Profile
    currency: str
    time_zone: str
    expires_at: datetime
    store_url: str
    language: str | None

    @property
    def live(self) -> bool:
        return self.profile is apps.Profile.LIVE


async def identify(call: Call) -> App:
    """Raises Unauthenticated for a token that is missing, malformed, unknown, expired or revoked."""
    shown = _FORM.fullmatch(call.headers.get("authorization", ""))
    if shown is None:
        raise Unauthenticated
    grant = await apps.authenticate_token(call.database, digest(shown[1]), at=call.services.clock.now())
    if grant is None:
        raise Unauthenticated
    return App(
        owner=f"app:{grant.app}:{grant.store}",
        actor=f"app:{grant.app}",
        scopes=grant.scopes,
        quota=limits.quota(grant),
        quotas=limits.quotas(grant),
        counted=f"store:{grant.store}",
        store=grant.store,
        app=grant.app,
        client_id=grant.client_id,
        user=grant.user,
        granted=grant.granted,
        profile=grant.profile,
        currency=grant.currency,
        time_zone=grant.time_zone,
        expires_at=grant.expires_at,
        store_url=store_url(grant.domain, grant.public_slug, call.origin),
        language=preferred(call.headers.get("accept-language", "")),
    )


def allows(who: Principal, operation: Operation) -> None:
    """Raises ScopeMissing, naming the scopes of which the token has none."""
    scope = operation.scope
    if scope is None or not isinstance(who, App) or scope in _FREE[who.profile]:
        return
    enough = (scope, *_ALSO.get(scope, ()))
    if not who.scopes & set(enough):
        raise ScopeMissing(*enough)


def app(call: Call) -> App:
    """The app that this call was made by."""
    if not isinstance(call.who, App):
        raise Unauthenticated
    return call.who
