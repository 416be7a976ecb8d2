"""`X-API-Key` → the store it opens, for reading."""

import re
from typing import Final

from serai.core import apps
from serai.core.accounts import OwnStore, StoreId
from serai.kit.crypto import digest
from serai.kit.errors import Unauthenticated
from serai.kit.limits import Window
from serai.wire.call import Call, Principal
from serai.wire.operation import Operation

CREDENTIAL: Final = {"type": "apiKey", "in": "header", "name": "X-API-Key"}
QUOTA: Final = (Window(100, 60),)
_FORM = re.compile(r"dsk_live_[A-Za-z0-9]{40}")


class Key(Principal, frozen=True, kw_only=True):
    """One key of one store."""

    store: OwnStore

    @property
    def stores(self) -> tuple[StoreId]:
        return (self.store.id,)


async def identify(call: Call) -> Key:
    """Raises Unauthenticated for a key that is missing, malformed, of another dialect, revoked, expired or unknown."""
    text = call.headers.get("x-api-key", "")
    if not _FORM.fullmatch(text):
        raise Unauthenticated
    services = call.services
    holder = await apps.authenticate(call.database, digest(text), apps.KeyDialect.DEVSKIN, at=services.clock.now())
    if holder is None:
        raise Unauthenticated
    name = f"key:{holder.key}"
    store = OwnStore(holder.store, holder.currency, holder.time_zone)
    return Key(owner=name, actor=name, scopes=holder.scopes, quota=QUOTA, store=store)


def allows(who: Principal, operation: Operation) -> None:
    """Every key may read everything, and there is nothing else here."""


def key(call: Call) -> Key:
    """The key that this call was made with."""
    if not isinstance(call.who, Key):
        raise Unauthenticated
    return call.who
