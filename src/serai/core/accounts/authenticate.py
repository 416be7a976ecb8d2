"""Who a session stands for."""

from datetime import datetime

import msgspec

from serai.core.accounts import read
from serai.core.accounts.model import Authenticated, OwnStore, SessionId
from serai.kit.db import Db

AUTHENTICATE = """
select u.id, u.email, u.display_name, u.photo_url, u.role, u.language, u.currency, u.compact_mode, u.created_at,
       p.plan, p.status, p.payment_status, p.billing_cycle, p.started_at, p.next_billing_at, p.last_payment_at, p.notes,
       coalesce((
         select json_agg(json_build_object('id', t.id, 'currency', t.currency, 'time_zone', t.time_zone) order by t.id)
           from stores t
          where t.owner_id = u.id), '[]') as stores
  from sessions s
  join users u on u.id = s.user_id
  join plan_subscriptions p on p.user_id = u.id
 where s.id = $1
   and s.revoked_at is null
   and s.expires_at > $2
   and u.is_active
"""


async def authenticate(db: Db, session: SessionId, *, at: datetime) -> Authenticated | None:
    """The user with plan and stores, in one statement; None when the session ended or the user is inactive."""
    row = await db.one(AUTHENTICATE, session, at)
    if row is None:
        return None
    stores = msgspec.json.decode(row["stores"], type=tuple[OwnStore, ...])
    return Authenticated(read.user_of(row), session, stores, read.subscription_of(row))
