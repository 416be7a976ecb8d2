"""Warehouses, and where they are sold from."""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import inventory
from serai.dialects.scayle_admin.relations import Relations
from serai.dialects.scayle_admin.shapes.fields import Id, Text
from serai.dialects.scayle_admin.shapes.merchants import DEFAULT, MerchantOut
from serai.kit.errors import Invalid


class CountryWarehouseOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    reference_key: str
    priority: int | None


class CountryWarehouseIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    reference_key: Text
    priority: Id | None = None
    id: Id | None = None


class WarehouseShopCountryOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    shop_key: str
    country_code: str
    priority: int | None


class WarehouseIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    reference_key: Text
    is_zeos_warehouse: bool = False
    id: Id | None = None

    def to_core(self) -> inventory.NewWarehouse:
        """Raises Invalid for one that another company runs."""
        if self.is_zeos_warehouse:
            raise Invalid.one("is_zeos_warehouse", "Only own warehouses are kept.")
        return inventory.NewWarehouse(name=self.reference_key, reference_key=self.reference_key)


class WarehouseOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    reference_key: str
    is_zeos_warehouse: bool
    merchants: list[MerchantOut] | UnsetType = UNSET
    shop_countries: list[WarehouseShopCountryOut] | UnsetType = UNSET


def country_warehouse_out(source: inventory.Source) -> CountryWarehouseOut:
    return CountryWarehouseOut(id=source.warehouse, reference_key=source.reference_key, priority=source.priority)


def warehouse_out(
    warehouse: inventory.Warehouse, relations: Relations, sources: Sequence[inventory.Source] = ()
) -> WarehouseOut:
    """`sources` of the whole store. Every warehouse is the store's own, and the store is its one merchant."""
    own = [
        WarehouseShopCountryOut(shop_key=s.shop_key, country_code=s.country, priority=s.priority)
        for s in sources
        if s.warehouse == warehouse.id
    ]
    return WarehouseOut(
        id=warehouse.id,
        reference_key=warehouse.key,
        is_zeos_warehouse=False,
        merchants=[DEFAULT] if "merchants" in relations else UNSET,
        shop_countries=own if "shopCountries" in relations else UNSET,
    )
