"""What webhooks say on this wire. The vendor does not publish its envelope: ours names the event and holds the object.

Only what is shown is read from an event. Source: docs/dialects/scayle-admin.md, "Webhooks".
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec
from msgspec import Struct

from serai.core.webhooks import TEST, Occurrence, Seal, Wire, hex_of
from serai.dialects.scayle_admin.dates import stamp
from serai.wire.dialect import ENCODER

VERSION: Final = 1


class Envelope(Struct, frozen=True, rename="camel"):
    """`id` is the same at every attempt: who has seen it may forget the rest."""

    id: str
    event: str
    version: int
    created_at: str
    payload: dict[str, Any]


def body(of: Occurrence) -> bytes:
    """The same bytes whenever it is asked for."""
    return ENCODER.encode(Envelope(of.message, of.name, VERSION, stamp(of.at), of.pick(_SHAPES)(of)))


def headers(of: Occurrence, sent: bytes, seal: Seal) -> Mapping[str, str]:
    """Beside the standard ones."""
    return {"x-scayle-event": of.name, "x-scayle-signature": hex_of(seal.secret, sent)}


WIRE: Final = Wire(body, headers)


class _Line(Struct):
    id: int
    product_id: int
    variant_id: int
    sku: str | None
    quantity: int


class _Buyer(Struct):
    id: int
    email: str


class _Order(Struct):
    id: int
    number: str
    state: str
    payment_status: str
    currency: str
    total_minor: int
    tax_minor: int
    customer: _Buyer
    lines: list[_Line]


class _Shipment(Struct):
    id: int
    key: str
    carrier: str | None


class _Shipped(Struct):
    order: _Order
    shipment: _Shipment


class _Named(Struct):
    id: int
    reference_key: str | None = None


class _Address(_Named):
    customer: int = 0


def _order(of: Occurrence) -> dict[str, Any]:
    return _shown(msgspec.json.decode(of.payload, type=_Order))


def _shown(order: _Order) -> dict[str, Any]:
    """Minor units. Items come as lines: who needs them piece by piece reads the order."""
    items = [
        {
            "productId": line.product_id,
            "variant": {"id": line.variant_id, "referenceKey": line.sku},
            "quantity": line.quantity,
        }
        for line in order.lines
    ]
    return {
        "id": order.id,
        "publicKey": order.number,
        "state": order.state,
        "paymentStatus": order.payment_status,
        "currencyCode": order.currency,
        "cost": {"withTax": order.total_minor, "withoutTax": order.total_minor - order.tax_minor},
        "customer": {"id": order.customer.id, "email": order.customer.email},
        "items": items,
    }


def _package(of: Occurrence) -> dict[str, Any]:
    shipped = msgspec.json.decode(of.payload, type=_Shipped)
    package = {"id": shipped.shipment.id, "shipmentKey": shipped.shipment.key, "carrierKey": shipped.shipment.carrier}
    return {**_shown(shipped.order), "package": package}


def _named(of: Occurrence) -> dict[str, Any]:
    found = msgspec.json.decode(of.payload, type=_Named)
    return {"id": of.object_id, "referenceKey": found.reference_key}


def _address(of: Occurrence) -> dict[str, Any]:
    found = msgspec.json.decode(of.payload, type=_Address)
    return {"id": of.object_id, "referenceKey": found.reference_key, "customerId": found.customer}


def _test(_: Occurrence) -> dict[str, Any]:
    return {"message": "This is a test."}


_SHAPES: Final[Mapping[str, Callable[[Occurrence], dict[str, Any]]]] = {
    "order": _order,
    "order.package_shipped": _package,
    "product": _named,
    "customer": _named,
    "customer_address": _address,
    TEST: _test,
}
