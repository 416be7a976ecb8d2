"""What a customer proves who they are with, and who has proven it."""

from typing import Final

import msgspec

from serai.core.customers.model import Customer, CustomerId
from serai.core.customers.read import DOCUMENT
from serai.core.stores import StoreId
from serai.kit.checks import email_key
from serai.kit.db import Db

BY_EMAIL: Final = """
select c.id, c.password_hash, c.is_blocked
  from customers c
 where c.store_id = $1 and c.email_key = $2 and c.removed_at is null
"""

ADMITTED: Final = f"""
select {DOCUMENT} as document, c.password_hash
  from customers c
 where c.store_id = $1 and c.id = $2 and c.removed_at is null and not c.is_blocked and c.password_hash is not null
"""

_DECODER: Final = msgspec.json.Decoder(Customer)


class Credentials(msgspec.Struct, frozen=True):
    """`password_hash` is None for who was given no password yet: nobody can log in as them."""

    customer: CustomerId
    password_hash: str | None
    is_blocked: bool = False


async def credentials(db: Db, store: StoreId, *, email: str) -> Credentials | None:
    """Of whoever has the address, whatever its case."""
    row = await db.one(BY_EMAIL, store, email_key(email))
    return None if row is None else Credentials(CustomerId(row["id"]), row["password_hash"], row["is_blocked"])


async def admitted(db: Db, store: StoreId, customer: CustomerId) -> tuple[Customer, Credentials] | None:
    """A customer who may be logged in, and with what; None for blocked ones and for those without a password."""
    row = await db.one(ADMITTED, store, customer)
    return None if row is None else (_DECODER.decode(row["document"]), Credentials(customer, row["password_hash"]))
