"""What an order means for points. The ledger has one row of a kind for an order; only what was taken back may still grow."""

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

# A part that was spent meanwhile stays spent: nobody owes points. Of what an order earned and still has, `lifetime` tells.
REVERSE = """
with held as (
  select balance
    from loyalty_accounts
   where store_id = $1 and customer_id = $2
     for update
), taken as (
  select least(h.balance, t.points) as points, t.points as lifetime_points
    from held h
   cross join lateral (
     select sum(m.lifetime_points) - div(sum(m.lifetime_points) * $4::numeric, $5::numeric) as points
       from loyalty_movements m
      where m.store_id = $1 and m.order_id = $3 and m.reason in ('earned', 'reversed')) t
   where t.points > 0
), back as (
  insert into loyalty_movements as m (store_id, customer_id, order_id, reason, points, lifetime_points, created_at)
  select $1, $2, $3, 'reversed', -points, -lifetime_points, $6 from taken
  on conflict (store_id, order_id, reason) do update
     set points = m.points + excluded.points, lifetime_points = m.lifetime_points + excluded.lifetime_points
)
update loyalty_accounts a
   set balance = a.balance - t.points, lifetime = a.lifetime - t.lifetime_points
  from taken t
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


async def reverse(tx: Tx, store: StoreId, *, order: int, customer: int, kept_minor: int = 0, of_minor: int = 1) -> None:
    """Take back what the order earned, as far as it is still there.

    Of pieces that came back their share: the order was worth `of_minor` before and is worth `kept_minor` now; what stays
    rounds down.
    """
    await tx.run(REVERSE, store, customer, order, kept_minor, of_minor, tx.now)


async def give_back(tx: Tx, store: StoreId, *, order: int, customer: int) -> None:
    """Give back what the order was paid with."""
    await tx.run(GIVE_BACK, store, customer, order, tx.now)
