"""Plans that ran out are said to have."""

from typing import Final

from serai.core.accounts import UserId
from serai.core.billing import read, tell
from serai.kit.db import Database, Tx

BATCH: Final = 100

# Locks that others hold are left for the next round: whoever holds them may be prolonging the plan.
EXPIRE = """
update plan_subscriptions
   set status = 'expired',
       payment_status = case when payment_status = 'paid' then 'past_due' else payment_status end,
       version = version + 1
 where user_id = any(array(
   select user_id
     from plan_subscriptions
    where status = 'active'
      and next_billing_at <= $1
    order by next_billing_at
    limit $2
      for no key update skip locked))
returning user_id, version
"""


async def expire_plans(database: Database) -> int:
    """Note it for some of them and tell their stores; the number of them. What they allow fell back at the moment itself."""

    async def work(tx: Tx) -> int:
        rows = await tx.all(EXPIRE, tx.now, BATCH)
        for row in rows:
            user = UserId(row["user_id"])
            await tell.plan_changed(tx, user, await read.subscription(tx, user), version=row["version"])
        return len(rows)

    return await database.write(work)
