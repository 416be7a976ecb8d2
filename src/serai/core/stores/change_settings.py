"""Changing how a store trades."""

from functools import partial

import msgspec
from msgspec import UnsetType
from msgspec.structs import replace

from serai.core.accounts import StoreId
from serai.core.stores import settings
from serai.core.stores.errors import CurrencyFixed
from serai.core.stores.model import Settings, SettingsChange, Zone
from serai.core.stores.settings_rules import checked, zone_of
from serai.kit.checks import Faults
from serai.kit.db import Tx
from serai.kit.money import decimals, to_decimal, to_minor
from serai.kit.outbox import Event

HAS_PRODUCTS = "select coalesce((select products from store_totals where store_id = $1), 0) > 0"

SAVE_STORE = "update stores set name = $2, currency = $3, time_zone = $4, updated_at = $5 where id = $1"

SAVE = """
update store_settings
   set description = $2, contact_email = $3, contact_phone = $4, tax_rate = $5, social = $6, updated_at = $7
 where store_id = $1
"""

CLEAR_ZONES = "delete from shipping_zones where store_id = $1"

INSERT_ZONES = """
insert into shipping_zones (store_id, position, name, countries, rate_minor)
select $1, z.position, z.name, string_to_array(z.countries, ','), z.rate_minor
  from unnest($2::integer[], $3::text[], $4::text[], $5::bigint[]) as z (position, name, countries, rate_minor)
"""


async def change_settings(tx: Tx, store: StoreId, *, change: SettingsChange) -> Settings:
    """The settings as now kept. They count at once; `zones` replaces all of them, everything else is merged.

    Without new zones a new currency keeps each rate's number (50.00 MAD becomes 50 JPY).
    Raises: NotFound; Invalid naming every field that is wrong; CurrencyFixed when the store has products and the currency
    another number of decimals. Source: docs/dialects/skalia.md, "Store configuration".
    """
    before = await settings.lock(tx, store)
    after = checked(before, change)
    if decimals(after.currency) != decimals(before.currency) and await tx.value(HAS_PRODUCTS, store):
        raise CurrencyFixed(before.currency, after.currency)
    after = replace(after, zones=_zones(before, change, after.currency), updated_at=tx.now)
    await tx.run(SAVE_STORE, store, after.store_name, after.currency, after.time_zone, tx.now)
    social = msgspec.json.encode(after.social).decode()
    await tx.run(
        SAVE, store, after.description, after.contact_email, after.contact_phone, after.tax_rate, social, after.updated_at
    )
    if after.zones != before.zones:
        await _save_zones(tx, store, after.zones)
    if (after.tax_rate, after.currency) != (before.tax_rate, before.currency):
        facts = {"tax_rate": str(after.tax_rate), "currency": after.currency}
        tx.emit(Event(store, "settings.changed", store, 1, facts))
    if after.tax_rate and not before.tax_rate:
        tx.emit(Event(store, "tax.created", store, 1, {"tax_rate": str(after.tax_rate)}))
    return after


def _zones(before: Settings, change: SettingsChange, currency: str) -> tuple[Zone, ...]:
    faults = Faults()
    if isinstance(change.zones, UnsetType):
        found = [faults.of(partial(_kept, z, before.currency, currency, i)) for i, z in enumerate(before.zones)]
    else:
        found = [faults.of(partial(zone_of, z, currency, i)) for i, z in enumerate(change.zones)]
    faults.settle()
    return tuple(zone for zone in found if zone)


def _kept(zone: Zone, old: str, new: str, at: int) -> Zone:
    return replace(zone, rate_minor=to_minor(to_decimal(zone.rate_minor, old), new, field=f"shipping_zones.{at}.rate"))


async def _save_zones(tx: Tx, store: StoreId, zones: tuple[Zone, ...]) -> None:
    await tx.run(CLEAR_ZONES, store)
    names = [zone.name for zone in zones]
    countries = [",".join(zone.countries) for zone in zones]
    await tx.run(INSERT_ZONES, store, list(range(len(zones))), names, countries, [zone.rate_minor for zone in zones])
