"""Events on this wire: what webhooks say. Only what is shown is read from an event. Source: docs/dialects/devskin.md."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

import msgspec
from msgspec import Struct

from serai.core.webhooks import TEST, Occurrence, Wire, webhook_headers
from serai.kit.money import to_decimal
from serai.wire.dialect import ENCODER

# A refunded order is what it was before: cancelled when it never left the house, else completed.
_STATUS: Final = {
    "pending": "pending",
    "processing": "paid",
    "shipped": "shipped",
    "delivered": "completed",
    "cancelled": "cancelled",
}


class OrderData(Struct):
    id: int
    order_number: str
    total: Decimal
    status: str


class ProductData(Struct):
    id: int
    name: str
    price: Decimal
    stock: int
    status: str


class CustomerData(Struct):
    id: int
    name: str
    email: str


class TestData(Struct):
    message: str


Data = OrderData | ProductData | CustomerData | TestData


class EventOut(Struct):
    """A webhook's body; `timestamp` with milliseconds."""

    event: str
    store_id: int
    timestamp: str
    data: Data


def body(of: Occurrence) -> bytes:
    """The same bytes whenever it is asked for."""
    data = of.pick(_DATA)(of)
    return ENCODER.encode(EventOut(of.name, of.store, _time(of.at), data))


WIRE: Final = Wire(body, webhook_headers)


def _time(moment: datetime) -> str:
    """`2026-02-13T14:30:00.000Z`"""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


# ── what is read from events ──


class _Order(Struct):
    number: str
    state: str
    currency: str
    total_minor: int
    shipped_at: datetime | None = None


class _Variant(Struct):
    is_default: bool
    price_minor: int
    on_hand: int
    reserved: int


class _Product(Struct):
    name: str
    status: str
    currency: str
    track_inventory: bool
    variants: tuple[_Variant, ...]


class _Customer(Struct):
    name: str
    email: str


def _order(of: Occurrence) -> Data:
    read = msgspec.json.decode(of.payload, type=_Order)
    status = _STATUS.get(read.state) or ("completed" if read.shipped_at else "cancelled")
    return OrderData(of.object_id, read.number, to_decimal(read.total_minor, read.currency), status)


def _product(of: Occurrence) -> Data:
    read = msgspec.json.decode(of.payload, type=_Product)
    default = next(variant for variant in read.variants if variant.is_default)
    stock = sum(variant.on_hand - variant.reserved for variant in read.variants)
    sold_out = read.track_inventory and stock == 0
    status = "inactive" if read.status != "active" else "out_of_stock" if sold_out else "active"
    return ProductData(of.object_id, read.name, to_decimal(default.price_minor, read.currency), stock, status)


def _customer(of: Occurrence) -> Data:
    read = msgspec.json.decode(of.payload, type=_Customer)
    return CustomerData(of.object_id, read.name, read.email)


def _test(_: Occurrence) -> Data:
    return TestData("This is a test: nothing happened.")


# By kind, or by its noun.
_DATA: Final[Mapping[str, Callable[[Occurrence], Data]]] = {
    "order": _order,
    "product": _product,
    "customer": _customer,
    TEST: _test,
}
