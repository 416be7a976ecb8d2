"""Putting an account on a plan."""

from datetime import datetime

from serai.core.accounts import UserId
from serai.core.billing.model import Cycle
from serai.core.billing.plans import PLANS
from serai.kit.db import Tx
from serai.kit.errors import Invalid

START = """
update plan_subscriptions
   set plan = $2, status = 'active', payment_status = 'paid', billing_cycle = $3, started_at = $4,
       next_billing_at = $5, last_payment_at = $4
 where user_id = $1
"""


async def start_plan(tx: Tx, user: UserId, *, plan: str, cycle: Cycle, until: datetime | None) -> None:
    """The plan is in force from now `until` then (None: for good), as paid. Raises Invalid on plan."""
    if plan not in PLANS:
        raise Invalid.one("plan", f"Must be one of {', '.join(PLANS)}.")
    await tx.run(START, user, plan, cycle, tx.now, until)
