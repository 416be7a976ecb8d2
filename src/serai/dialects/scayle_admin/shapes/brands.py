"""Brands. Fields that only the server sets may be sent and count for nothing."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import catalog
from serai.dialects.scayle_admin.shapes.attributes import AttributeIn, AttributeOut, attribute_out
from serai.dialects.scayle_admin.shapes.fields import Data, Id, Text
from serai.dialects.scayle_admin.shapes.images import Source


class BrandIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    name: Text | UnsetType = UNSET
    group: Text | None | UnsetType = UNSET
    logo_source: Source | UnsetType = UNSET
    attributes: list[AttributeIn] | UnsetType = UNSET
    custom_data: Data | None | UnsetType = UNSET
    id: Id | None = None
    logo_url: Text | None = None

    def to_core(self, logo: str | UnsetType) -> catalog.BrandChange:
        return catalog.BrandChange(name=self.name, cluster=self.group, logo_url=logo, custom_data=self.custom_data)


class BrandOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    name: str
    group: str | None
    logo_url: str | None
    attributes: list[AttributeOut]
    custom_data: dict[str, Any] | None


def brand_out(brand: catalog.Brand, attributes: tuple[catalog.Attribute, ...]) -> BrandOut:
    return BrandOut(
        id=brand.id,
        name=brand.name,
        group=brand.cluster,
        logo_url=brand.logo_url,
        attributes=[attribute_out(each) for each in attributes],
        custom_data=brand.custom_data or None,
    )
