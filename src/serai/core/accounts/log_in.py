"""Signing in with e-mail and password."""

from serai.core.accounts import attempts, read
from serai.core.accounts import open as opening
from serai.core.accounts.errors import WrongCredentials
from serai.core.accounts.model import SignedIn
from serai.kit.checks import email_key
from serai.kit.crypto import Passwords
from serai.kit.db import Database
from serai.kit.limits import Limiter


async def log_in(database: Database, passwords: Passwords, limiter: Limiter, *, email: str, password: str, ip: str) -> SignedIn:
    """A new session. An unknown e-mail, a wrong password and an inactive user are one error and take the same time.

    Raises: WrongCredentials; TooMany after ten failures of one e-mail and address in 15 minutes, before any hashing.
    """
    key = email_key(email)
    counted = f"log-in:{key}:{ip}"
    await attempts.check(limiter, counted)
    row = await read.by_email(database, key)
    right = await passwords.verify(row["password_hash"] if row else None, password)
    await attempts.settle(limiter, counted, right=right)
    if row is None or not right or not row["is_active"]:
        raise WrongCredentials
    user = read.user_of(row)
    return await database.write(lambda tx: opening.session(tx, user))
