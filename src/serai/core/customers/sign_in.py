"""Customers who register in a store, log in and change their password. Passwords are hashed before a transaction opens."""

from typing import Final

from msgspec.structs import replace

from serai.core.accounts import WrongCredentials, attempts
from serai.core.accounts import rules as passwords_may
from serai.core.customers.credentials import Credentials, admitted, credentials
from serai.core.customers.model import CustomerChange, CustomerId, NewCustomer
from serai.core.customers.write import create, edit
from serai.core.stores import StoreId
from serai.kit.checks import email_key
from serai.kit.crypto import Passwords
from serai.kit.db import Database, Tx
from serai.kit.errors import Invalid
from serai.kit.limits import Limiter

LOCK: Final = """
select password_hash from customers where store_id = $1 and id = $2 and removed_at is null for update
"""


async def register(database: Database, passwords: Passwords, store: StoreId, new: NewCustomer, *, password: str) -> Credentials:
    """A new customer with a password. Who the store knows already is not handed over: nobody has proven the address.

    Raises Invalid, Taken on `email`.
    """
    passwords_may.check_password(password, field="password")
    hashed = await passwords.hash(password)
    made = await database.write(lambda tx: create(tx, store, replace(new, password_hash=hashed)))
    return Credentials(made.id, hashed)


async def log_in(
    database: Database, passwords: Passwords, limiter: Limiter, store: StoreId, *, email: str, password: str, ip: str
) -> Credentials:
    """An unknown e-mail, a wrong password, none at all and a blocked customer are one error and take the same time.

    Raises WrongCredentials; TooMany after ten failures of one e-mail and address in 15 minutes, before any hashing.
    """
    counted = f"customer:{store}:{email_key(email)}:{ip}"
    await attempts.check(limiter, counted)
    found = await credentials(database, store, email=email)
    right = await passwords.verify(found.password_hash if found else None, password)
    await attempts.settle(limiter, counted, right=right)
    if found is None or not right or found.is_blocked:
        raise WrongCredentials
    return found


async def change_password(
    database: Database,
    passwords: Passwords,
    limiter: Limiter,
    store: StoreId,
    customer: CustomerId,
    *,
    current: str,
    new: str,
) -> Credentials:
    """Replace the password. Raises Invalid on new_password (length) or current_password (wrong); TooMany as log_in does."""
    passwords_may.check_password(new, field="new_password")
    counted = f"customer-password:{store}:{customer}"
    await attempts.check(limiter, counted)
    known = await admitted(database, store, customer)
    stored = known[1].password_hash if known else None
    right = await passwords.verify(stored, current)
    await attempts.settle(limiter, counted, right=right)
    if not right:
        raise Invalid.one("current_password", "Is not the present password.")
    hashed = await passwords.hash(new)

    async def work(tx: Tx) -> None:
        if await tx.value(LOCK, store, customer) != stored:
            raise Invalid.one("current_password", "Is not the present password.")
        await edit(tx, store, customer, CustomerChange(password_hash=hashed))

    await database.write(work)
    return Credentials(customer, hashed)
