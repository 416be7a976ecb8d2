"""Variants and their stock. Source: scayle-storefront.md 4."""

from datetime import datetime
from typing import Any, Final

from msgspec import UNSET, Struct, UnsetType

from serai.core.catalog import FullVariant
from serai.core.pricing import Price
from serai.core.search import Shelf, Shown
from serai.dialects.scayle_storefront.dates import Moment, stamp
from serai.dialects.scayle_storefront.relations import NOTHING, Relations
from serai.dialects.scayle_storefront.shapes import attributes
from serai.dialects.scayle_storefront.shapes.attributes import Advanced, Attributes
from serai.dialects.scayle_storefront.shapes.looks import Look
from serai.dialects.scayle_storefront.shapes.prices import LowestPriorPriceOut, VariantPriceOut, lowest_prior_out, price_out

SUPPLIER: Final = 1
"""There is one supplier: the store."""


class StockOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """Of one warehouse, or of all together: then the warehouse is the one that has most."""

    supplier_id: int
    warehouse_id: int | None
    quantity: int
    is_sellable_without_stock: bool
    expected_availability_at: str | None
    custom_data: dict[str, Any] | UnsetType = UNSET


class VariantOut(Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    reference_key: str
    first_live_at: Moment
    created_at: Moment
    updated_at: Moment
    stock: StockOut
    price: VariantPriceOut
    custom_data: dict[str, Any]
    is_composite: bool
    product_id: int | UnsetType = UNSET
    applied_price_promotion_key: str | UnsetType = UNSET
    attributes: Attributes | UnsetType = UNSET
    advanced_attributes: Advanced | UnsetType = UNSET
    lowest_prior_price: LowestPriorPriceOut | UnsetType = UNSET
    related_variants: tuple[Any, ...] | UnsetType = UNSET


def variant_out(
    shown: Shown, variant: FullVariant, price: Price, look: Look, asked: Relations = NOTHING, *, with_product: bool = False
) -> VariantOut:
    """What `asked` names beside the fields that are always there. `with_product`: its id too."""
    product = shown.product
    return VariantOut(
        id=variant.id,
        reference_key=variant.reference_key,
        first_live_at=stamp(live_at(shown, look)),
        created_at=stamp(product.created_at),
        updated_at=stamp(product.updated_at),
        stock=stock_out(shown, variant, with_data="customData" in asked.below("stock")),
        price=price_out(price, with_data="customData" in asked.below("price")),
        custom_data=variant.custom_data or {},
        is_composite=False,
        product_id=product.id if with_product else UNSET,
        applied_price_promotion_key=price.promotion_key or UNSET,
        attributes=attributes.of_variant(product, variant, look, asked.below("attributes")) if "attributes" in asked else UNSET,
        advanced_attributes=attributes.advanced_out(variant.attributes, look, asked.below("advancedAttributes"))
        if "advancedAttributes" in asked
        else UNSET,
        lowest_prior_price=lowest_prior_out(price) if "lowestPriorPrice" in asked else UNSET,
        related_variants=() if "relatedVariants" in asked else UNSET,
    )


def stock_out(shown: Shown, variant: FullVariant, *, with_data: bool = False) -> StockOut:
    """All warehouses together."""
    shelves = shown.shelves.get(variant.id, ())
    most = max(shelves, key=lambda shelf: shelf.quantity, default=None)
    return StockOut(
        supplier_id=SUPPLIER,
        warehouse_id=None if most is None else most.warehouse,
        quantity=shown.quantity(variant.id),
        is_sellable_without_stock=shown.is_endless(variant.id),
        expected_availability_at=min((s.expected_on for s in shelves if s.expected_on), default=None),
        custom_data={} if with_data else UNSET,
    )


def shelf_out(shown: Shown, shelf: Shelf) -> StockOut:
    return StockOut(
        supplier_id=SUPPLIER,
        warehouse_id=shelf.warehouse,
        quantity=shelf.quantity,
        is_sellable_without_stock=shelf.is_endless or not shown.product.track_inventory,
        expected_availability_at=shelf.expected_on,
    )


def live_at(shown: Shown, look: Look) -> datetime:
    """When it came into this shop."""
    there = next((c for c in shown.product.countries if c.shop_country_id == look.country.id), None)
    return (there and there.first_live_at) or shown.product.first_live_at or shown.product.created_at
