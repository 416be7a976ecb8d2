"""Settings and accounts as they are."""

from serai.core.customers import CustomerId
from serai.core.loyalty import rules
from serai.core.loyalty.model import Account, Settings
from serai.core.stores import StoreId
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound

SETTINGS = """
select points_per_unit, point_value, min_redeem_points, is_enabled
  from loyalty_settings
 where store_id = $1
"""

LOCK = f"{SETTINGS}   for no key update"

ACCOUNT = """
select s.currency, l.point_value, coalesce(a.balance, 0) as balance, coalesce(a.lifetime, 0) as lifetime
  from customers c
  join stores s on s.id = c.store_id
  join loyalty_settings l on l.store_id = c.store_id
  left join loyalty_accounts a on a.store_id = c.store_id and a.customer_id = c.id
 where c.store_id = $1 and c.id = $2
"""


async def read_settings(db: Db, store: StoreId) -> Settings:
    """Raises NotFound for a store that is none."""
    return _settings_of(await db.one(SETTINGS, store))


async def lock(tx: Tx, store: StoreId) -> Settings:
    """The same, which nobody else changes until the transaction ends."""
    return _settings_of(await tx.one(LOCK, store))


async def account(db: Db, store: StoreId, customer: CustomerId) -> Account:
    """All zero for who never earned anything. Raises NotFound for a customer that the store does not have."""
    row = await db.one(ACCOUNT, store, customer)
    if row is None:
        raise NotFound("customer")
    value = rules.worth(row["balance"], row["point_value"], row["currency"])
    return Account(store, customer, row["balance"], row["lifetime"], row["currency"], value)


def _settings_of(row: Row | None) -> Settings:
    if row is None:
        raise NotFound("store")
    return Settings(**row)
