"""The shop country's configuration."""

from serai.dialects.scayle_storefront.auth import shop
from serai.dialects.scayle_storefront.shapes.shops import ShopConfigurationOut, shop_configuration_out
from serai.wire.call import Call
from serai.wire.operation import Operations

shops = Operations("Shop configuration")


@shops.get("/v1/shop-configuration")
async def get_shop_configuration(call: Call) -> ShopConfigurationOut:
    """What the shop is called and how it was set up."""
    return shop_configuration_out(shop(call).country)
