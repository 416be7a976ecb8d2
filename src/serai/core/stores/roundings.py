"""How prices that a percentage made are rounded in a shop country: at most one rule for each currency."""

from typing import get_args

from serai.core.accounts import StoreId
from serai.core.stores import shop_read
from serai.core.stores.shops import Direction, Precision, PriceRounding, ShopCountry
from serai.kit import checks
from serai.kit.db import Clash, Tx
from serai.kit.errors import NotFound, Taken
from serai.kit.outbox import Event

INSERT = """
insert into price_roundings (store_id, shop_country_id, currency, precision, direction)
values ($1, $2, $3, $4, $5)
returning id
"""

DELETE = "delete from price_roundings where store_id = $1 and shop_country_id = $2 and id = $3 returning id"

TOUCH = "update shop_countries set is_given = false, version = version + 1 where store_id = $1 and id = $2"


async def create_rounding(
    tx: Tx, store: StoreId, shop_key: str, code: str, *, currency: str, precision: str, direction: str
) -> PriceRounding:
    """Raises NotFound, ShopCountryAmbiguous, Invalid, Taken on `currency` when the country has a rule for it."""
    country = await shop_read.lock_country(tx, store, shop_key, code)
    faults = checks.Faults()
    faults.of(lambda: checks.currency(currency, field="currency"))
    for field, value, known in (("precision", precision, get_args(Precision)), ("direction", direction, get_args(Direction))):
        if value not in known:
            faults.add(field, f"Must be one of {', '.join(known)}.")
    faults.settle()
    try:
        made = await tx.value(INSERT, store, country.id, currency, precision, direction)
    except Clash as clash:
        raise Taken("currency", currency) if clash.constraint == "price_roundings_currency_key" else clash from clash
    after = await _touch(tx, store, shop_key, country)
    return next(each for each in after.price_roundings if each.id == made)


async def remove_rounding(tx: Tx, store: StoreId, shop_key: str, code: str, which: int) -> None:
    """Raises NotFound, ShopCountryAmbiguous."""
    country = await shop_read.lock_country(tx, store, shop_key, code)
    if await tx.value(DELETE, store, country.id, which) is None:
        raise NotFound("price rounding")
    await _touch(tx, store, shop_key, country)


async def _touch(tx: Tx, store: StoreId, shop_key: str, country: ShopCountry) -> ShopCountry:
    await tx.run(TOUCH, store, country.id)
    after = await shop_read.find_country(tx, store, shop_key, str(country.id))
    tx.emit(Event(store, "shop_country.updated", after.id, after.version, after))
    return after
