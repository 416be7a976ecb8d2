"""Shops and shop countries. Fields that only the server sets may be sent and count for nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import inventory, stores
from serai.dialects.scayle_admin.relations import Relations
from serai.dialects.scayle_admin.shapes.assortments import (
    Assortment,
    PriceRoundingOut,
    assortment_out,
    price_rounding_out,
)
from serai.dialects.scayle_admin.shapes.fields import Data, Id, Text
from serai.dialects.scayle_admin.shapes.warehouses import CountryWarehouseOut, country_warehouse_out
from serai.kit.errors import Invalid


class CountryIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    country_code: Text
    default_language_code: Text
    url: Text
    supported_language_codes: list[Text] = []
    active: bool = True
    price_group_key: Text | None = None
    currency_code: Text | None = None
    smart_sorting_key: Text | None = None
    custom_data: Data | None = None
    id: Id | None = None
    shop_key: Text | None = None
    deleted: bool | None = None

    def to_core(self) -> stores.NewCountry:
        return stores.NewCountry(
            country=self.country_code,
            locale=self.default_language_code,
            url=self.url,
            locales=tuple(self.supported_language_codes),
            currency=self.currency_code,
            is_active=self.active,
            price_group_key=self.price_group_key,
            smart_sorting_key=self.smart_sorting_key,
            custom_data=self.custom_data,
        )


class CountryChangeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    country_code: Text | UnsetType = UNSET
    default_language_code: Text | UnsetType = UNSET
    url: Text | UnsetType = UNSET
    supported_language_codes: list[Text] | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    price_group_key: Text | None | UnsetType = UNSET
    currency_code: Text | None | UnsetType = UNSET
    smart_sorting_key: Text | None | UnsetType = UNSET
    custom_data: Data | None | UnsetType = UNSET
    id: Id | None = None
    shop_key: Text | None = None
    deleted: bool | None = None

    def to_core(self) -> stores.CountryChange:
        """The country stays what it is, whatever is sent for it."""
        locales = self.supported_language_codes
        return stores.CountryChange(
            locale=self.default_language_code,
            locales=locales if isinstance(locales, UnsetType) else tuple(locales),
            url=self.url,
            currency=self.currency_code,
            is_active=self.active,
            price_group_key=self.price_group_key,
            smart_sorting_key=self.smart_sorting_key,
            custom_data=self.custom_data,
        )


class Asset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a picture is to be had."""

    url: Text | None = None
    attachment: Text | None = None

    def to_core(self) -> str | None:
        """Raises Invalid for a picture that is sent instead of linked."""
        if self.attachment is not None:
            raise Invalid.one("logo_source.attachment", "Files are not kept for shops: send the url instead.")
        return self.url


class ShopIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    key: Text
    name: Text
    logo_source: Asset | None = None
    price_group_key: Text | None = None
    shop_category_tree_id: Id | None = None
    company_id: Id = 1
    countries: list[CountryIn] = []
    custom_data: Data | None = None
    smart_sorting_key: Text | None = None
    id: Id | None = None
    logo_url: Text | None = None
    active: bool | None = None
    deleted: bool | None = None

    def to_core(self) -> stores.NewShop:
        return stores.NewShop(
            key=self.key,
            name=self.name,
            logo_url=self.logo_source.to_core() if self.logo_source else None,
            price_group_key=self.price_group_key,
            smart_sorting_key=self.smart_sorting_key,
            custom_data=self.custom_data,
            tree_id=self.shop_category_tree_id,
            company_id=self.company_id,
            countries=tuple(each.to_core() for each in self.countries),
        )


class ShopChangeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    key: Text | UnsetType = UNSET
    name: Text | UnsetType = UNSET
    logo_source: Asset | UnsetType = UNSET
    price_group_key: Text | None | UnsetType = UNSET
    company_id: Id | UnsetType = UNSET
    custom_data: Data | None | UnsetType = UNSET
    smart_sorting_key: Text | None | UnsetType = UNSET
    id: Id | None = None
    logo_url: Text | None = None
    active: bool | None = None
    deleted: bool | None = None
    shop_category_tree_id: Id | None = None
    countries: list[CountryIn] = []

    def to_core(self) -> stores.ShopChange:
        """Countries and the tree are set when the shop is made."""
        return stores.ShopChange(
            key=self.key,
            name=self.name,
            logo_url=self.logo_source.to_core() if isinstance(self.logo_source, Asset) else UNSET,
            price_group_key=self.price_group_key,
            smart_sorting_key=self.smart_sorting_key,
            custom_data=self.custom_data,
            company_id=self.company_id,
        )


class CountryOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`customData`, `smartSortingKey`: where there is one. `shopKey`: where the shop is not around it."""

    id: int
    shop_key: str | UnsetType = UNSET
    country_code: str
    default_language_code: str
    supported_language_codes: list[str]
    currency_code: str | None
    url: str | None
    active: bool
    deleted: bool
    price_group_key: str | None
    smart_sorting_key: str | UnsetType = UNSET
    custom_data: dict[str, Any] | UnsetType = UNSET
    assortment: Assortment | UnsetType = UNSET
    warehouses: list[CountryWarehouseOut] | UnsetType = UNSET
    price_roundings: list[PriceRoundingOut] | UnsetType = UNSET


class Related(msgspec.Struct, frozen=True):
    """What belongs to the countries of a store, as far as it was asked for."""

    sources: Sequence[inventory.Source] = ()
    assortments: Mapping[stores.ShopCountryId, stores.Assortment] = {}


NOTHING_RELATED = Related()


class ShopOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`countries` where they were asked for or sent."""

    id: int
    key: str
    name: str
    logo_url: str | None
    price_group_key: str | None
    active: bool
    deleted: bool
    shop_category_tree_id: int
    company_id: int
    smart_sorting_key: str | UnsetType = UNSET
    custom_data: dict[str, Any] | UnsetType = UNSET
    countries: list[CountryOut] | UnsetType = UNSET


def country_out(
    country: stores.ShopCountry, relations: Relations, related: Related = NOTHING_RELATED, *, shop: bool = False
) -> CountryOut:
    """`shop`: say which one the country is of."""
    own = [each for each in related.sources if each.shop_country == country.id]
    assortment = related.assortments.get(country.id, stores.EVERYTHING)
    roundings = country.price_roundings
    return CountryOut(
        id=country.id,
        shop_key=country.shop_key if shop else UNSET,
        country_code=country.country,
        default_language_code=country.locale,
        supported_language_codes=[country.locale, *country.locales],
        currency_code=country.own_currency,
        url=country.url,
        active=country.is_open,
        deleted=False,
        price_group_key=country.own_price_group_key,
        smart_sorting_key=country.own_smart_sorting_key or UNSET,
        custom_data=country.custom_data or UNSET,
        assortment=assortment_out(assortment) if "assortment" in relations else UNSET,
        warehouses=[country_warehouse_out(each) for each in own] if "warehouses" in relations else UNSET,
        price_roundings=[price_rounding_out(each) for each in roundings] if "priceRoundings" in relations else UNSET,
    )


def shop_out(shop: stores.Shop, relations: Relations, related: Related = NOTHING_RELATED) -> ShopOut:
    inside = relations.of("countries")
    return ShopOut(
        id=shop.id,
        key=shop.key,
        name=shop.name,
        logo_url=shop.logo_url,
        price_group_key=shop.price_group_key,
        active=shop.is_active,
        deleted=False,
        shop_category_tree_id=shop.tree_id,
        company_id=shop.company_id,
        smart_sorting_key=shop.smart_sorting_key or UNSET,
        custom_data=shop.custom_data or UNSET,
        countries=[country_out(c, inside, related) for c in shop.countries] if "countries" in relations else UNSET,
    )
