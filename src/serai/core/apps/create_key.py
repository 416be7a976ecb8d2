"""Making a key."""

from collections.abc import Sequence
from datetime import datetime

from serai.core.accounts import StoreId
from serai.core.apps import rules
from serai.core.apps.model import ApiKey, KeyDialect, KeyId, NewKey
from serai.kit import checks
from serai.kit.crypto import digest
from serai.kit.db import Tx

INSERT = """
insert into api_keys (store_id, dialect, name, prefix, digest, scopes, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
returning id
"""

SHOP_COUNTRY = """
select id
  from shop_countries
 where store_id = $1
 order by id
 limit 1
"""


async def create_key(
    tx: Tx, store: StoreId, *, name: str, dialect: KeyDialect, scopes: Sequence[str] | None, expires_at: datetime | None
) -> NewKey:
    """The key and, this once, its text: only its SHA-256 is kept. No scopes: the dialect's default.

    Raises: Invalid (name, scopes, expires_at). Source: docs/dialects/skalia.md, "API keys for the other dialects".
    """
    faults = checks.Faults()
    kept_name = faults.of(lambda: checks.words(name, field="name", least=1, most=100)) or ""
    kept_scopes = faults.of(lambda: rules.checked_scopes(dialect, scopes)) or ()
    if expires_at is not None and expires_at <= tx.now:
        faults.add("expires_at", "Must be in the future.")
    faults.settle()
    text, prefix = rules.new_text(dialect)
    values = (store, dialect, kept_name, prefix, digest(text), list(kept_scopes), tx.now, expires_at)
    key = ApiKey(
        id=KeyId(await tx.value(INSERT, *values)),
        store=store,
        name=kept_name,
        dialect=dialect,
        prefix=prefix,
        scopes=kept_scopes,
        created_at=tx.now,
        last_used_at=None,
        expires_at=expires_at,
    )
    shop = await tx.value(SHOP_COUNTRY, store) if dialect is KeyDialect.SCAYLE else None
    return NewKey(key, text, shop)
