"""Events on this wire: what webhooks and the feed say.

Only what is shown is read from an event, so that one written by an older release is still understood.
Source: docs/dialects/skalia.md, "Webhooks".
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec
from msgspec import Struct

from serai.core.webhooks import TEST, Occurrence, Wire, webhook_headers
from serai.dialects.skalia import ids
from serai.dialects.skalia.shapes.times import Time, time_or_none, time_out
from serai.kit.money import to_decimal
from serai.wire.dialect import ENCODER


class OrderData(Struct, rename="camel"):
    id: str
    order_number: str
    store_id: str
    total: Decimal
    status: str


class ProductData(Struct, rename="camel"):
    """The default variant's price and SKU; `quantity` over all of them."""

    id: str
    store_id: str
    name: str
    sku: str | None
    price: Decimal
    quantity: int
    status: str


class SubscriptionData(Struct, rename="camel"):
    store_id: str
    plan: str
    status: str
    payment_status: str
    billing_cycle: str
    next_billing_date: Time | None
    amount: Decimal
    currency: str


class PaymentData(Struct, rename="camel"):
    """A payment for the plan; one for an order is told as the order."""

    order_number: str
    transaction_number: str
    store_id: str
    plan: str
    billing_cycle: str
    amount: Decimal
    currency: str
    status: str


class TestData(Struct, rename="camel"):
    store_id: str
    message: str


Data = OrderData | ProductData | SubscriptionData | PaymentData | TestData


class EventOut(Struct, rename="camel"):
    """A webhook's body."""

    event: str
    timestamp: Time
    data: Data


def body(of: Occurrence) -> bytes:
    """The same bytes whenever it is asked for."""
    return ENCODER.encode(EventOut(of.name, time_out(of.at), data_of(of)))


WIRE: Final = Wire(body, webhook_headers)


def data_of(of: Occurrence) -> Data:
    """What the event says about its object."""
    return of.pick(_DATA)(of)


# ── what is read from events ──


class _Order(Struct):
    number: str
    state: str
    currency: str
    total_minor: int


class _Variant(Struct):
    is_default: bool
    sku: str | None
    price_minor: int
    on_hand: int
    reserved: int


class _Product(Struct):
    name: str
    status: str
    currency: str
    track_inventory: bool
    variants: tuple[_Variant, ...]


class _Plan(Struct):
    plan: str
    status: str
    payment_status: str
    billing_cycle: str
    next_billing_at: datetime | None
    amount_minor: int
    currency: str


class _Payment(Struct):
    order_number: str
    transaction_number: str
    plan: str
    billing_cycle: str
    amount_minor: int
    currency: str
    status: str


def _order(of: Occurrence) -> Data:
    read = msgspec.json.decode(of.payload, type=_Order)
    total = to_decimal(read.total_minor, read.currency)
    return OrderData(ids.write("order", of.object_id), read.number, ids.write("store", of.store), total, read.state)


def _product(of: Occurrence) -> Data:
    read = msgspec.json.decode(of.payload, type=_Product)
    default = next(variant for variant in read.variants if variant.is_default)
    quantity = sum(variant.on_hand - variant.reserved for variant in read.variants)
    sold_out = read.track_inventory and quantity == 0 and read.status == "active"
    return ProductData(
        id=ids.write("product", of.object_id),
        store_id=ids.write("store", of.store),
        name=read.name,
        sku=default.sku,
        price=to_decimal(default.price_minor, read.currency),
        quantity=quantity,
        status="out_of_stock" if sold_out else read.status,
    )


def _plan(of: Occurrence) -> Data:
    read = msgspec.json.decode(of.payload, type=_Plan)
    return SubscriptionData(
        store_id=ids.write("store", of.store),
        plan=read.plan,
        status=read.status,
        payment_status=read.payment_status,
        billing_cycle=read.billing_cycle,
        next_billing_date=time_or_none(read.next_billing_at),
        amount=to_decimal(read.amount_minor, read.currency),
        currency=read.currency,
    )


def _payment(of: Occurrence) -> Data:
    read = msgspec.json.decode(of.payload, type=_Payment)
    return PaymentData(
        order_number=read.order_number,
        transaction_number=read.transaction_number,
        store_id=ids.write("store", of.store),
        plan=read.plan,
        billing_cycle=read.billing_cycle,
        amount=to_decimal(read.amount_minor, read.currency),
        currency=read.currency,
        status=read.status,
    )


def _test(of: Occurrence) -> Data:
    return TestData(ids.write("store", of.store), "This is a test: nothing happened.")


# By kind, or by its noun.
_DATA: Final[Mapping[str, Callable[[Occurrence], Data]]] = {
    "order": _order,
    "product": _product,
    "plan": _plan,
    "payment": _payment,
    TEST: _test,
}
