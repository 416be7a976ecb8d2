"""How a store trades: contacts, currency, tax, shipping zones."""

import msgspec

from serai.core.accounts import StoreId
from serai.core.stores.model import Settings, Social, Zone
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound

GET = """
select s.name, s.currency, s.time_zone, t.description, t.contact_email, t.contact_phone, t.tax_rate, t.social, t.updated_at
  from stores s
  join store_settings t on t.store_id = s.id
 where t.store_id = $1
"""

LOCK = """
select s.name, s.currency, s.time_zone, t.description, t.contact_email, t.contact_phone, t.tax_rate, t.social, t.updated_at
  from stores s
  join store_settings t on t.store_id = s.id
 where t.store_id = $1
   for no key update
"""

ZONES = """
select name, countries, rate_minor
  from shipping_zones
 where store_id = $1
 order by position, id
"""


async def get(db: Db, store: StoreId) -> Settings:
    """Zones in their order. Raises NotFound."""
    return _settings_of(await db.one(GET, store), await db.all(ZONES, store))


async def lock(tx: Tx, store: StoreId) -> Settings:
    """The same, which nobody else changes until the transaction ends."""
    row = await tx.one(LOCK, store)
    return _settings_of(row, await tx.all(ZONES, store))


def _settings_of(row: Row | None, zones: list[Row]) -> Settings:
    if row is None:
        raise NotFound("store")
    return Settings(
        store_name=row["name"],
        description=row["description"],
        contact_email=row["contact_email"],
        contact_phone=row["contact_phone"],
        currency=row["currency"],
        time_zone=row["time_zone"],
        zones=tuple(Zone(z["name"], tuple(z["countries"]), z["rate_minor"]) for z in zones),
        tax_rate=row["tax_rate"],
        social=msgspec.json.decode(row["social"], type=Social),
        updated_at=row["updated_at"],
    )
