"""How much of its plan an account uses."""

from msgspec import Struct

from serai.core.accounts import UserId
from serai.kit.db import Db
from serai.kit.errors import NotFound

USAGE = """
select stores, products
  from plan_usage
 where user_id = $1
"""


class Usage(Struct, frozen=True):
    """Products are those of all the account's stores."""

    stores: int
    products: int


async def usage(db: Db, user: UserId) -> Usage:
    """Raises NotFound."""
    row = await db.one(USAGE, user)
    if row is None:
        raise NotFound("account")
    return Usage(row["stores"], row["products"])
