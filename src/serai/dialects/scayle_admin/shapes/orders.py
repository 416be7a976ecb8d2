"""Orders as they are shown. One item is one piece; amounts are minor units, rates fractions."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import stores
from serai.core.orders import Piece, Shipment, Whole, pieces_of
from serai.dialects.scayle_admin.dates import stamp, stamp_or_none
from serai.dialects.scayle_admin.relations import NOTHING, Relations
from serai.dialects.scayle_admin.shapes.customers import CustomerOut
from serai.dialects.scayle_admin.shapes.fields import Data
from serai.dialects.scayle_admin.shapes.merchants import DEFAULT
from serai.dialects.scayle_admin.shapes.order_addresses import AddressesOut, addresses_out
from serai.dialects.scayle_admin.shapes.order_fees import FeeOut, fee_tax, fees_out
from serai.dialects.scayle_admin.shapes.shops import CountryOut, country_out
from serai.dialects.scayle_admin.shapes.statuses import DetailedOut, detailed, item_status, status


class Vat(msgspec.Struct, frozen=True):
    amount: int
    rate: Decimal | UnsetType = UNSET


class Tax(msgspec.Struct, frozen=True):
    vat: Vat


class Amount(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    absolute_with_tax: int
    relative: Decimal | UnsetType = UNSET


class Reduction(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    category: str
    type: str
    amount: Amount
    code: str | UnsetType = UNSET


class Price(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    with_tax: int
    without_tax: int
    tax: Tax
    undiscounted_with_tax: int
    undiscounted_with_out_tax: int
    applied_reductions: list[Reduction]


class Named(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    name: str


class Keyed(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    reference_key: str | None


class ItemOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    key: str
    currency: str
    status: str
    package_id: int | None
    created_at: str
    shipped_at: str | None
    cancelled_at: str | None
    returned_at: str | None
    product: Named
    variant: Keyed
    merchant: Keyed
    price: Price
    legacy_custom_data: Data | UnsetType = UNSET


class PackageOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    shipment_key: str
    carrier_key: str | None
    delivery_status: str
    shipped_at: str
    return_ident_code: str | None


class CostOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    with_tax: int
    without_tax: int
    tax: Tax
    cost_capture: int
    with_tax_with_membership_discount_without_service_costs: int
    without_tax_with_membership_discount: int
    applied_reductions: list[Reduction]
    applied_fees: list[FeeOut]


class PaymentOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    key: str
    amount: int
    transaction_key: str | None = None
    data: Data = {}


class ShippingOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    policy: str
    delivery_costs: int
    delivery_costs_without_discount: int
    express_delivery_costs: int
    express_delivery_costs_without_discount: int


class VoucherOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    code: str
    type: str
    value: int


class OrderOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`customer` is None when it has been forgotten since; `legacyCustomData` where it was asked for."""

    id: int
    status: str
    detailed_status: DetailedOut
    reference_key: str | None
    public_key: str
    basket_key: str | None
    currency_code: str
    created_at: str
    updated_at: str
    confirmed_at: str | None
    invoiced_at: str | None
    shop_country: CountryOut
    customer: CustomerOut | None
    address: AddressesOut
    cost: CostOut
    items: list[ItemOut]
    packages: list[PackageOut]
    payment: list[PaymentOut]
    shipping: ShippingOut
    vouchers: list[VoucherOut]
    legacy_custom_data: Data | UnsetType = UNSET


def order_out(
    whole: Whole, country: stores.ShopCountry, customer: CustomerOut | None, relations: Relations = NOTHING
) -> OrderOut:
    order, details = whole.order, whole.details or {}
    inside = relations.of("items")
    return OrderOut(
        id=order.id,
        status=status(whole),
        detailed_status=detailed(whole),
        reference_key=whole.reference_key,
        public_key=order.number,
        basket_key=details.get("basketKey"),
        currency_code=order.currency,
        created_at=stamp(order.placed_at),
        updated_at=stamp(order.updated_at),
        confirmed_at=stamp_or_none(order.paid_at),
        invoiced_at=stamp_or_none(order.shipped_at),
        shop_country=country_out(country, NOTHING, shop=True),
        customer=customer,
        address=addresses_out(whole),
        cost=_cost(whole),
        items=[_item(whole, piece, inside) for piece in pieces_of(whole)],
        packages=[_package(whole, shipment) for shipment in whole.shipments],
        payment=_payment(whole),
        shipping=_shipping(whole),
        vouchers=_vouchers(whole),
        legacy_custom_data=(whole.custom_data or {}) if "legacyCustomData" in relations else UNSET,
    )


def item_out(whole: Whole, piece: Piece) -> "ItemOut":
    """One item with what clients keep with it."""
    return _item(whole, piece, Relations({"legacyCustomData": NOTHING}))


def _item(whole: Whole, piece: Piece, relations: Relations) -> ItemOut:
    line, fate, order = piece.line, piece.fate, whole.order
    return ItemOut(
        id=piece.id,
        key=f"{line.id}-{fate.number}",
        currency=order.currency,
        status=item_status(order, piece),
        package_id=fate.shipment_id,
        created_at=stamp(order.placed_at),
        shipped_at=stamp_or_none(fate.shipped_at),
        cancelled_at=stamp_or_none(fate.cancelled_at),
        returned_at=stamp_or_none(fate.returned_at),
        product=Named(id=line.product_id, name=line.product_name),
        variant=Keyed(id=line.variant_id, reference_key=line.sku),
        merchant=Keyed(id=DEFAULT.id, reference_key=DEFAULT.reference_key),
        price=_price(piece),
        legacy_custom_data=(fate.custom_data or {}) if "legacyCustomData" in relations else UNSET,
    )


def _price(piece: Piece) -> Price:
    """`with tax + reductions = undiscounted with tax`, to the minor unit."""
    rate = _rate(piece.tax_minor, piece.net_minor)
    before_net = piece.net_minor + piece.discount_minor
    before_tax = round(before_net * rate)
    before = before_net + before_tax
    off = before - piece.gross_minor
    reductions = [Reduction(category="voucher", type="absolute", amount=Amount(absolute_with_tax=off))] if off > 0 else []
    if not piece.discount_minor:
        before, reductions = piece.gross_minor, []
    return Price(
        with_tax=piece.gross_minor,
        without_tax=piece.net_minor,
        tax=Tax(Vat(piece.tax_minor, rate)),
        undiscounted_with_tax=before,
        undiscounted_with_out_tax=before_net,
        applied_reductions=reductions,
    )


def _rate(tax: int, net: int) -> Decimal:
    """The tax on this amount as a fraction, to four digits."""
    return (Decimal(tax) / net).quantize(Decimal("0.0001")).normalize() + 0 if net else Decimal(0)


def _package(whole: Whole, shipment: Shipment) -> PackageOut:
    delivered = whole.order.state.value == "delivered"
    return PackageOut(
        id=shipment.id,
        shipment_key=shipment.key,
        carrier_key=shipment.carrier,
        delivery_status="delivered" if delivered else "shipment_completed",
        shipped_at=stamp(shipment.shipped_at),
        return_ident_code=shipment.return_code,
    )


def _cost(whole: Whole) -> CostOut:
    """`with tax − without tax = tax`."""
    order, inside = whole.order, fee_tax(whole)
    without = order.total_minor - order.tax_minor - inside
    return CostOut(
        with_tax=order.total_minor,
        without_tax=without,
        tax=Tax(Vat(order.tax_minor + inside)),
        cost_capture=order.total_minor,
        with_tax_with_membership_discount_without_service_costs=order.total_minor - order.shipping_minor,
        without_tax_with_membership_discount=without,
        applied_reductions=_reductions(whole),
        applied_fees=fees_out(whole),
    )


def _reductions(whole: Whole) -> list[Reduction]:
    return [
        Reduction(
            category="voucher" if discount.kind == "promo" else "promotion",
            type="absolute",
            amount=Amount(absolute_with_tax=discount.amount_minor),
            code=discount.label,
        )
        for discount in whole.order.discounts
    ]


def _vouchers(whole: Whole) -> list[VoucherOut]:
    found = [discount for discount in whole.order.discounts if discount.kind == "promo"]
    return [VoucherOut(code=discount.label, type="absolute", value=discount.amount_minor) for discount in found]


def _payment(whole: Whole) -> list[PaymentOut]:
    given: Sequence[Any] = (whole.details or {}).get("payment") or []
    if given:
        return [msgspec.convert(each, PaymentOut) for each in given]
    method = whole.order.payment_method
    return [PaymentOut(key=method, amount=whole.order.total_minor)] if method else []


def _shipping(whole: Whole) -> ShippingOut:
    minor = whole.order.shipping_minor
    return ShippingOut(
        policy=(whole.details or {}).get("policy") or "standard",
        delivery_costs=minor,
        delivery_costs_without_discount=minor,
        express_delivery_costs=0,
        express_delivery_costs_without_discount=0,
    )
