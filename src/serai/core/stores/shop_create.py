"""Making shops and their countries.

A store begins with one shop selling in one country, which nobody asked for. While the store has no products, the first
shop made is that one under its new name, and the first country made in it is its country: so ids stay, and the store's
own prices are those of the country that the operator named first.
"""

from functools import partial

from msgspec.structs import replace

from serai.core.accounts import StoreId
from serai.core.stores import shop_read, shop_rules
from serai.core.stores.change_settings import HAS_PRODUCTS, change_settings
from serai.core.stores.model import SettingsChange
from serai.core.stores.shop_model import NewCountry, NewShop, Shop
from serai.core.stores.shops import ShopCountry
from serai.kit import checks
from serai.kit.db import Clash, Tx
from serai.kit.errors import Invalid, Taken, within
from serai.kit.outbox import Event
from serai.kit.values import as_json

GIVEN = """
select s.id
  from shops s
 where s.store_id = $1 and s.is_given
   for update
"""

GIVEN_COUNTRY = """
select c.id
  from shop_countries c
 where c.store_id = $1 and c.shop_id = $2 and c.is_given
   for update
"""

HAS_SHOP = "select exists (select 1 from shops where store_id = $1 and id = $2)"

INSERT = """
insert into shops (store_id, key, name, logo_url, price_group_key, smart_sorting_key, custom_data, category_tree_id, company_id)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""

TAKE_OVER = """
update shops
   set key = $3, name = $4, logo_url = $5, price_group_key = $6, smart_sorting_key = $7, custom_data = $8,
       category_tree_id = $9, company_id = $10, is_given = false, version = version + 1
 where store_id = $1 and id = $2
"""

INSERT_COUNTRY = """
with made as (
  insert into shop_countries
    (store_id, shop_id, country, language, default_locale, locales, currency, url, is_active, price_group_key,
     smart_sorting_key, custom_data)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  returning id
)
insert into shop_directory (shop_country_id, store_id)
select id, $1 from made
returning shop_country_id
"""

TAKE_OVER_COUNTRY = """
update shop_countries
   set country = $3, language = $4, default_locale = $5, locales = $6, currency = $7, url = $8, is_active = $9,
       price_group_key = $10, smart_sorting_key = $11, custom_data = $12, is_given = false, version = version + 1
 where store_id = $1 and id = $2
"""


async def create_shop(tx: Tx, store: StoreId, new: NewShop) -> Shop:
    """A shop with its countries. Raises Invalid naming every bad field, and Taken on `key` when the store has it."""
    new = _checked(new)
    if new.tree_id is not None and not await tx.value(HAS_SHOP, store, new.tree_id):
        raise Invalid.one("tree_id", "Is not a category tree of this store.")
    values: tuple[object, ...] = (new.key, new.name, new.logo_url, new.price_group_key, new.smart_sorting_key)
    values = (*values, as_json(new.custom_data), new.tree_id, new.company_id)
    given = None if await tx.value(HAS_PRODUCTS, store) else await tx.value(GIVEN, store)
    try:
        if given is None:
            await tx.run(INSERT, store, *values)
        else:
            await tx.run(TAKE_OVER, store, given, *values)
    except Clash as clash:
        raise Taken("key", new.key) if clash.constraint == "shops_key_key" else clash from clash
    shop = await shop_read.find_shop(tx, store, new.key)
    for at, country in enumerate(new.countries):
        with within(f"countries.{at}"):
            await _country(tx, store, shop, country)
    made = await shop_read.find_shop(tx, store, new.key)
    tx.emit(Event(store, "shop.created", made.id, made.version, made))
    for each in made.countries:
        tx.emit(Event(store, "shop_country.created", each.id, each.version, each))
    return made


async def create_country(tx: Tx, store: StoreId, shop_key: str, new: NewCountry) -> ShopCountry:
    """One more country of a shop. Raises: NotFound; Invalid; Taken on `locale` when the shop sells there in this locale."""
    checked = shop_rules.checked_country(new)
    shop = await shop_read.lock_shop(tx, store, shop_key)
    made = await shop_read.find_country(tx, store, shop_key, str(await _country(tx, store, shop, checked)))
    tx.emit(Event(store, "shop_country.created", made.id, made.version, made))
    return made


async def _country(tx: Tx, store: StoreId, shop: Shop, new: NewCountry) -> int:
    language = new.locale[:2]
    default = None if new.locale == f"{language}_{new.country}" else new.locale
    values: tuple[object, ...] = (new.country, language, default, list(new.locales), new.currency, new.url, new.is_active)
    values = (*values, new.price_group_key, new.smart_sorting_key, as_json(new.custom_data))
    empty = not await tx.value(HAS_PRODUCTS, store)
    given: int | None = await tx.value(GIVEN_COUNTRY, store, shop.id) if empty else None
    try:
        if given is None:
            made: int = await tx.value(INSERT_COUNTRY, store, shop.id, *values)
            return made
        await tx.run(TAKE_OVER_COUNTRY, store, given, *values)
    except Clash as clash:
        raise Taken("locale", new.locale) if clash.constraint == "shop_countries_locale_key" else clash from clash
    if new.currency is not None:
        await change_settings(tx, store, change=SettingsChange(currency=new.currency))
    return given


def _checked(new: NewShop) -> NewShop:
    faults = checks.Faults()
    key = faults.of(lambda: shop_rules.checked_key(new.key)) or ""
    name = faults.of(lambda: shop_rules.checked_name(new.name)) or ""
    group = faults.of(lambda: shop_rules.checked_reference(new.price_group_key, "price_group_key"))
    sorting = faults.of(lambda: shop_rules.checked_reference(new.smart_sorting_key, "smart_sorting_key"))
    data = faults.of(lambda: shop_rules.checked_data(new.custom_data))
    logo = new.logo_url
    if logo is not None:
        logo = faults.of(lambda: checks.url(str(logo), field="logo_url"))
    if new.company_id != 1:
        faults.add("company_id", "Is not a company of this store.")
    countries = [faults.of(partial(_inside, at, each)) for at, each in enumerate(new.countries)]
    faults.settle()
    return replace(
        new,
        key=key,
        name=name,
        logo_url=logo,
        price_group_key=group,
        smart_sorting_key=sorting,
        custom_data=data,
        countries=tuple(each for each in countries if each),
    )


def _inside(at: int, country: NewCountry) -> NewCountry:
    with within(f"countries.{at}"):
        return shop_rules.checked_country(country)
