"""The one tax that a store charges, as something that is there or is not: without one its rate is 0."""

from decimal import Decimal

from serai.core.accounts import StoreId
from serai.core.stores import settings
from serai.core.stores.change_settings import change_settings
from serai.core.stores.errors import HasTax
from serai.core.stores.model import Settings, SettingsChange
from serai.kit.db import Tx
from serai.kit.errors import NotFound


async def add_tax(tx: Tx, store: StoreId, rate: Decimal) -> Settings:
    """Charge a tax where there was none. Raises NotFound, Invalid, HasTax."""
    if (await settings.lock(tx, store)).tax_rate:
        raise HasTax
    return await change_settings(tx, store, change=SettingsChange(tax_rate=rate))


async def remove_tax(tx: Tx, store: StoreId) -> None:
    """Charge none any more; orders placed before keep theirs. Raises NotFound, also when there is none."""
    if not (await settings.lock(tx, store)).tax_rate:
        raise NotFound("tax")
    await change_settings(tx, store, change=SettingsChange(tax_rate=Decimal(0)))
