"""The plan of an account."""

from serai.core.accounts import StoreId, Subscription, UserId
from serai.core.billing.model import Plan
from serai.core.billing.plans import PLANS, TRIAL
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound

IN_FORCE = """
select case when s.status = 'active' and (s.next_billing_at is null or s.next_billing_at > $2) then s.plan else 'trial' end
  from plan_subscriptions s
 where s.user_id = $1
"""

OWNER = "select owner_id from stores where id = $1"

SUBSCRIPTION = """
select plan, status, payment_status, billing_cycle, started_at, next_billing_at, last_payment_at, notes
  from plan_subscriptions
 where user_id = $1
"""

LOCK = SUBSCRIPTION + "   for no key update"


async def plan_for(tx: Tx, store: StoreId) -> Plan:
    """The plan in force for the store's owner."""
    return await plan_of_user(tx, UserId(await tx.value(OWNER, store)))


async def plan_of_user(tx: Tx, user: UserId) -> Plan:
    return PLANS.get(await tx.value(IN_FORCE, user, tx.now), TRIAL)


async def subscription(db: Db, user: UserId) -> Subscription:
    """As stored. Raises NotFound."""
    return _subscription_of(await db.one(SUBSCRIPTION, user))


async def lock(tx: Tx, user: UserId) -> Subscription:
    """As stored, and nobody else changes it until the transaction ends. Raises NotFound."""
    return _subscription_of(await tx.one(LOCK, user))


def _subscription_of(row: Row | None) -> Subscription:
    if row is None:
        raise NotFound("subscription")
    return Subscription(**row)
