"""Taking points. The check and the change are one statement: no row changed means that the points are not there."""

from msgspec import Struct

from serai.core.loyalty import read, rules
from serai.core.loyalty.errors import PointsReason, PointsRefused
from serai.core.loyalty.model import Settings
from serai.core.stores import StoreId
from serai.kit.db import Db, Tx
from serai.kit.errors import Invalid

# Who asks for more than they have gets nothing, also when fewer would do.
TAKE = """
update loyalty_accounts
   set balance = balance - $3
 where store_id = $1 and customer_id = $2 and balance >= $4
"""

BALANCE = "select balance from loyalty_accounts where store_id = $1 and customer_id = $2"

GIVE = """
with given as (
  insert into loyalty_movements (store_id, customer_id, reason, points, lifetime_points, created_at)
  values ($1, $2, 'adjusted', $3::bigint, greatest($3::bigint, 0), $4)
  returning points, lifetime_points
)
insert into loyalty_accounts as a (store_id, customer_id, balance, lifetime)
select $1, $2, points, lifetime_points from given
on conflict (store_id, customer_id) do update
   set balance = a.balance + excluded.balance, lifetime = a.lifetime + excluded.lifetime
"""

NOTE_TAKEN = """
insert into loyalty_movements (store_id, customer_id, reason, points, lifetime_points, created_at)
values ($1, $2, 'adjusted', -$3::bigint, 0, $4)
"""


class Redeemed(Struct, frozen=True):
    """`points` were taken and are worth `minor`. Their row in the ledger is the order's to write."""

    points: int
    minor: int


async def redeem(tx: Tx, store: StoreId, *, customer: int, points: int, left: int, currency: str) -> Redeemed:
    """Pay at most `left` minor units with points; no more are taken than that needs. Raises PointsRefused.

    The account stays locked until the transaction ends, so the caller takes it after stock and codes. Two statements.
    """
    found = _redeemed(await read.read_settings(tx, store), points, left, currency)
    if not await tx.run(TAKE, store, customer, found.points, points):
        raise PointsRefused(PointsReason.BALANCE, await tx.value(BALANCE, store, customer) or 0)
    return found


async def foresee(db: Db, store: StoreId, *, customer: int, points: int, left: int, currency: str) -> Redeemed:
    """What `redeem` would take now. Nothing is taken. Raises PointsRefused. Two statements."""
    found = _redeemed(await read.read_settings(db, store), points, left, currency)
    balance = await db.value(BALANCE, store, customer) or 0
    if balance < points:
        raise PointsRefused(PointsReason.BALANCE, balance)
    return found


async def adjust(tx: Tx, store: StoreId, *, customer: int, points: int) -> None:
    """Give points by hand, or with a minus take them. Raises PointsRefused for more than there are, Invalid for too many."""
    if not 0 < abs(points) <= rules.MOST_POINTS:
        raise Invalid.one("points", f"Must be a whole number from 1 to {rules.MOST_POINTS}, or less than 0 to take them.")
    if points > 0:
        await tx.run(GIVE, store, customer, points, tx.now)
        return
    if not await tx.run(TAKE, store, customer, -points, -points):
        raise PointsRefused(PointsReason.BALANCE, await tx.value(BALANCE, store, customer) or 0)
    await tx.run(NOTE_TAKEN, store, customer, -points, tx.now)


def _redeemed(settings: Settings, points: int, left: int, currency: str) -> Redeemed:
    _check(settings, points, left)
    taken = min(points, rules.needed(left, settings.point_value, currency))
    minor = min(rules.worth(taken, settings.point_value, currency), left)
    if minor == 0:
        raise PointsRefused(PointsReason.WORTHLESS, points)
    return Redeemed(taken, minor)


def _check(settings: Settings, points: int, left: int) -> None:
    if not settings.is_enabled:
        raise PointsRefused(PointsReason.DISABLED, 0)
    if points < settings.min_redeem_points:
        raise PointsRefused(PointsReason.MINIMUM, settings.min_redeem_points)
    if left == 0:
        raise PointsRefused(PointsReason.WORTHLESS, points)
