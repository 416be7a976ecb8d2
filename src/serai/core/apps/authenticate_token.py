"""Whom an access token stands for."""

from datetime import datetime

from serai.core.accounts import StoreId, UserId
from serai.core.apps import scopes
from serai.core.apps.app import AppId, Grant, Profile
from serai.kit.db import Db

AUTHENTICATE = """
select t.scopes, a.scopes as registered, t.access_expires_at, c.user_id, i.store_id, i.app_id, a.client_id, a.profile,
       s.owner_id, s.currency, s.time_zone, s.public_slug,
       case when s.custom_domain_verified_at is not null then s.custom_domain end as domain,
       case when p.status = 'active' and (p.next_billing_at is null or p.next_billing_at > $2) then p.plan
            else 'trial' end as plan
  from oauth_tokens t
  join oauth_chains c on c.id = t.chain_id
  join app_installs i on i.id = c.install_id
  join apps a on a.id = i.app_id
  join stores s on s.id = i.store_id
  join users u on u.id = s.owner_id
  left join plan_subscriptions p on p.user_id = s.owner_id
 where t.access_digest = $1
   and t.access_expires_at > $2
   and c.revoked_at is null
   and u.is_active
"""


async def authenticate_token(db: Db, digest: bytes, *, at: datetime) -> Grant | None:
    """The grant of the access token with this SHA-256, in one statement; None when it is unknown, expired or revoked.

    A scope that the app no longer has is gone from its tokens at once.
    """
    row = await db.one(AUTHENTICATE, digest, at)
    if row is None:
        return None
    granted = scopes.within(row["scopes"], row["registered"])
    return Grant(
        store=StoreId(row["store_id"]),
        owner=UserId(row["owner_id"]),
        app=AppId(row["app_id"]),
        client_id=row["client_id"],
        user=UserId(row["user_id"]),
        scopes=scopes.expanded(granted),
        granted=granted,
        profile=Profile(row["profile"]),
        currency=row["currency"],
        time_zone=row["time_zone"],
        expires_at=row["access_expires_at"],
        plan=row["plan"],
        public_slug=row["public_slug"],
        domain=row["domain"],
    )
