"""A request that was paid puts its account on the plan, once."""

from serai.core.accounts import Subscription, UserId
from serai.core.billing import read, rules, tell
from serai.core.billing.model import Cycle, RequestId
from serai.kit.db import Tx

# The unique key on request_id is what makes it once, whatever else goes wrong.
PERIOD = """
insert into plan_periods (user_id, request_id, plan, billing_cycle, starts_at, ends_at, activated_at)
values ($1, $2, $3, $4, $5, $6, $7)
"""

CHANGE = """
update plan_subscriptions
   set plan = $2, status = $3, payment_status = $4, billing_cycle = $5, started_at = $6, next_billing_at = $7,
       last_payment_at = $8, version = version + 1
 where user_id = $1
returning version
"""


async def activate(tx: Tx, user: UserId, request: RequestId, *, plan: str, cycle: Cycle) -> Subscription:
    """Start or prolong the plan by one cycle, as paid now. Raises Clash on plan_periods_request_id_key the second time."""
    before = await read.lock(tx, user)
    after = rules.paid(before, plan=plan, cycle=cycle, at=tx.now)
    starts_at = before.next_billing_at if after.started_at == before.started_at and before.next_billing_at else tx.now
    await tx.run(PERIOD, user, request, plan, cycle, starts_at, after.next_billing_at, tx.now)
    version = await tx.value(
        CHANGE,
        user,
        after.plan,
        after.status,
        after.payment_status,
        after.billing_cycle,
        after.started_at,
        after.next_billing_at,
        after.last_payment_at,
    )
    await tell.plan_changed(tx, user, after, version=version)
    return after
