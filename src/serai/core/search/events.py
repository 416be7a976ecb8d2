"""What shoppers did, as their shop's application reports it."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

from serai.core.stores import ShopCountry
from serai.kit.db import Database, Tx

NOTE = """
insert into shop_events (store_id, shop_country_id, name, session, payload, created_at) values ($1, $2, $3, $4, $5, $6)
"""

STORES = "select id from stores order by id"
FORGET = "delete from shop_events where store_id = $1 and created_at < $2"

KEPT_FOR: Final = timedelta(days=90)


async def note(tx: Tx, country: ShopCountry, *, name: str, session: str, payload: dict[str, object]) -> None:
    """Keep one event."""
    await tx.run(NOTE, country.store_id, country.id, name, session, msgspec.json.encode(payload).decode(), tx.now)


async def forget(database: Database, *, at: datetime) -> int:
    """Forget events that are long past; how many they were."""
    stores = [row["id"] for row in await database.all(STORES)]
    return sum([await database.run(FORGET, store, at - KEPT_FOR) for store in stores])
