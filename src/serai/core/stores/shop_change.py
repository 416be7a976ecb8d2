"""Changing shops, their countries, and the data that others keep with them."""

from collections.abc import Callable

from serai.core.accounts import StoreId
from serai.core.stores import shop_read, shop_rules
from serai.core.stores.shop_model import CountryChange, Data, NewCountry, Shop, ShopChange
from serai.core.stores.shops import ShopCountry
from serai.kit import checks
from serai.kit.db import Clash, Tx
from serai.kit.errors import Taken
from serai.kit.outbox import Event
from serai.kit.values import as_json, sent

UPDATE = """
update shops
   set key = $3, name = $4, logo_url = $5, price_group_key = $6, smart_sorting_key = $7, custom_data = $8, company_id = $9,
       is_given = false, version = version + 1
 where store_id = $1 and id = $2
"""

UPDATE_COUNTRY = """
update shop_countries
   set language = $3, default_locale = $4, locales = $5, currency = $6, url = $7, is_active = $8, price_group_key = $9,
       smart_sorting_key = $10, custom_data = $11, is_given = false, version = version + 1
 where store_id = $1 and id = $2
"""

KEEP_DATA = "update shops set custom_data = $3, version = version + 1 where store_id = $1 and id = $2"

KEEP_COUNTRY_DATA = "update shop_countries set custom_data = $3, version = version + 1 where store_id = $1 and id = $2"


async def change_shop(tx: Tx, store: StoreId, key: str, change: ShopChange) -> Shop:
    """The shop as it now is; it is the operator's own from then on. Raises NotFound, Invalid, Taken on `key`."""
    before = await shop_read.lock_shop(tx, store, key)
    faults = checks.Faults()
    new_key = faults.of(lambda: shop_rules.checked_key(sent(change.key, before.key))) or ""
    name = faults.of(lambda: shop_rules.checked_name(sent(change.name, before.name)))
    logo = sent(change.logo_url, before.logo_url)
    if logo is not None:
        logo = faults.of(lambda: checks.url(str(logo), field="logo_url"))
    sent_group = sent(change.price_group_key, before.price_group_key)
    sent_sorting = sent(change.smart_sorting_key, before.smart_sorting_key)
    group = faults.of(lambda: shop_rules.checked_reference(sent_group, "price_group_key"))
    sorting = faults.of(lambda: shop_rules.checked_reference(sent_sorting, "smart_sorting_key"))
    data = faults.of(lambda: shop_rules.checked_data(sent(change.custom_data, before.custom_data)))
    company = sent(change.company_id, before.company_id)
    if company != before.company_id:
        faults.add("company_id", "Is not a company of this store.")
    faults.settle()
    try:
        await tx.run(UPDATE, store, before.id, new_key, name, logo, group, sorting, as_json(data), company)
    except Clash as clash:
        raise Taken("key", new_key) if clash.constraint == "shops_key_key" else clash from clash
    return _tell(tx, await shop_read.find_shop(tx, store, new_key))


async def change_country(tx: Tx, store: StoreId, shop_key: str, code: str, change: CountryChange) -> ShopCountry:
    """The country as it now is. Raises NotFound, ShopCountryAmbiguous, Invalid, Taken on `locale`."""
    before = await shop_read.lock_country(tx, store, shop_key, code)
    wanted = NewCountry(
        country=before.country,
        locale=sent(change.locale, before.locale),
        locales=sent(change.locales, before.locales),
        url=sent(change.url, before.url or ""),
        currency=sent(change.currency, before.own_currency),
        is_active=sent(change.is_active, before.is_open),
        price_group_key=sent(change.price_group_key, before.own_price_group_key),
        smart_sorting_key=sent(change.smart_sorting_key, before.own_smart_sorting_key),
        custom_data=sent(change.custom_data, before.custom_data),
    )
    after = shop_rules.checked_country(wanted)
    language = after.locale[:2]
    default = None if after.locale == f"{language}_{after.country}" else after.locale
    values: tuple[object, ...] = (language, default, list(after.locales), after.currency, after.url, after.is_active)
    values = (*values, after.price_group_key, after.smart_sorting_key, as_json(after.custom_data))
    try:
        await tx.run(UPDATE_COUNTRY, store, before.id, *values)
    except Clash as clash:
        raise Taken("locale", after.locale) if clash.constraint == "shop_countries_locale_key" else clash from clash
    return _tell_country(tx, await shop_read.find_country(tx, store, shop_key, str(before.id)))


async def alter_shop_data(tx: Tx, store: StoreId, key: str, change: Callable[[Data], Data]) -> Data:
    """What others keep with the shop, as it now is. Raises NotFound, Invalid (custom_data)."""
    shop = await shop_read.lock_shop(tx, store, key)
    data = shop_rules.checked_data(change(shop.custom_data or {}))
    await tx.run(KEEP_DATA, store, shop.id, as_json(data))
    _tell(tx, await shop_read.find_shop(tx, store, key))
    return data or {}


async def alter_country_data(tx: Tx, store: StoreId, shop_key: str, code: str, change: Callable[[Data], Data]) -> Data:
    """The same for a country of the shop. Raises NotFound, ShopCountryAmbiguous, Invalid (custom_data)."""
    country = await shop_read.lock_country(tx, store, shop_key, code)
    data = shop_rules.checked_data(change(country.custom_data or {}))
    await tx.run(KEEP_COUNTRY_DATA, store, country.id, as_json(data))
    _tell_country(tx, await shop_read.find_country(tx, store, shop_key, str(country.id)))
    return data or {}


def _tell(tx: Tx, shop: Shop) -> Shop:
    tx.emit(Event(shop.store_id, "shop.updated", shop.id, shop.version, shop))
    return shop


def _tell_country(tx: Tx, country: ShopCountry) -> ShopCountry:
    tx.emit(Event(country.store_id, "shop_country.updated", country.id, country.version, country))
    return country
