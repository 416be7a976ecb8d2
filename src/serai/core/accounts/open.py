"""Opening an account and a session: the rows that a new user and each sign-in leave."""

from datetime import datetime

from serai.core.accounts.model import (
    TOKEN_LIFE,
    TRIAL,
    Language,
    Preferences,
    Role,
    SessionId,
    SignedIn,
    User,
    UserId,
)
from serai.kit.checks import email_key
from serai.kit.db import Tx

ACCOUNT = """
with person as (
  insert into users (email, email_key, display_name, photo_url, role, password_hash, external_id, email_verified,
                     created_at, updated_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
  returning id, language, currency, compact_mode
), plan as (
  insert into plan_subscriptions (user_id, plan, started_at, next_billing_at)
  select id, 'trial', $9, $10
    from person
), usage as (
  insert into plan_usage (user_id)
  select id
    from person
)
select id, language, currency, compact_mode
  from person
"""

SESSION = """
insert into sessions (user_id, created_at, expires_at)
values ($1, $2, $3)
returning id
"""


async def account(
    tx: Tx,
    *,
    email: str | None,
    display_name: str,
    photo_url: str | None = None,
    role: Role = Role.USER,
    password_hash: str | None = None,
    external_id: str | None = None,
) -> User:
    """A new user on the trial plan. Only an identity provider's address counts as verified: no mail is sent yet.

    Raises Clash on users_email_key or users_external_id_key.
    """
    key = None if email is None else email_key(email)
    verified = external_id is not None and email is not None
    row = await tx.one(
        ACCOUNT, email, key, display_name, photo_url, role, password_hash, external_id, verified, tx.now, tx.now + TRIAL
    )
    assert row is not None  # noqa: S101 - an insert that returns
    return User(
        id=UserId(row["id"]),
        email=email,
        display_name=display_name,
        photo_url=photo_url,
        role=role,
        created_at=tx.now,
        preferences=Preferences(Language(row["language"]), row["currency"], row["compact_mode"]),
    )


async def session(tx: Tx, user: User) -> SignedIn:
    """A session of 24 hours."""
    expires_at: datetime = tx.now + TOKEN_LIFE
    return SignedIn(user, SessionId(await tx.value(SESSION, user.id, tx.now, expires_at)), expires_at)
