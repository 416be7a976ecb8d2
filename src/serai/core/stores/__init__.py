"""Stores: the tenants. What they are called, where they are found, how they trade.

Owns `stores`, `store_settings`, `shipping_zones`, `shops`, `shop_countries`, `price_roundings` and the `shop_directory`, and
opens a store's `store_totals` and default warehouse. What its storefront shows is in `content`.
"""

from serai.core.accounts import Language, StoreId
from serai.core.stores.assortments import (
    EVERYTHING,
    Assortment,
    AssortmentEdit,
    AttributeChoice,
    Choice,
    ChoiceEdit,
    Edit,
    assortments,
    edit_assortment,
    set_assortment,
)
from serai.core.stores.change import change_domain, change_language, change_status, publish, rename
from serai.core.stores.change_settings import change_settings
from serai.core.stores.create import create
from serai.core.stores.errors import (
    CurrencyFixed,
    DomainNotInPlan,
    DomainNotProven,
    DomainTaken,
    HasOrders,
    HasTax,
    ShopCountryAmbiguous,
    SlugTaken,
)
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
from serai.core.stores.profile import Profile, profile
from serai.core.stores.rate_limits import change_rate_limit
from serai.core.stores.read import by_slug, get, lock, many, page
from serai.core.stores.remove import remove
from serai.core.stores.roundings import create_rounding, remove_rounding
from serai.core.stores.save import touch
from serai.core.stores.settings import get as read_settings
from serai.core.stores.shop_change import alter_country_data, alter_shop_data, change_country, change_shop
from serai.core.stores.shop_create import create_country, create_shop
from serai.core.stores.shop_model import CountryChange, NewCountry, NewShop, Shop, ShopChange, ShopId
from serai.core.stores.shop_read import find_country, find_shop, list_countries, list_shops, lock_country, lock_shop
from serai.core.stores.shops import PriceRounding, ShopCountry, ShopCountryId, home, shop_countries, shop_country
from serai.core.stores.slugs import is_available
from serai.core.stores.tax import add_tax, remove_tax
from serai.core.stores.verify_domain import verify_domain
from serai.core.stores.visit import Visit, visit, visit_by_name

__all__ = [
    "EVERYTHING",
    "Assortment",
    "AssortmentEdit",
    "AttributeChoice",
    "Choice",
    "ChoiceEdit",
    "CountryChange",
    "CurrencyFixed",
    "DomainNotInPlan",
    "DomainNotProven",
    "DomainRecord",
    "DomainStatus",
    "DomainTaken",
    "Edit",
    "HasOrders",
    "HasTax",
    "Language",
    "NewCountry",
    "NewShop",
    "PriceRounding",
    "Profile",
    "Settings",
    "SettingsChange",
    "Shop",
    "ShopChange",
    "ShopCountry",
    "ShopCountryAmbiguous",
    "ShopCountryId",
    "ShopId",
    "SlugTaken",
    "Social",
    "SocialChange",
    "Status",
    "Store",
    "StoreId",
    "Visit",
    "Zone",
    "ZoneDraft",
    "add_tax",
    "alter_country_data",
    "alter_shop_data",
    "assortments",
    "by_slug",
    "change_country",
    "change_domain",
    "change_language",
    "change_rate_limit",
    "change_settings",
    "change_shop",
    "change_status",
    "create",
    "create_country",
    "create_rounding",
    "create_shop",
    "edit_assortment",
    "find_country",
    "find_shop",
    "get",
    "home",
    "is_available",
    "list_countries",
    "list_shops",
    "lock",
    "lock_country",
    "lock_shop",
    "many",
    "page",
    "profile",
    "publish",
    "read_settings",
    "remove",
    "remove_rounding",
    "remove_tax",
    "rename",
    "set_assortment",
    "shop_countries",
    "shop_country",
    "touch",
    "verify_domain",
    "visit",
    "visit_by_name",
]
