"""Whom a token was given by, and for which store."""

from datetime import datetime

from msgspec import Struct

from serai.core.accounts import StoreId, UserId
from serai.kit.db import Db
from serai.kit.errors import NotFound

GET = """
select g.display_name, g.email, g.created_at, s.owner_id, u.display_name as owner_name, s.name as store_name, s.public_slug,
       s.custom_domain, s.status, s.created_at as store_created_at, p.plan, t.contact_phone
  from stores s
  join users u on u.id = s.owner_id
  join users g on g.id = $2
  join plan_subscriptions p on p.user_id = s.owner_id
  join store_settings t on t.store_id = s.id
 where s.id = $1
   and t.store_id = $1
"""


class Merchant(Struct, frozen=True, kw_only=True):
    """A store as an app's author sees it; `plan` is one of billing's."""

    id: StoreId
    owner: UserId
    owner_name: str
    name: str
    public_slug: str
    custom_domain: str | None
    status: str
    plan: str
    created_at: datetime


class TokenOwner(Struct, frozen=True, kw_only=True):
    """The person who consented. `phone` is the store's, E.164."""

    id: UserId
    name: str
    email: str | None
    phone: str | None
    created_at: datetime
    merchant: Merchant


async def token_owner(db: Db, store: StoreId, user: UserId) -> TokenOwner:
    """The user who gave a token, with the store that it is for; one statement. Raises NotFound when that has gone."""
    row = await db.one(GET, store, user)
    if row is None:
        raise NotFound("store")
    merchant = Merchant(
        id=store,
        owner=UserId(row["owner_id"]),
        owner_name=row["owner_name"],
        name=row["store_name"],
        public_slug=row["public_slug"],
        custom_domain=row["custom_domain"],
        status=row["status"],
        plan=row["plan"],
        created_at=row["store_created_at"],
    )
    return TokenOwner(
        id=user,
        name=row["display_name"],
        email=row["email"],
        phone=row["contact_phone"],
        created_at=row["created_at"],
        merchant=merchant,
    )
