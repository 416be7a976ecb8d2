"""Limits that an operator changed for one store."""

from serai.core.accounts import StoreId
from serai.kit.db import Tx
from serai.kit.errors import NotFound

CHANGE = """
update stores
   set rate_limits = case when $3::integer is null then rate_limits - $2::text
                          else rate_limits || jsonb_build_object($2::text, $3::integer) end
 where id = $1
"""


async def change_rate_limit(tx: Tx, store: StoreId, scope: str, most: int | None) -> None:
    """At most so many requests a minute in a scope; None: the scope's own limit again. Raises NotFound."""
    if not await tx.run(CHANGE, store, scope, most):
        raise NotFound("store")
