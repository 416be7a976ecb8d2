"""Rows to users and subscriptions."""

from serai.core.accounts.model import Language, Preferences, Role, Subscription, User, UserId
from serai.kit.db import Db, Row

BY_EMAIL = """
select id, email, display_name, photo_url, role, language, currency, compact_mode, created_at,
       password_hash, is_active, email_verified, external_id
  from users
 where email_key = $1
"""

BY_EXTERNAL_ID = """
select id, email, display_name, photo_url, role, language, currency, compact_mode, created_at, is_active
  from users
 where external_id = $1
"""


def user_of(row: Row) -> User:
    """The user in a row that has all of its columns."""
    return User(
        id=UserId(row["id"]),
        email=row["email"],
        display_name=row["display_name"],
        photo_url=row["photo_url"],
        role=Role(row["role"]),
        created_at=row["created_at"],
        preferences=Preferences(Language(row["language"]), row["currency"], row["compact_mode"]),
    )


def subscription_of(row: Row) -> Subscription:
    """The subscription in a row that has all of its columns."""
    return Subscription(
        plan=row["plan"],
        status=row["status"],
        payment_status=row["payment_status"],
        billing_cycle=row["billing_cycle"],
        started_at=row["started_at"],
        next_billing_at=row["next_billing_at"],
        last_payment_at=row["last_payment_at"],
        notes=row["notes"],
    )


async def by_email(db: Db, key: str) -> Row | None:
    """The row of the user with this folded e-mail, with what signing in needs."""
    return await db.one(BY_EMAIL, key)


async def by_external_id(db: Db, external_id: str) -> Row | None:
    return await db.one(BY_EXTERNAL_ID, external_id)
