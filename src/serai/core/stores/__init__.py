"""Stores: the tenants. What they are called, where they are found, how they trade.

Owns `stores`, `store_settings`, `shipping_zones`, `shops`, `shop_countries` and the `shop_directory`, and opens a store's
`store_totals` and default warehouse. What its storefront shows is in `content`.
"""

from serai.core.accounts import Language, StoreId
from serai.core.stores.change import change_domain, change_language, change_status, publish, rename
from serai.core.stores.change_settings import change_settings
from serai.core.stores.create import create
from serai.core.stores.delete import delete
from serai.core.stores.errors import CurrencyFixed, DomainNotInPlan, DomainNotProven, DomainTaken, HasOrders, SlugTaken
from serai.core.stores.model import (
    DomainRecord,
    DomainStatus,
    Settings,
    SettingsChange,
    Social,
    SocialChange,
    Status,
    Store,
    Zone,
    ZoneDraft,
)
from serai.core.stores.read import by_slug, get, lock, many, page
from serai.core.stores.save import touch
from serai.core.stores.settings import get as read_settings
from serai.core.stores.shops import ShopCountry, ShopCountryId, home, shop_countries, shop_country
from serai.core.stores.slugs import is_available
from serai.core.stores.verify_domain import verify_domain

__all__ = [
    "CurrencyFixed",
    "DomainNotInPlan",
    "DomainNotProven",
    "DomainRecord",
    "DomainStatus",
    "DomainTaken",
    "HasOrders",
    "Language",
    "Settings",
    "SettingsChange",
    "ShopCountry",
    "ShopCountryId",
    "SlugTaken",
    "Social",
    "SocialChange",
    "Status",
    "Store",
    "StoreId",
    "Zone",
    "ZoneDraft",
    "by_slug",
    "change_domain",
    "change_language",
    "change_settings",
    "change_status",
    "create",
    "delete",
    "get",
    "home",
    "is_available",
    "lock",
    "many",
    "page",
    "publish",
    "read_settings",
    "rename",
    "shop_countries",
    "shop_country",
    "touch",
    "verify_domain",
]
