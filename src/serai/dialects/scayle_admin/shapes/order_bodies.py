"""Orders, shipments, cancellations and returns as they are sent."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

import msgspec

from serai.core.customers import CustomerId
from serai.core.orders import Address, Draft, Intake, Parcel, PieceId, Return, Sold
from serai.core.stores import ShopCountryId
from serai.dialects.scayle_admin.countries import alpha2
from serai.dialects.scayle_admin.shapes.addresses import AddressIn
from serai.dialects.scayle_admin.shapes.fields import Data, Id, Ignored, Minor, Text
from serai.kit.errors import Invalid, within
from serai.kit.identifiers import Identifier


class VariantRef(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: Id | None = None
    reference_key: Text | None = None

    def to_core(self) -> Identifier:
        return Identifier(self.id, self.reference_key if self.id is None else None, "")


class AmountIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    with_tax: Minor
    without_tax: Minor


class ItemIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    variant: VariantRef
    price: AmountIn

    def to_core(self) -> Sold:
        """Raises Invalid (price)."""
        if self.price.without_tax > self.price.with_tax:
            raise Invalid.one("price.without_tax", "Must not be above withTax.")
        return Sold(self.variant.to_core(), self.price.without_tax, self.price.with_tax - self.price.without_tax)


class FeeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    amount: AmountIn
    category: Text
    key: Text | None = None
    option: Text | None = None
    tax: Data | None = None


class CostIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What follows from items and fees may be sent, and counts for nothing."""

    with_tax: Minor | None = None
    applied_fees: Annotated[list[FeeIn], msgspec.Meta(max_length=50)] = []
    without_tax: Ignored = None
    tax: Ignored = None
    applied_reductions: Ignored = None
    cost_capture: Ignored = None
    with_tax_with_membership_discount_without_service_costs: Ignored = None
    without_tax_with_membership_discount: Ignored = None
    item_groups: Ignored = None
    has_external_prices: Ignored = None


class CustomerRef(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Whose order it is. The rest of a customer may be sent, and counts for nothing."""

    id: Id | None = None
    reference_key: Text | None = None
    email: Text | None = None
    first_name: Text | None = None
    last_name: Text | None = None
    gender: Ignored = None
    birth_date: Ignored = None
    phone: Ignored = None
    public_key: Ignored = None
    title: Ignored = None
    type: Ignored = None
    groups: Ignored = None
    identities: Ignored = None
    status: Ignored = None
    company: Ignored = None
    addresses: Ignored = None
    legacy_custom_data: Ignored = None
    has_password: Ignored = None
    created_at: Ignored = None
    updated_at: Ignored = None


class PaymentIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    key: Text
    amount: Minor
    transaction_key: Text | None = None
    data: Data = {}


class AddressesIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    shipping: AddressIn
    billing: AddressIn | None = None
    forward: AddressIn | None = None


class ShippingIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    policy: Text | None = None
    delivery_costs: Minor = 0
    express_delivery_costs: Minor = 0
    delivery_costs_without_discount: Minor = 0
    express_delivery_costs_without_discount: Minor = 0
    delivered_on: Text | None = None


class OrderIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What counts of an order that another system took. What an order merely shows may be sent and counts for nothing."""

    items: Annotated[list[ItemIn], msgspec.Meta(min_length=1, max_length=10_000)]
    customer: CustomerRef
    address: AddressesIn
    currency_code: Text | None = None
    cost: CostIn = CostIn()
    shipping: ShippingIn | None = None
    payment: Annotated[list[PaymentIn], msgspec.Meta(max_length=20)] = []
    reference_key: Text | None = None
    basket_key: Text | None = None
    legacy_custom_data: Data | None = None

    def to_core(self, customer: CustomerId, country: ShopCountryId) -> Intake:
        """Raises Invalid."""
        sold = []
        for at, item in enumerate(self.items):
            with within(f"items.{at}"):
                sold.append(item.to_core())
        with within("address.shipping"):
            ship_to = _ship_to(self.address.shipping)
        draft = Draft(
            customer=customer,
            lines=(),
            ship_to=ship_to,
            payment_method=self.payment[0].key if self.payment else None,
            shipping_minor=self._shipping_minor(),
        )
        billing = self.address.billing
        return Intake(
            draft=draft,
            sold=sold,
            shop_country=country,
            total_minor=self.cost.with_tax,
            reference_key=self.reference_key,
            billing=None if billing is None else _plain(billing),
            details=self._details(),
            custom_data=self.legacy_custom_data,
        )

    def _shipping_minor(self) -> int:
        """Fees with their tax, else the costs of delivery."""
        if self.cost.applied_fees:
            return sum(fee.amount.with_tax for fee in self.cost.applied_fees)
        return self.shipping.delivery_costs + self.shipping.express_delivery_costs if self.shipping else 0

    def _details(self) -> dict[str, Any]:
        found = {
            "basketKey": self.basket_key,
            "policy": self.shipping.policy if self.shipping else None,
            "appliedFees": _plain(self.cost.applied_fees),
            "payment": _plain([_payment(each) for each in self.payment]),
            "shippingAddress": _plain(self.address.shipping),
        }
        return {name: value for name, value in found.items() if value}


def _plain(value: object) -> Any:
    """As it is kept, numbers as they were sent."""
    return msgspec.to_builtins(value, builtin_types=(Decimal,))


def _payment(payment: PaymentIn) -> dict[str, Any]:
    """By our own names, as they are read again."""
    return {
        "key": payment.key,
        "amount": payment.amount,
        "transactionKey": payment.transaction_key,
        "data": payment.data,
    }


def _ship_to(address: AddressIn) -> Address:
    to = address.recipient
    name = " ".join(filter(None, (to.first_name, to.last_name))) if to else ""
    return Address(
        name=name or None,
        address=" ".join(filter(None, (address.street, address.house_number, address.additional))),
        city=address.city,
        state=address.state,
        postal_code=address.zip_code,
        country=alpha2(address.country_code, field="country"),
        phone=address.phone,
    )


# ── fulfilment ──


class ShippedItem(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    order_item_id: Id
    return_key: Text | None = None


class ShipmentIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    shop_key: Text
    country_code: Text | Id
    order_id: Id
    shipment_key: Text
    items: Annotated[list[ShippedItem], msgspec.Meta(min_length=1, max_length=1000)]
    carrier: Text | None = None
    delivery_date: Text | None = None
    return_ident_code: Text | None = None
    merchant_reference_key: Text | None = None

    def to_core(self) -> Parcel:
        """Raises Invalid (delivery_date)."""
        return Parcel(
            key=self.shipment_key,
            pieces=[(PieceId(item.order_item_id), item.return_key) for item in self.items],
            carrier=self.carrier,
            return_code=self.return_ident_code,
            shipped_at=moment(self.delivery_date, field="delivery_date"),
        )


class CancelledItem(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    order_item_id: Id


class CancellationIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    shop_key: Text
    country_code: Text | Id
    order_id: Id
    items: Annotated[list[CancelledItem], msgspec.Meta(min_length=1, max_length=1000)]
    merchant_reference_key: Text | None = None


class ReturnItemIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    return_key: Text
    received: Text | None = None
    return_reason: Text | None = None
    merchant_reference_key: Text | None = None

    def to_core(self) -> Return:
        """Raises Invalid (received)."""
        return Return(
            return_key=self.return_key, received_at=moment(self.received, field="received"), reason=self.return_reason
        )


def moment(text: str | None, *, field: str) -> datetime | None:
    """ISO 8601, or `YYYY-MM-DD hh:mm:ss`; without an offset it is UTC. Raises Invalid."""
    if text is None:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Invalid.one(field, "Is not a time such as 2026-01-22T14:30:00+00:00.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
