"""A person changes their password."""

from serai.core.accounts import attempts, rules
from serai.core.accounts.model import SessionId, UserId
from serai.kit.crypto import Passwords
from serai.kit.db import Database, Tx
from serai.kit.errors import Invalid
from serai.kit.limits import Limiter

STORED = "select password_hash from users where id = $1"

CHANGE = """
update users
   set password_hash = $2, updated_at = $4
 where id = $1
   and password_hash = $3
"""

REVOKE_OTHERS = """
update sessions
   set revoked_at = $3
 where user_id = $1
   and id <> $2
   and revoked_at is null
"""


async def change_password(
    database: Database,
    passwords: Passwords,
    limiter: Limiter,
    user: UserId,
    *,
    session: SessionId,
    current: str,
    new: str,
) -> None:
    """Replace the password and end every other session.

    Raises: Invalid on new_password (length) or current_password (wrong, or the account has none); TooMany as log_in does.
    """
    rules.check_password(new, field="new_password")
    counted = f"password:{user}"
    await attempts.check(limiter, counted)
    stored: str | None = await database.value(STORED, user)
    right = await passwords.verify(stored, current)
    await attempts.settle(limiter, counted, right=right)
    if not right:
        raise Invalid.one("current_password", "Is not the present password.")
    hashed = await passwords.hash(new)

    async def work(tx: Tx) -> None:
        if not await tx.run(CHANGE, user, hashed, stored, tx.now):
            raise Invalid.one("current_password", "Is not the present password.")
        await tx.run(REVOKE_OTHERS, user, session, tx.now)

    await database.write(work)
