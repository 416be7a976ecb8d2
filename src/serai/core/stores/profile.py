"""What a store tells about itself to programs that were let in."""

from datetime import datetime

import msgspec

from serai.core.accounts import StoreId
from serai.core.stores.model import Social, Status
from serai.kit.db import Db
from serai.kit.errors import NotFound

GET = """
select s.id, s.owner_id, s.name, s.public_slug, s.status, s.currency, s.time_zone, s.created_at,
       case when s.custom_domain_verified_at is not null then s.custom_domain end as domain,
       t.description, coalesce(t.contact_email, u.email) as email, t.contact_phone as phone, t.social, c.country,
       coalesce(
         case when p.status = 'active' and (p.next_billing_at is null or p.next_billing_at > $2) then p.plan end,
         'trial') as plan
  from stores s
  join store_settings t on t.store_id = s.id
  join users u on u.id = s.owner_id
  left join plan_subscriptions p on p.user_id = s.owner_id
  left join lateral (
    select c.country from shop_countries c where c.store_id = s.id order by c.id limit 1) c on true
 where t.store_id = $1
"""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """`domain` is the custom one once it is proven, `plan` the one in force, `country` that of the first shop."""

    id: StoreId
    owner_id: int
    name: str
    public_slug: str
    status: Status
    currency: str
    time_zone: str
    domain: str | None
    description: str
    email: str | None
    phone: str | None
    social: Social
    country: str | None
    plan: str


async def profile(db: Db, store: StoreId, *, at: datetime) -> Profile:
    """As it is at this moment. One statement. Raises NotFound."""
    row = await db.one(GET, store, at)
    if row is None:
        raise NotFound("store")
    return Profile(
        id=StoreId(row["id"]),
        owner_id=row["owner_id"],
        name=row["name"],
        public_slug=row["public_slug"],
        status=Status(row["status"]),
        currency=row["currency"],
        time_zone=row["time_zone"],
        domain=row["domain"],
        description=row["description"],
        email=row["email"],
        phone=row["phone"],
        social=msgspec.json.decode(row["social"], type=Social),
        country=row["country"],
        plan=row["plan"],
    )
