"""Shops, the sales channels of a store, and the countries each of them sells in."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, NewType

import msgspec

from serai.core.accounts import StoreId
from serai.kit.db import Db
from serai.kit.errors import NotFound

Precision = Literal["1.00", "5.00", "0.50", "0.05", "0.01", "0.99", "0.95", "0.90"]
Direction = Literal["nearest", "up", "down"]
ShopCountryId = NewType("ShopCountryId", int)
"""What SCAYLE's Storefront API calls the shop's id."""

DOCUMENT = """json_build_object(
    'store_id', c.store_id, 'id', c.id, 'shop_id', c.shop_id, 'shop_key', s.key, 'shop_name', s.name,
    'version', c.version, 'country', c.country, 'language', c.language, 'locales', c.locales,
    'default_locale', c.default_locale, 'own_currency', c.currency, 'own_price_group_key', c.price_group_key,
    'own_smart_sorting_key', c.smart_sorting_key,
    'is_open', c.is_active, 'is_given', c.is_given,
    'currency', coalesce(c.currency, (select t.currency from stores t where t.id = c.store_id)),
    'tax_rate', coalesce(c.tax_rate, (select e.tax_rate from store_settings e where e.store_id = c.store_id))::text,
    'url', c.url, 'is_active', c.is_active and s.is_active,
    'price_group_key', coalesce(c.price_group_key, s.price_group_key),
    'smart_sorting_key', coalesce(c.smart_sorting_key, s.smart_sorting_key),
    'custom_data', c.custom_data, 'shop_custom_data', s.custom_data,
    'price_roundings', coalesce((
      select json_agg(json_build_object('id', r.id, 'currency', r.currency, 'precision', r.precision,
                                        'direction', r.direction) order by r.id)
        from price_roundings r where r.store_id = c.store_id and r.shop_country_id = c.id), '[]'),
    'is_home', c.id = (select min(h.id) from shop_countries h where h.store_id = c.store_id))"""

OF_STORE = f"""
select {DOCUMENT} as document
  from shop_countries c
  join shops s on s.store_id = c.store_id and s.id = c.shop_id
 where c.store_id = $1
 order by c.id
"""

STORE_OF = "select store_id from shop_directory where shop_country_id = $1"

ONE = f"""
select {DOCUMENT} as document
  from shop_countries c
  join shops s on s.store_id = c.store_id and s.id = c.shop_id
 where c.store_id = $1 and c.id = $2
"""


class PriceRounding(msgspec.Struct, frozen=True):
    """`precision` in the currency's main unit: 0.99, 0.95 and 0.90 are endings, the others steps."""

    id: int
    currency: str
    precision: Precision
    direction: Direction


class ShopCountry(msgspec.Struct, frozen=True, kw_only=True):
    """One country of one shop. `language` and `locales` as ISO 639-1 and `ll_CC`, `tax_rate` a fraction, `currency` ISO 4217.

    The home country is the store's first: its plain prices are the store's own prices. What is `own_…` is None where the
    shop's or the store's counts; `is_open` says of the country alone what `is_active` says of both. A country is `given`
    while it came with its store and nobody has made it theirs.
    """

    store_id: StoreId
    id: ShopCountryId
    shop_id: int
    shop_key: str
    shop_name: str
    country: str
    language: str
    locales: tuple[str, ...]
    currency: str
    tax_rate: Decimal
    url: str | None
    is_active: bool
    price_group_key: str | None
    smart_sorting_key: str | None
    custom_data: dict[str, object] | None
    shop_custom_data: dict[str, object] | None
    is_home: bool
    default_locale: str | None = None
    own_currency: str | None = None
    own_price_group_key: str | None = None
    own_smart_sorting_key: str | None = None
    is_open: bool = True
    is_given: bool = False
    version: int = 1
    price_roundings: tuple[PriceRounding, ...] = ()

    @property
    def locale(self) -> str:
        """`ll_CC`."""
        return self.default_locale or f"{self.language}_{self.country}"


_DECODER = msgspec.json.Decoder(ShopCountry)


async def shop_countries(db: Db, store: StoreId) -> Sequence[ShopCountry]:
    """All of a store's, the home country first. One statement."""
    return [_DECODER.decode(row["document"]) for row in await db.all(OF_STORE, store)]


async def shop_country(db: Db, country: int) -> ShopCountry:
    """The one with this id, whosever it is: ids of shop countries are public. Raises NotFound. Two statements."""
    store = await db.value(STORE_OF, country)
    row = None if store is None else await db.one(ONE, store, country)
    if row is None:
        raise NotFound("shop")
    return _DECODER.decode(row["document"])


async def home(db: Db, store: StoreId) -> ShopCountry:
    """The store's first shop country. Raises NotFound when it has none left."""
    found = await shop_countries(db, store)
    if not found:
        raise NotFound("shop")
    return found[0]
