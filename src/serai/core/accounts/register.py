"""Registering with e-mail and password."""

from serai.core.accounts import open as opening
from serai.core.accounts import rules
from serai.core.accounts.errors import AddressTaken
from serai.core.accounts.model import Role, SignedIn
from serai.kit import checks
from serai.kit.crypto import Passwords
from serai.kit.db import Clash, Database, Tx


async def register(
    database: Database, passwords: Passwords, *, email: str, password: str, display_name: str, role: Role = Role.USER
) -> SignedIn:
    """A new account on the trial plan, signed in. The password is hashed before the transaction opens.

    Raises: Invalid (email, password, display_name), AddressTaken whatever the case of the address.
    Source: docs/dialects/skalia.md, "Authentication".
    """
    faults = checks.Faults()
    address = faults.of(lambda: checks.email(email, field="email")) or ""
    name = faults.of(lambda: rules.checked_name(display_name)) or ""
    faults.of(lambda: rules.check_password(password, field="password"))
    faults.settle()
    hashed = await passwords.hash(password)

    async def work(tx: Tx) -> SignedIn:
        user = await opening.account(tx, email=address, display_name=name, role=role, password_hash=hashed)
        return await opening.session(tx, user)

    try:
        return await database.write(work)
    except Clash as clash:
        if clash.constraint != "users_email_key":
            raise
        raise AddressTaken("email", address) from None
