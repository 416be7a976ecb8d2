"""The shop country itself."""

from typing import Any

from msgspec import Struct

from serai.core.stores import ShopCountry


class PropertyOut(Struct, frozen=True):
    key: str
    value: str


class ShopConfigurationOut(Struct, frozen=True, rename="camel"):
    """`custom_data` is the shop country's, `shop_custom_data` its shop's."""

    shop_id: int
    name: str
    country: str
    custom_data: dict[str, Any]
    shop_custom_data: dict[str, Any]
    properties: tuple[PropertyOut, ...]


def shop_configuration_out(country: ShopCountry) -> ShopConfigurationOut:
    return ShopConfigurationOut(
        shop_id=country.id,
        name=country.shop_name,
        country=country.country,
        custom_data=country.custom_data or {},
        shop_custom_data=country.shop_custom_data or {},
        properties=_properties(country),
    )


def _properties(country: ShopCountry) -> tuple[PropertyOut, ...]:
    """What stands under `properties` in the custom data, as texts; the country's own over the shop's."""
    found: dict[str, str] = {}
    for data in (country.shop_custom_data, country.custom_data):
        said = (data or {}).get("properties")
        if isinstance(said, dict):
            found |= {str(key): str(value) for key, value in said.items()}
    return tuple(PropertyOut(key, value) for key, value in found.items())
