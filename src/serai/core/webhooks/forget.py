"""Clean-up: old deliveries with their attempts, and secrets whose overlap is over."""

from datetime import datetime, timedelta
from typing import Final

from serai.kit.db import Database

KEPT: Final = timedelta(days=90)
"""How long a settled delivery is kept. The events themselves stay."""

ENDPOINTS = "select store_id, endpoint_id from webhook_queues order by store_id, endpoint_id"

DELIVERIES = """
delete from webhook_deliveries
 where store_id = $1 and endpoint_id = $2 and status <> 'pending' and created_at < $3
"""

SECRETS = """
update webhook_endpoints
   set previous_secret = null, previous_until = null
 where store_id = $1 and id = $2 and previous_until <= $3
"""


async def forget(database: Database, *, at: datetime) -> int:
    """Erase what is over, endpoint by endpoint; the number of rows."""
    count = 0
    for row in await database.all(ENDPOINTS):
        own = (row["store_id"], row["endpoint_id"])
        count += await database.run(DELIVERIES, *own, at - KEPT) + await database.run(SECRETS, *own, at)
    return count
