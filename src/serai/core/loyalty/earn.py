"""What an order means for points. Each of these happens once per order: the ledger's key refuses a second row."""

from serai.core.loyalty import rules
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.money import decimals

EARN = """
with earned as (
  insert into loyalty_movements (store_id, customer_id, order_id, reason, points, lifetime_points, created_at)
  select $1, $2, $3, 'earned', p.points, p.points, $7
    from (select least(div($4::numeric * points_per_unit, $5::numeric), $6::numeric)::bigint as points
            from loyalty_settings
           where store_id = $1 and is_enabled) p
   where p.points > 0
  on conflict (store_id, order_id, reason) do nothing
  returning points
)
insert into loyalty_accounts as a (store_id, customer_id, balance, lifetime)
select $1, $2, points, points from earned
on conflict (store_id, customer_id) do update
   set balance = a.balance + excluded.balance, lifetime = a.lifetime + excluded.lifetime
"""

# A part that was spent meanwhile stays spent: nobody owes points.
REVERSE = """
with held as (
  select balance
    from loyalty_accounts
   where store_id = $1 and customer_id = $2
     for update
), back as (
  insert into loyalty_movements (store_id, customer_id, order_id, reason, points, lifetime_points, created_at)
  select $1, $2, $3, 'reversed', -least(h.balance, e.points), -e.points, $4
    from held h
   cross join loyalty_movements e
   where e.store_id = $1 and e.order_id = $3 and e.reason = 'earned'
  on conflict (store_id, order_id, reason) do nothing
  returning points, lifetime_points
)
update loyalty_accounts a
   set balance = a.balance + b.points, lifetime = a.lifetime + b.lifetime_points
  from back b
 where a.store_id = $1 and a.customer_id = $2
"""

GIVE_BACK = """
with back as (
  insert into loyalty_movements (store_id, customer_id, order_id, reason, points, lifetime_points, created_at)
  select $1, $2, $3, 'given_back', -m.points, 0, $4
    from loyalty_movements m
   where m.store_id = $1 and m.order_id = $3 and m.reason = 'redeemed'
  on conflict (store_id, order_id, reason) do nothing
  returning points
)
update loyalty_accounts a
   set balance = a.balance + b.points
  from back b
 where a.store_id = $1 and a.customer_id = $2
"""


async def earn(tx: Tx, store: StoreId, *, order: int, customer: int, minor: int, currency: str) -> None:
    """Points for so much money, rounded down; none while the program is off."""
    await tx.run(EARN, store, customer, order, minor, 10 ** decimals(currency), rules.MOST_POINTS, tx.now)


async def reverse(tx: Tx, store: StoreId, *, order: int, customer: int) -> None:
    """Take back what the order earned, as far as it is still there."""
    await tx.run(REVERSE, store, customer, order, tx.now)


async def give_back(tx: Tx, store: StoreId, *, order: int, customer: int) -> None:
    """Give back what the order was paid with."""
    await tx.run(GIVE_BACK, store, customer, order, tx.now)
