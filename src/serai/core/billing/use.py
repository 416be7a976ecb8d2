"""Using up what a plan allows. The check and the change are one statement, so that no race gets past a limit."""

from serai.core.accounts import StoreId, UserId
from serai.core.billing.errors import LimitReached
from serai.core.billing.plans import PLANS
from serai.core.billing.read import OWNER, plan_of_user
from serai.kit.db import Tx

USE_STORES = """
with allowed as (
  select l.most
    from plan_subscriptions s
    join unnest($3::text[], $4::integer[]) as l (plan, most)
      on l.plan = case when s.status = 'active' and (s.next_billing_at is null or s.next_billing_at > $5)
                       then s.plan else 'trial' end
   where s.user_id = $1
)
update plan_usage u
   set stores = u.stores + $2
  from allowed a
 where u.user_id = $1
   and ($2 <= 0 or u.stores + $2 <= a.most)
"""

USE_PRODUCTS = """
with owner as (
  select owner_id
    from stores
   where id = $1
), allowed as (
  select s.user_id, l.most
    from plan_subscriptions s
    join unnest($3::text[], $4::integer[]) as l (plan, most)
      on l.plan = case when s.status = 'active' and (s.next_billing_at is null or s.next_billing_at > $5)
                       then s.plan else 'trial' end
   where s.user_id = (select owner_id from owner)
)
update plan_usage u
   set products = u.products + $2
  from allowed a
 where u.user_id = a.user_id
   and ($2 <= 0 or u.products + $2 <= a.most)
"""

_NAMES = list(PLANS)
_STORES = [plan.store_limit for plan in PLANS.values()]
_PRODUCTS = [plan.product_limit for plan in PLANS.values()]


async def use_store(tx: Tx, user: UserId, change: int) -> None:
    """`change` more stores (or fewer, when negative: always allowed). Raises LimitReached."""
    if not await tx.run(USE_STORES, user, change, _NAMES, _STORES, tx.now):
        plan = await plan_of_user(tx, user)
        raise _reached("stores", plan.store_limit, plan.name)


async def use_products(tx: Tx, store: StoreId, change: int) -> None:
    """`change` more products of the store's owner, over all their stores. Raises LimitReached.

    Holds the owner's usage row until the transaction ends: call it before locking anything of the store.
    """
    if not await tx.run(USE_PRODUCTS, store, change, _NAMES, _PRODUCTS, tx.now):
        plan = await plan_of_user(tx, UserId(await tx.value(OWNER, store)))
        raise _reached("products", plan.product_limit, plan.name)


def _reached(limit: str, maximum: int, plan: str) -> LimitReached:
    return LimitReached(f"The plan '{plan}' allows at most {maximum} {limit}.", limit, maximum, plan)
