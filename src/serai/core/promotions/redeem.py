"""Using a code and giving the use back. The check and the change are one statement: no row back means no use left."""

from msgspec import Struct

from serai.core.promotions import read, rules
from serai.core.promotions.criteria import UNMET, criteria
from serai.core.promotions.errors import PromoRefused, Reason
from serai.core.promotions.model import Kind, PromoId, Worth
from serai.core.stores import StoreId
from serai.kit.db import Tx

# Both conditions are judged on the rows as they are when their locks are had: whoever waits sees the use before theirs.
REDEEM = f"""
with used as (
  update promo_codes p
     set times_used = times_used + 1
   where store_id = $1 and code_key = $2 and removed_at is null
     and (starts_at is null or starts_at <= $4) and (ends_at is null or ends_at > $4)
     and (minimum_subtotal_minor is null or minimum_subtotal_minor <= $5)
     and (usage_limit is null or times_used < usage_limit)
     and status = 'active' and (maximum_subtotal_minor is null or maximum_subtotal_minor >= $5)
     and not {UNMET}
  returning id, code, kind, percent, amount_minor, usage_limit_per_customer
), counted as (
  insert into promo_customers as c (store_id, promo_id, customer_id, times_used)
  select $1, u.id, $3, 1 from used u
  on conflict (store_id, promo_id, customer_id) do update
     set times_used = c.times_used + 1
   where c.times_used < coalesce((select u.usage_limit_per_customer from used u), c.times_used + 1)
  returning promo_id
)
select u.id, u.code, u.kind, u.percent, u.amount_minor
  from used u
  join counted c on c.promo_id = u.id
"""

# One lock after the other, in the order in which orders take them.
_FREED = """), freed as (
  update promo_codes p
     set times_used = p.times_used - 1
    from back b
   where p.store_id = $1 and p.id = b.promo_id
  returning p.id, b.customer_id
)
update promo_customers c
   set times_used = c.times_used - 1
  from freed f
 where c.store_id = $1 and c.promo_id = f.id and c.customer_id = f.customer_id
"""

GIVE_BACK = f"""
with back as (
  update promo_uses
     set given_back_at = $3
   where store_id = $1 and order_id = $2 and given_back_at is null
  returning promo_id, customer_id
{_FREED}"""

TAKE_BACK = f"""
with back as (
  delete from promo_uses
   where store_id = $1 and order_id = $2 and given_back_at is null
  returning promo_id, customer_id
{_FREED}"""


OF_ORDER = """
select p.kind, p.percent, p.amount_minor, p.minimum_subtotal_minor, p.maximum_subtotal_minor
  from promo_uses u
  join promo_codes p on p.store_id = u.store_id and p.id = u.promo_id
 where u.store_id = $1 and p.store_id = $1 and u.order_id = $2 and u.given_back_at is null
"""


class Redemption(Struct, frozen=True):
    """A use that was taken; `minor` comes off the order. Its row in `promo_uses` is the order's to write."""

    promo: PromoId
    code: str
    minor: int


async def redeem(tx: Tx, store: StoreId, code: str, *, customer: int, subtotal: int) -> Redemption:
    """Take one use for an order of this subtotal. Raises PromoRefused: the transaction must then be rolled back.

    The code stays locked until the transaction ends, so the caller takes it after the stock. One statement.
    """
    row = await tx.one(REDEEM, store, rules.key(code), customer, tx.now, subtotal)
    if row is None:
        promo, used = await read.by_code(tx, store, code, customer=customer)
        others = promo is not None and bool(await criteria(tx, store, promo.id))
        reason = rules.refusal(promo, at=tx.now, subtotal=subtotal, used_by_customer=used, may_be_for_others=others)
        raise PromoRefused(reason)
    minor = rules.taken_off(Worth(Kind(row["kind"]), row["percent"], row["amount_minor"]), subtotal)
    if minor == 0:
        raise PromoRefused(Reason.WORTHLESS)
    return Redemption(PromoId(row["id"]), row["code"], minor)


async def worth_of(tx: Tx, store: StoreId, order: int, *, subtotal: int) -> int:
    """What the code that an order has takes off when it comes to this subtotal; its use stays what it is.

    Raises PromoRefused where the subtotal is not one that the code is for.
    """
    row = await tx.one(OF_ORDER, store, order)
    if row is None:
        raise PromoRefused(Reason.UNKNOWN)
    if subtotal < (row["minimum_subtotal_minor"] or 0):
        raise PromoRefused(Reason.MINIMUM)
    if row["maximum_subtotal_minor"] is not None and subtotal > row["maximum_subtotal_minor"]:
        raise PromoRefused(Reason.MAXIMUM)
    return rules.taken_off(Worth(Kind(row["kind"]), row["percent"], row["amount_minor"]), subtotal)


async def give_back(tx: Tx, store: StoreId, order: int) -> None:
    """The order was cancelled: its use counts no more. A second call changes nothing."""
    await tx.run(GIVE_BACK, store, order, tx.now)


async def take_back(tx: Tx, store: StoreId, order: int) -> None:
    """The order goes on without its code: that it had one is forgotten."""
    await tx.run(TAKE_BACK, store, order)
