"""Proof that a custom domain is the merchant's: only who runs it can put what we ask for into its DNS."""

from serai.core.accounts import StoreId
from serai.core.stores import read
from serai.core.stores.errors import DomainNotProven
from serai.core.stores.model import DomainRecord, Store
from serai.kit.db import Database
from serai.kit.dns import Dns
from serai.kit.errors import NotFound

# Only what was looked up: the domain may have been changed meanwhile.
VERIFY = """
update stores
   set custom_domain_verified_at = $4, updated_at = $4
 where id = $1
   and custom_domain = $2
   and custom_domain_token = $3
   and custom_domain_verified_at is null
"""


async def verify_domain(database: Database, dns: Dns, store: StoreId) -> Store:
    """The store, its domain proven by the TXT record. An alias of our host proves nothing: it does not say whose it is.

    A domain that was proven before stays so and is not looked up again. The DNS is asked ahead of the transaction.
    Raises: NotFound (store; custom_domain when it has none), DomainNotProven, Unavailable.
    Source: docs/dialects/skalia.md, "Additions".
    """
    before = await read.get(database, store)
    record = _record(before)
    if before.custom_domain_verified_at is not None:
        return before
    if record.value not in await dns.txt(record.name):
        raise DomainNotProven(record.domain, record.name, record.value)
    async with database.begin() as tx:
        await tx.run(VERIFY, store, record.domain, before.custom_domain_token, tx.now)
        after = await read.get(tx, store)
    now = _record(after)
    if now != record:
        raise DomainNotProven(now.domain, now.name, now.value)
    return after


def _record(store: Store) -> DomainRecord:
    if store.domain_record is None:
        raise NotFound("custom_domain")
    return store.domain_record
