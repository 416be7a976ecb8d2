"""Variants added to a product and taken away, one at a time, where a product's default variant counts as one of them."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from serai.core.catalog.edit import edit
from serai.core.catalog.edit_variant import kept
from serai.core.catalog.errors import VariantReserved
from serai.core.catalog.full import FullVariant
from serai.core.catalog.hold import hold, hold_variant
from serai.core.catalog.model import AttributeDraft, NewVariant, ProductChange, ProductId, VariantFacts
from serai.core.inventory import VariantId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import NotFound


async def add_variant(tx: Tx, store: StoreId, product: ProductId, new: NewVariant) -> VariantId:
    """Add a named variant behind the others. Raises NotFound, Invalid, and Taken on `sku`.

    A default variant that was sold alone becomes a named one of its own first, with its SKU and its pieces.
    """
    before = await hold(tx, store, product)
    others = [kept(variant) for variant in before.named]
    change = ProductChange()
    if not before.named and before.default.sku:
        others = [_alone(before.default)]
        change = ProductChange(sku=None, barcode=None)
    made = await edit(tx, store, product, replace(change, variants=(*others, new)), free=True)
    return made.named[-1].id


async def change_variant(tx: Tx, store: StoreId, variant: VariantId, said: Mapping[str, Any]) -> None:
    """Change what `said` says by the field names of NewVariant. Raises NotFound, Invalid, Taken."""
    before = await hold_variant(tx, store, variant)
    if before.default.id == variant:
        names = {"facts": "default_facts", "attributes": "default_attributes"}
        change = ProductChange(**{names.get(name, name): value for name, value in said.items()})
    else:
        change = ProductChange(variants=tuple(kept(v, **(said if v.id == variant else {})) for v in before.named))
    await edit(tx, store, before.id, change, free=True)


async def remove_variant(tx: Tx, store: StoreId, variant: VariantId) -> None:
    """Take a variant away. Raises NotFound, and VariantReserved for one that open orders hold.

    The default one stays as the product's own, without a SKU and without pieces.
    """
    before = await hold_variant(tx, store, variant)
    if before.default.id == variant:
        if before.default.reserved:
            raise VariantReserved(before.default.sku, before.default.name, before.default.reserved)
        if before.named or before.default.sku is None:
            raise NotFound("variant")
        await edit(tx, store, before.id, ProductChange(sku=None, barcode=None, sellable=0), free=True)
        return
    left = tuple(kept(each) for each in before.named if each.id != variant)
    await edit(tx, store, before.id, ProductChange(variants=left), free=True)


def _alone(own: FullVariant) -> NewVariant:
    """The default variant as a named one."""
    return kept(
        own,
        id=None,
        name=own.sku,
        sellable=own.sellable,
        attributes=tuple(AttributeDraft(each.name, each.content, specific=each.specific) for each in own.attributes),
        facts=VariantFacts(**{name: getattr(own, name) for name in VariantFacts.__struct_fields__}),
    )
