"""Adding an endpoint."""

from collections.abc import Sequence
from typing import Final

from serai.core.stores import StoreId
from serai.core.webhooks import read, rules, signature
from serai.core.webhooks.errors import TooManyEndpoints
from serai.core.webhooks.model import EndpointId, Format, WithSecret
from serai.kit.checks import Faults
from serai.kit.crypto import Vault
from serai.kit.db import Tx

MOST: Final = 100
"""Endpoints of one store: each event is sent to all of them."""

COUNT = "select count(*) from webhook_endpoints where store_id = $1 and app_id is null"

INSERT = """
insert into webhook_endpoints (store_id, url, format, events, secret, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $6)
returning id
"""


async def create(
    tx: Tx, vault: Vault, store: StoreId, *, url: str, events: Sequence[str], format_: Format, secret: str | None
) -> WithSecret:
    """An endpoint that hears what happens from now on, and, this once, its secret: the given one or one of our making.

    Where the URL leads is `check_url`'s to say, before the transaction. Raises Invalid, TooManyEndpoints.
    """
    faults = Faults()
    faults.of(lambda: rules.checked_url(url))
    kept_events = faults.of(lambda: rules.checked_events(format_, events)) or ()
    text = (faults.of(lambda: rules.checked_secret(secret)) or "") if secret is not None else signature.new_secret()
    faults.settle()
    if await tx.value(COUNT, store) >= MOST:
        raise TooManyEndpoints(MOST)
    made = await tx.value(INSERT, store, url, format_, list(kept_events), signature.seal(vault, text), tx.now)
    return WithSecret(await read.get(tx, [store], EndpointId(made)), text)
