"""Baskets and wishlists that nobody came back to."""

from datetime import datetime, timedelta
from typing import Final

from serai.kit.db import Database

KEPT: Final = timedelta(days=60)
"""After its last change."""
MOST: Final = 5000
"""Rows that one statement takes."""

STORES: Final = "select store_id from stores_with_baskets order by store_id"

BASKETS: Final = """
delete from baskets
 where store_id = $1 and id = any(array(
   select id from baskets where store_id = $1 and updated_at < $2 order by updated_at limit $3))
"""

WISHLISTS: Final = """
delete from wishlists
 where store_id = $1 and id = any(array(
   select id from wishlists where store_id = $1 and updated_at < $2 order by updated_at limit $3))
"""


async def forget(database: Database, *, at: datetime) -> int:
    """Erase what is over, store by store; the number of baskets and wishlists."""
    count = 0
    for row in await database.all(STORES):
        while gone := await database.run(BASKETS, row["store_id"], at - KEPT, MOST):
            count += gone
        while gone := await database.run(WISHLISTS, row["store_id"], at - KEPT, MOST):
            count += gone
    return count
