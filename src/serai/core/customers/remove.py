"""Forgetting a customer: what was personal is erased, and the row stays for the orders it placed."""

from typing import Final

from serai.core.customers.model import CustomerId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import NotFound
from serai.kit.outbox import Event

ERASE: Final = """
with erased as (
  update customers
     set version = version + 1, name = 'Removed', first_name = 'Removed', last_name = '', email = '',
         email_key = 'removed ' || id, phone = null, password_hash = null, tags = '{}', search = '', reference_key = null,
         gender = null, title = null, birthday = null, city = null, country = null, language = null, group_ids = '{}',
         is_blocked = false, block_reason = null, custom_data = null, public_key = null, identities = null,
         removed_at = $3, updated_at = $3
   where store_id = $1 and id = $2 and removed_at is null
  returning version
), counted as (
  update store_totals
     set customers = customers - 1
   where store_id = $1 and exists (select 1 from erased)
), homeless as (
  delete from customer_addresses
   where store_id = $1 and customer_id = $2 and exists (select 1 from erased)
)
select version from erased
"""


async def remove(tx: Tx, store: StoreId, customer: CustomerId) -> None:
    """Nobody finds the customer any more; orders keep what they were told when they were placed. Raises NotFound."""
    version = await tx.value(ERASE, store, customer, tx.now)
    if version is None:
        raise NotFound("customer")
    tx.emit(Event(store, "customer.deleted", customer, version, {"id": customer}))
