"""`X-API-Key` → the store it opens and what it may do there."""

import re
from typing import Final

from serai.core import apps
from serai.core.accounts import StoreId
from serai.kit.crypto import digest
from serai.kit.errors import Forbidden, Unauthenticated
from serai.kit.limits import Window
from serai.wire.call import Call, Principal
from serai.wire.operation import Operation

CREDENTIAL: Final = {"type": "apiKey", "in": "header", "name": "X-API-Key"}
QUOTA: Final = (Window(1000, 3600),)
ALL: Final = "*"
_FORM = re.compile(r"ak_live_[A-Za-z0-9]{32}")


class Key(Principal, frozen=True, kw_only=True):
    """One key of one store. `currency` ISO 4217 and `time_zone` IANA are the store's."""

    store: StoreId
    currency: str
    time_zone: str


async def identify(call: Call) -> Key:
    """Raises Unauthenticated for a key that is missing, malformed, of another dialect, revoked, expired or unknown."""
    text = call.headers.get("x-api-key", "")
    if not _FORM.fullmatch(text):
        raise Unauthenticated
    services = call.services
    holder = await apps.authenticate(call.database, digest(text), apps.KeyDialect.SALLOQ, at=services.clock.now())
    if holder is None:
        raise Unauthenticated
    name = f"key:{holder.key}"
    return Key(
        owner=name,
        actor=name,
        scopes=holder.scopes,
        quota=QUOTA,
        store=holder.store,
        currency=holder.currency,
        time_zone=holder.time_zone,
    )


def allows(who: Principal, operation: Operation) -> None:
    """Raises Forbidden, naming the scope that the key lacks."""
    scope = operation.scope
    if scope is not None and not who.scopes & {scope, ALL}:
        raise Forbidden(f"This API key lacks the scope '{scope}'.")


def key(call: Call) -> Key:
    """The key that this call was made with."""
    if not isinstance(call.who, Key):
        raise Unauthenticated
    return call.who
