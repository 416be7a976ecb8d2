"""Prices of variants. A new one wins from its beginning over the one of its kind; there is no changing one."""

from serai.core import catalog, pricing
from serai.core.inventory import VariantId
from serai.dialects.scayle_admin import auth, custom_data
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, whole
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.prices import PriceIn, PriceOut, price_number, price_out
from serai.kit.identifiers import Identifier
from serai.wire.call import Call

prices = Noun("Prices", limits="prices")

OF_VARIANT = "/variants/{variant_identifier:variant}/prices"
ONE = f"{OF_VARIANT}/{{price_key:price}}"


@prices.post(OF_VARIANT, status=201)
async def create_product_variant_price(call: Call, variant_identifier: Identifier, body: PriceIn) -> PriceOut:
    """Set a variant's price in a country."""
    variant = await variant_of(call, variant_identifier)
    return price_out(await pricing.put(call.tx, auth.store(call), variant, body.to_core()))


@prices.get(OF_VARIANT)
async def get_product_variant_prices(
    call: Call,
    variant_identifier: Identifier,
    query: ListQuery,  # noqa: ARG001 - what every list takes
) -> Collection[PriceOut]:
    """A variant's prices, now and to come, all of them. `<id>-0` is the one that the product itself has."""
    variant = await variant_of(call, variant_identifier)
    found = await pricing.prices_of(call.db, auth.store(call), variant, at=call.services.clock.now())
    return whole([price_out(price) for price in found])


@prices.delete(ONE)
async def delete_product_variant_price(call: Call, variant_identifier: Identifier, price_key: str) -> None:
    """Take a price away."""
    variant = await variant_of(call, variant_identifier)
    await pricing.remove_price(call.tx, auth.store(call), variant, price_number(price_key, variant))


async def variant_of(call: Call, which: Identifier) -> VariantId:
    """By its id, or by its reference key, which is the SKU. Raises NotFound."""
    return await catalog.variant_named(call.db, auth.store(call), which)


async def _read(call: Call, variant_identifier: Identifier, price_key: str) -> custom_data.Data:
    variant = await variant_of(call, variant_identifier)
    found = await pricing.price(call.db, auth.store(call), variant, price_number(price_key, variant))
    return found.custom_data


async def _alter(call: Call, change: custom_data.Change, variant_identifier: Identifier, price_key: str) -> custom_data.Data:
    variant = await variant_of(call, variant_identifier)
    number = price_number(price_key, variant)
    return await pricing.alter_price_data(call.tx, auth.store(call), variant, number, change)


custom_data.add(prices, ONE, of="product_variant_price", read=_read, alter=_alter)
