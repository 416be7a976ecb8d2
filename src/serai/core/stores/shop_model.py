"""Shops and their countries as an operator makes and changes them."""

from datetime import datetime
from typing import Any, NewType

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.accounts import StoreId
from serai.core.stores.shops import ShopCountry

ShopId = NewType("ShopId", int)
Data = dict[str, Any]


class Shop(msgspec.Struct, frozen=True, kw_only=True):
    """A sales channel with its countries, by id. `tree_id` is the shop whose category tree it shows: mostly its own id."""

    store_id: StoreId
    id: ShopId
    version: int
    key: str
    name: str
    logo_url: str | None
    price_group_key: str | None
    smart_sorting_key: str | None
    custom_data: Data | None
    is_active: bool
    tree_id: int
    company_id: int
    countries: tuple[ShopCountry, ...]
    created_at: datetime


class NewCountry(msgspec.Struct, frozen=True, kw_only=True):
    """`locale` and `locales` as `ll_CC`; a currency of None is the store's."""

    country: str
    locale: str
    url: str
    locales: tuple[str, ...] = ()
    currency: str | None = None
    is_active: bool = True
    price_group_key: str | None = None
    smart_sorting_key: str | None = None
    custom_data: Data | None = None


class NewShop(msgspec.Struct, frozen=True, kw_only=True):
    """`key` has two characters; `tree_id` None is a tree of its own."""

    key: str
    name: str
    logo_url: str | None = None
    price_group_key: str | None = None
    smart_sorting_key: str | None = None
    custom_data: Data | None = None
    tree_id: int | None = None
    company_id: int = 1
    countries: tuple[NewCountry, ...] = ()


class ShopChange(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is."""

    key: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    logo_url: str | None | UnsetType = UNSET
    price_group_key: str | None | UnsetType = UNSET
    smart_sorting_key: str | None | UnsetType = UNSET
    custom_data: Data | None | UnsetType = UNSET
    company_id: int | UnsetType = UNSET


class CountryChange(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is. The country itself stays."""

    locale: str | UnsetType = UNSET
    locales: tuple[str, ...] | UnsetType = UNSET
    url: str | UnsetType = UNSET
    currency: str | None | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    price_group_key: str | None | UnsetType = UNSET
    smart_sorting_key: str | None | UnsetType = UNSET
    custom_data: Data | None | UnsetType = UNSET
