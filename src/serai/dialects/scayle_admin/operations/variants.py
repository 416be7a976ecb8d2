"""Variants below their product; what hangs on a variant alone is below `/variants`."""

from typing import Final

from serai.core import catalog
from serai.core.catalog import Level, Owner, ProductId
from serai.core.inventory import VariantId
from serai.dialects.scayle_admin import auth, compose, custom_data, owned_attributes, relations
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.operations.products import product_of
from serai.dialects.scayle_admin.relations import Relations
from serai.dialects.scayle_admin.shapes.products import sold
from serai.dialects.scayle_admin.shapes.variants import VariantIn, VariantOut, variant_out
from serai.kit.errors import NotFound
from serai.kit.identifiers import Identifier
from serai.wire.call import Call

variants = Noun("Variants", limits="product")

ALL: Final = "/products/{product_identifier:product}/variants"
ONE: Final = f"{ALL}/{{variant_identifier:variant}}"
ALONE: Final = "/variants/{variant_identifier:variant}"


@variants.post(ALL, status=201)
async def create_product_variant(call: Call, product_identifier: Identifier, body: VariantIn) -> VariantOut:
    """Add a variant to a product, with its attributes, prices and stock where they are sent."""
    product = await product_of(call, product_identifier)
    variant = await catalog.add_variant(call.tx, auth.store(call), product, body.to_core())
    await compose.put_trade(call, [(variant, body)])
    return await _shown(call, product, variant, relations.asked(call).with_(body.relations()))


@variants.get(ONE)
async def get_product_variant(call: Call, product_identifier: Identifier, variant_identifier: Identifier) -> VariantOut:
    """One variant. `with`: attributes, prices, stocks."""
    return await _shown(call, *await _place(call, product_identifier, variant_identifier), relations.asked(call))


@variants.get(ALL)
async def get_product_variants(call: Call, product_identifier: Identifier, query: ListQuery) -> Collection[VariantOut]:
    """A product's variants, oldest first. `with`: attributes, prices, stocks."""
    wanted = relations.asked(call)
    full = await catalog.get_full(call.db, auth.store(call), await product_of(call, product_identifier))
    prices, stocks = await compose.trade_of(call, [full], wanted)
    found = sorted(sold(full), key=lambda variant: variant.id)

    async def read(after: int, most: int) -> list[catalog.FullVariant]:
        return [variant for variant in found if variant.id > after][:most]

    return await collect(
        call, query, read=read, id_of=lambda each: each.id, shape=lambda each: variant_out(each, wanted, prices, stocks)
    )


@variants.put(ONE)
async def update_product_variant(
    call: Call, product_identifier: Identifier, variant_identifier: Identifier, body: VariantIn
) -> VariantOut:
    """Change a variant. Attributes in the body replace all there are; prices and stock in it are set beside the others."""
    product, variant = await _place(call, product_identifier, variant_identifier)
    await catalog.change_variant(call.tx, auth.store(call), variant, body.said())
    await compose.put_trade(call, [(variant, body)])
    return await _shown(call, product, variant, relations.asked(call).with_(body.relations()))


@variants.delete(ONE)
async def delete_product_variant(call: Call, product_identifier: Identifier, variant_identifier: Identifier) -> None:
    """Take a variant away that no open order holds."""
    _, variant = await _place(call, product_identifier, variant_identifier)
    await catalog.remove_variant(call.tx, auth.store(call), variant)


async def _owner(call: Call, product_identifier: Identifier, variant_identifier: Identifier) -> Owner:
    _, variant = await _place(call, product_identifier, variant_identifier)
    return Owner(Level.VARIANT, variant)


owned_attributes.add(variants, ONE, of="product_variant", find=_owner)


async def _read(call: Call, variant_identifier: Identifier) -> custom_data.Data:
    variant = await catalog.variant_named(call.db, auth.store(call), variant_identifier)
    return await catalog.read_custom_data(call.db, auth.store(call), "variant", variant)


async def _alter(call: Call, change: custom_data.Change, variant_identifier: Identifier) -> custom_data.Data:
    variant = await catalog.variant_named(call.tx, auth.store(call), variant_identifier)
    return await catalog.alter_custom_data(call.tx, auth.store(call), "variant", variant, change)


custom_data.add(variants, ALONE, of="product_variant", read=_read, alter=_alter)


async def _place(call: Call, product: Identifier, variant: Identifier) -> tuple[ProductId, VariantId]:
    """Raises NotFound, for a variant of another product too."""
    found = await product_of(call, product)
    return found, await catalog.variant_named(call.db, auth.store(call), variant, of=found)


async def _shown(call: Call, product: ProductId, which: VariantId, wanted: Relations) -> VariantOut:
    full = await catalog.get_full(call.db, auth.store(call), product)
    prices, stocks = await compose.trade_of(call, [full], wanted)
    for variant in full.sold:
        if variant.id == which:
            return variant_out(variant, wanted, prices, stocks)
    raise NotFound("variant")
