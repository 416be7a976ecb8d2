"""Orders as answers show them (§5.3 to §5.5, §7.2). Amounts are exact; a list's row is a part of the whole."""

from typing import Final

from msgspec import UNSET, Struct, UnsetType

from serai.core import orders
from serai.core.orders import DiscountKind, Order, State
from serai.dialects.salla.dates import DateOut, date_out
from serai.dialects.salla.money import Money, money_out
from serai.dialects.salla.shapes.countries import name_of
from serai.dialects.salla.shapes.items import ItemOut, items_out, percent
from serai.dialects.salla.shapes.phones import parts
from serai.dialects.salla.shapes.statuses import StatusOut, status_out
from serai.dialects.salla.view import View
from serai.kit.money import to_decimal

CANCELLABLE: Final = frozenset({State.PENDING, State.PROCESSING})
_PAYMENT: Final = {"paid": "paid", "refunded": "refunded"}


class TaxOut(Struct, frozen=True):
    """`percent` such as "15.00"."""

    percent: str
    amount: Money


class DiscountOut(Struct, frozen=True):
    title: str
    type: str
    code: str | None
    discount: str
    currency: str
    discounted_shipping: int


class AmountsOut(Struct, frozen=True):
    sub_total: Money
    shipping_cost: Money
    cash_on_delivery: Money
    tax: TaxOut
    discounts: tuple[DiscountOut, ...]
    total: Money


class UrlsOut(Struct, frozen=True):
    customer: str
    admin: str


class BuyerOut(Struct, frozen=True, kw_only=True):
    """`name` and `phone` are the seed's; the public documentation splits them."""

    id: int
    name: str
    first_name: str
    last_name: str
    email: str
    phone: str | None
    mobile: int | str | None
    mobile_code: str


class ReceiverOut(Struct, frozen=True):
    name: str
    email: str
    phone: str | None


class AddressOut(Struct, frozen=True, kw_only=True):
    """What `shipping.address` is in `live`."""

    country: str | None
    country_code: str | None
    city: str | None
    shipping_address: str
    street_number: str | None
    block: str | None
    postal_code: str | None


class ShippingOut(Struct, frozen=True, kw_only=True):
    """The first four members are the seed's; they are there in `light` too."""

    address: str | AddressOut
    city: str | None
    country: str | None
    postal_code: str | None
    id: int | None = None
    company: str | None = None
    receiver: ReceiverOut | UnsetType = UNSET


class ShipmentRef(Struct, frozen=True):
    """What one knows of a parcel before there are shipments: its number."""

    tracking_number: str | None
    tracking_link: str | None
    courier_name: str | None


class FeaturesOut(Struct, frozen=True):
    shippable: bool
    digitalable: bool


class ListItemOut(Struct, frozen=True):
    name: str
    quantity: int
    thumbnail: str | None


class RowOut(Struct, frozen=True, kw_only=True):
    """An order in a list. `state` is exact where `status` is not (X-10)."""

    id: int
    reference_id: str | int
    status: StatusOut
    payment_method: str | None
    payment_status: str
    total: Money
    date: DateOut
    updated_at: DateOut
    currency: str
    can_cancel: bool
    can_reorder: bool
    is_pending_payment: bool
    pending_payment_ends_at: int
    features: FeaturesOut
    items: tuple[ListItemOut, ...]
    state: str


class OrderOut(Struct, frozen=True, kw_only=True):
    """The whole; without `items`, `shipments` and `tags` in `light`."""

    id: int
    reference_id: str | int
    urls: UrlsOut
    date: DateOut
    updated_at: DateOut
    source: str
    status: StatusOut
    state: str
    payment_method: str | None
    payment_status: str
    currency: str
    can_cancel: bool
    can_reorder: bool
    is_pending_payment: bool
    pending_payment_ends_at: int
    features: FeaturesOut
    customer: BuyerOut
    receiver: ReceiverOut
    shipping: ShippingOut
    amounts: AmountsOut
    total: Money
    notes: str | None
    referrer: str | None = None
    draft: bool = False
    coupon_code: str | None = None
    items: tuple[ItemOut, ...] | UnsetType = UNSET
    shipments: tuple[ShipmentRef, ...] | UnsetType = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET


def row_out(order: Order, view: View) -> RowOut:
    """As an element of a list."""
    return RowOut(
        id=order.id,
        reference_id=reference(order.number, view),
        status=status_out(order, live=view.live),
        payment_method=order.payment_method,
        payment_status=payment_status(order),
        total=money_out(order.total_minor, order.currency),
        date=date_out(order.placed_at, view),
        updated_at=date_out(order.updated_at, view),
        currency=order.currency,
        can_cancel=order.state in CANCELLABLE,
        can_reorder=True,
        is_pending_payment=order.state is State.PENDING,
        pending_payment_ends_at=0,
        features=FeaturesOut(shippable=True, digitalable=False),
        items=tuple(ListItemOut(line.product_name, line.quantity, None) for line in order.lines),
        state=order.state,
    )


def light_out(order: Order, view: View) -> OrderOut:
    """`format=light`."""
    receiver = ReceiverOut(order.ship_to.name or order.customer.name, order.customer.email, _phone(order))
    return OrderOut(
        id=order.id,
        reference_id=reference(order.number, view),
        urls=UrlsOut(f"{view.store_url}/orders/{order.id}", f"{view.store_url}/admin/orders/{order.id}"),
        date=date_out(order.placed_at, view),
        updated_at=date_out(order.updated_at, view),
        source="store",
        status=status_out(order, live=view.live),
        state=order.state,
        payment_method=order.payment_method,
        payment_status=payment_status(order),
        currency=order.currency,
        can_cancel=order.state in CANCELLABLE,
        can_reorder=True,
        is_pending_payment=order.state is State.PENDING,
        pending_payment_ends_at=0,
        features=FeaturesOut(shippable=True, digitalable=False),
        customer=buyer_out(order.customer),
        receiver=receiver,
        shipping=_shipping(order, view, receiver),
        amounts=amounts_out(order),
        total=money_out(order.total_minor, order.currency),
        notes=order.notes,
        coupon_code=order.promo_code,
    )


def order_out(order: Order, view: View) -> OrderOut:
    """With everything."""
    light = light_out(order, view)
    light_fields = {name: getattr(light, name) for name in OrderOut.__struct_fields__}
    parcel = (ShipmentRef(order.tracking_number, None, None),) if order.tracking_number else ()
    return OrderOut(**{**light_fields, "items": items_out(order), "shipments": parcel, "tags": ()})


def amounts_out(order: Order) -> AmountsOut:
    currency = order.currency
    return AmountsOut(
        sub_total=money_out(order.subtotal_minor, currency),
        shipping_cost=money_out(order.shipping_minor, currency),
        cash_on_delivery=money_out(0, currency),
        tax=TaxOut(percent(order.tax_rate), money_out(order.tax_minor, currency)),
        discounts=tuple(_discount(found, currency) for found in order.discounts),
        total=money_out(order.total_minor, currency),
    )


def buyer_out(buyer: orders.Buyer) -> BuyerOut:
    first, _, last = buyer.name.rpartition(" ")
    mobile, code = parts(buyer.phone)
    return BuyerOut(
        id=buyer.id,
        name=buyer.name,
        first_name=first or last,
        last_name=last if first else "",
        email=buyer.email,
        phone=buyer.phone,
        mobile=mobile,
        mobile_code=code,
    )


def reference(number: str, view: View) -> str | int:
    """A text; in `live` the number's digits (C9)."""
    digits = "".join(filter(str.isdigit, number))
    return int(digits) if view.live and digits else number


def payment_status(order: Order) -> str:
    if order.state is State.CANCELLED and order.paid_at is None:
        return "canceled"
    return _PAYMENT.get(order.payment_status, "pending")


def _discount(found: orders.Discount, currency: str) -> DiscountOut:
    is_code = found.kind is DiscountKind.PROMO
    amount = f"{to_decimal(found.amount_minor, currency):f}"
    return DiscountOut(found.label, "coupon" if is_code else "loyalty", found.label if is_code else None, amount, currency, 0)


def _shipping(order: Order, view: View, receiver: ReceiverOut) -> ShippingOut:
    to, country = order.ship_to, name_of(order.ship_to.country)
    whole = AddressOut(
        country=country,
        country_code=to.country,
        city=to.city,
        shipping_address=to.address or "",
        street_number=None,
        block=to.state,
        postal_code=to.postal_code,
    )
    return ShippingOut(
        address=whole if view.live else to.address or "",
        city=to.city,
        country=country,
        postal_code=to.postal_code,
        receiver=receiver,
    )


def _phone(order: Order) -> str | None:
    return order.ship_to.phone or order.customer.phone
