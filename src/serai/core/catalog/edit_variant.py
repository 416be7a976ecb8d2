"""Changing one variant, whichever product it is of."""

from typing import Any

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from serai.core.catalog.edit import as_new, edit
from serai.core.catalog.hold import hold_variant
from serai.core.catalog.model import NewVariant, Product, ProductChange, Variant, VariantFacts
from serai.core.inventory import VariantId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid, Taken


class VariantChange(Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is. `sellable` in pieces over all warehouses."""

    price_minor: int | UnsetType = UNSET
    compare_at_minor: int | None | UnsetType = UNSET
    sku: str | None | UnsetType = UNSET
    barcode: str | None | UnsetType = UNSET
    sellable: int | UnsetType = UNSET
    image_url: str | None | UnsetType = UNSET
    facts: VariantFacts = VariantFacts()


async def edit_variant(tx: Tx, store: StoreId, variant: VariantId, change: VariantChange, *, free: bool = False) -> Product:
    """Change a variant and return its product as it now is. Raises NotFound, Invalid and Taken, fields without a prefix."""
    before = await hold_variant(tx, store, variant)
    place = next(i for i, each in enumerate(before.variants) if each.id == variant)
    try:
        return await edit(tx, store, before.id, _change_of(before, place, change), free=free)
    except Invalid as error:
        path = f"variants.{place - 1}."
        raise Invalid({field.removeprefix(path): said for field, said in error.fields.items()}) from error
    except Taken as error:
        error.field = error.field.rsplit(".", 1)[-1]
        raise


def kept(variant: Variant, **other: Any) -> NewVariant:
    """The variant as it is but for what is said: what a change lists that leaves it in the product."""
    return replace(as_new(variant), **other)


def _change_of(before: Product, place: int, change: VariantChange) -> ProductChange:
    said = {name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET}
    if place > 0:
        each = (kept(v, **(said if v is before.variants[place] else {})) for v in before.named)
        return ProductChange(variants=tuple(each))
    if "sellable" in said:
        said["sellable"] += sum(v.sellable for v in before.named)
    if "image_url" in said:
        said["default_image_url"] = said.pop("image_url")
    return ProductChange(**{**said, "facts": UNSET}, default_facts=said["facts"])
