"""Baskets and wishlists. Source: scayle-storefront.md 4, 6, 7."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import msgspec
from msgspec import UNSET, Struct, UnsetType

from serai.core.baskets import Basket, Group, Item, Offer, Wishlist, WishlistItem
from serai.core.catalog import FullVariant
from serai.core.inventory import VariantId
from serai.core.pricing import Price
from serai.core.search import Shown
from serai.dialects.scayle_storefront.relations import Relations
from serai.dialects.scayle_storefront.shapes.looks import Look
from serai.dialects.scayle_storefront.shapes.prices import (
    LowestPriorPriceOut,
    ReductionOut,
    TaxOut,
    VariantPriceOut,
    VatOut,
    fraction,
    lowest_prior_out,
    price_out,
    reduction_out,
)
from serai.dialects.scayle_storefront.shapes.products import ProductOut, product_out
from serai.dialects.scayle_storefront.shapes.promotions import PromotionOut, applied_out, promotion_out
from serai.dialects.scayle_storefront.shapes.variants import VariantOut, variant_out

PACKAGE: Final = 1
"""Everything goes in one package."""


class CostOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """The sum of the lines that can be had; reductions by category."""

    currency_code: str
    with_tax: int
    without_tax: int
    tax: TaxOut
    recommended_retail_price: int | None
    applied_reductions: tuple[ReductionOut, ...]


class ItemPriceOut(Struct, frozen=True):
    total: VariantPriceOut
    unit: VariantPriceOut


class ItemGroupOut(Struct, frozen=True, rename="camel"):
    id: str
    is_main_item: bool
    is_required: bool


class Orphan(Struct, frozen=True):
    """What is left of a variant that is gone."""

    id: int


class BasketItemOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """`product` and `variant` are what they are on their own; of a line whose product is gone the variant's id is left."""

    key: str
    quantity: int
    available_quantity: int | UnsetType = UNSET
    status: str
    package_id: int
    price: ItemPriceOut | UnsetType = UNSET
    lowest_prior_price: LowestPriorPriceOut
    product: Any  # a ProductOut, or nothing of a product that is gone
    variant: Any  # a VariantOut, or an Orphan
    custom_data: dict[str, Any]
    display_data: dict[str, Any]
    item_group: ItemGroupOut | UnsetType = UNSET
    promotion_id: str | UnsetType = UNSET
    promotion: PromotionOut | UnsetType = UNSET
    promotions: tuple[PromotionOut, ...] | UnsetType = UNSET


class DeliveryDateOut(Struct, frozen=True):
    min: date
    max: date


class PackageOut(Struct, frozen=True, rename="camel"):
    id: int
    carrier_key: str
    delivery_date: DeliveryDateOut


class ApplicableOut(Struct, frozen=True, rename="camel"):
    item_id: str
    promotion: PromotionOut


class BasketOut(Struct, frozen=True, kw_only=True, rename="camel"):
    key: str
    cost: CostOut
    currency_code: str
    items: tuple[BasketItemOut, ...]
    packages: tuple[PackageOut, ...]
    applicable_promotions: tuple[ApplicableOut, ...] | UnsetType = UNSET


class WishlistItemOut(Struct, frozen=True, kw_only=True, rename="camel"):
    key: str
    product_id: int
    variant_id: int | None
    product: ProductOut
    variant: VariantOut | UnsetType = UNSET
    custom_data: dict[str, Any]
    item_group: ItemGroupOut | UnsetType = UNSET


class WishlistOut(Struct, frozen=True):
    key: str
    items: tuple[WishlistItemOut, ...]


Products = Mapping[int, Shown]
"""What lines are of, by the product's id."""


def basket_out(
    basket: Basket,
    products: Products,
    look: Look,
    asked: Relations,
    *,
    orphans: bool = False,
    offers: Sequence[Offer] | None = None,
) -> BasketOut:
    """Lines whose product is not shown here any more are left out, unless `orphans`."""
    items = tuple(
        _item(item, products.get(item.product), look, asked.below("items"))
        for item in basket.items
        if orphans or _variant(products.get(item.product), item.variant, look) is not None
    )
    return BasketOut(
        key=basket.key,
        cost=cost_out(basket.cost),
        currency_code=basket.currency,
        items=items,
        packages=_packages(look) if items else (),
        applicable_promotions=UNSET if offers is None else tuple(_applicable(offer, basket, look) for offer in offers),
    )


def wishlist_out(wishlist: Wishlist, products: Products, look: Look, asked: Relations) -> WishlistOut:
    made = (_wish(item, products.get(item.product), look, asked.below("items")) for item in wishlist.items)
    return WishlistOut(wishlist.key, tuple(item for item in made if item is not None))


def cost_out(cost: Price) -> CostOut:
    return CostOut(
        currency_code=cost.currency,
        with_tax=cost.with_tax,
        without_tax=cost.without_tax,
        tax=TaxOut(VatOut(cost.vat, fraction(cost.rate))),
        recommended_retail_price=cost.recommended,
        applied_reductions=tuple(reduction_out(step) for step in cost.reductions),
    )


def members(shown: Struct) -> dict[str, Any]:
    """A struct's members in this wire's words, for an error that has them beside its own."""
    found = ((f.encode_name, getattr(shown, f.name)) for f in msgspec.structs.fields(shown))
    return {name: value for name, value in found if value is not UNSET}


def _item(item: Item, shown: Shown | None, look: Look, asked: Relations) -> BasketItemOut:
    sold = _variant(shown, item.variant, look)
    promoted = "promotion" in asked or "promotions" in asked
    made = [p for a in item.promotions if (p := applied_out(a, at=look.at, currency=look.country.currency)) is not None]
    return BasketItemOut(
        key=item.key,
        quantity=item.quantity,
        available_quantity=UNSET if item.available is None else item.available,
        status=item.status,
        package_id=PACKAGE,
        price=UNSET if item.total is None or item.unit is None else ItemPriceOut(price_out(item.total), price_out(item.unit)),
        lowest_prior_price=lowest_prior_out(item.unit),
        product={} if shown is None else product_out(shown, look, asked.below("product")),
        variant=Orphan(item.variant)
        if shown is None or sold is None
        else variant_out(shown, sold, _priced(item.unit, shown, sold, look), look, asked.below("variant")),
        custom_data=item.custom_data,
        display_data=item.display_data,
        item_group=_group(item.group),
        promotion_id=next((each.wish.id for each in item.promotions), UNSET),
        promotion=made[0] if promoted and made else UNSET,
        promotions=tuple(made) if promoted else UNSET,
    )


def _wish(item: WishlistItem, shown: Shown | None, look: Look, asked: Relations) -> WishlistItemOut | None:
    if shown is None:
        return None
    sold = None if item.variant is None else _variant(shown, item.variant, look)
    price = None if sold is None else look.price(shown, sold.id)
    return WishlistItemOut(
        key=item.key,
        product_id=item.product,
        variant_id=item.variant,
        product=product_out(shown, look, asked.below("product")),
        variant=UNSET if sold is None or price is None else variant_out(shown, sold, price, look, asked.below("variant")),
        custom_data=item.custom_data,
        item_group=_group(item.group),
    )


def _variant(shown: Shown | None, variant: VariantId, look: Look) -> FullVariant | None:
    """The variant as it is sold here, if it is."""
    return next((sold for sold, _ in look.sold(shown) if sold.id == variant), None) if shown else None


def _priced(unit: Price | None, shown: Shown, variant: FullVariant, look: Look) -> Price:
    price = unit or look.price(shown, variant.id)
    if price is None:
        raise ValueError(f"variant {variant.id} has no price")
    return price


def _group(group: Group | None) -> ItemGroupOut | UnsetType:
    return UNSET if group is None else ItemGroupOut(group.id, group.is_main, group.is_required)


def _applicable(offer: Offer, basket: Basket, look: Look) -> ApplicableOut:
    promotion = promotion_out(offer.promo, at=look.at, currency=basket.currency, code=offer.promo.code)
    return ApplicableOut(offer.item, promotion)


def _packages(look: Look) -> tuple[PackageOut, ...]:
    """What the shop's custom data says of delivery: `{"delivery": {"carrierKey": "P", "minDays": 2, "maxDays": 5}}`."""
    data = {**(look.country.shop_custom_data or {}), **(look.country.custom_data or {})}.get("delivery")
    if not isinstance(data, dict):
        return ()
    days = [day for name in ("minDays", "maxDays") if isinstance(day := data.get(name), int) and 0 <= day <= 366]
    if len(days) < 2:
        return ()
    first, last = (look.at.date() + timedelta(days=day) for day in days)
    return (PackageOut(PACKAGE, str(data.get("carrierKey", "")), DeliveryDateOut(first, last)),)
