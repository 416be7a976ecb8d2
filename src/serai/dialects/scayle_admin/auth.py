"""`X-Access-Token` → the store it opens and what it may do there."""

from typing import Final

from serai.core import apps
from serai.core.accounts import StoreId
from serai.dialects.scayle_admin import limits
from serai.kit.crypto import digest
from serai.kit.errors import Forbidden, Unauthenticated
from serai.wire.call import Call, Principal
from serai.wire.operation import Operation

CREDENTIAL: Final = {"type": "apiKey", "in": "header", "name": "X-Access-Token"}
_LONGEST: Final = 200


class Key(Principal, frozen=True, kw_only=True):
    """One key of one store. `currency` ISO 4217 and `time_zone` IANA are the store's."""

    store: StoreId
    currency: str
    time_zone: str


async def identify(call: Call) -> Key:
    """Raises Unauthenticated for a key that is missing, of another dialect, revoked, expired or unknown."""
    text = call.headers.get("x-access-token", "")
    if not 0 < len(text) <= _LONGEST:
        raise Unauthenticated
    at = call.services.clock.now()
    holder = await apps.authenticate(call.database, digest(text), apps.KeyDialect.SCAYLE, at=at)
    if holder is None:
        raise Unauthenticated
    name = f"key:{holder.key}"
    return Key(
        owner=name,
        actor=name,
        scopes=holder.scopes,
        quota=(),
        quotas=limits.quotas(holder.rate_limits),
        counted=f"store:{holder.store}",
        store=holder.store,
        currency=holder.currency,
        time_zone=holder.time_zone,
    )


def allows(who: Principal, operation: Operation) -> None:
    """Raises Forbidden, naming the scope that the key lacks."""
    if operation.scope is not None and operation.scope not in who.scopes:
        raise Forbidden(f"This access token lacks the scope '{operation.scope}'.")


def key(call: Call) -> Key:
    """The key that this call was made with."""
    if not isinstance(call.who, Key):
        raise Unauthenticated
    return call.who


def store(call: Call) -> StoreId:
    """Whose things this call is about."""
    return key(call).store
