"""Where an order stands, in this wire's codes. Source: docs/dialects/scayle-admin.md, "Orders"."""

from typing import Final

import msgspec

from serai.core.orders import Order, Piece, State, Whole, pieces_of


class Code(msgspec.Struct, frozen=True):
    code: str
    name: str


class DetailedOut(msgspec.Struct, frozen=True):
    order: Code
    shipping: Code
    billing: Code


class StatusOut(msgspec.Struct, frozen=True, rename="camel"):
    status: str
    detailed_status: DetailedOut


_ORDER: Final = {
    State.PENDING: Code("order_open", "Open"),
    State.PROCESSING: Code("order_delegated", "Delegated"),
    State.SHIPPED: Code("order_invoiced", "Invoiced"),
    State.DELIVERED: Code("order_invoiced", "Invoiced"),
    State.CANCELLED: Code("order_cancelled", "Cancelled"),
}
_OPEN: Final = Code("shipping_open", "Open")
_PART_SHIPPED: Final = Code("shipping_partially_shipped", "Partially shipped")
_SHIPPED: Final = Code("shipping_shipped", "Shipped")
_DELIVERED: Final = Code("shipping_delivered", "Delivered")
_RETURNED: Final = Code("shipping_returned", "Returned")
_PART_RETURNED: Final = Code("shipping_partially_returned", "Partially returned")
_UNPAID: Final = Code("billing_payment_pending", "Payment pending")
_PAID: Final = Code("billing_completed", "Completed")
_PART_REFUNDED: Final = Code("billing_partially_refunded", "Partially refunded")
_REFUNDED: Final = Code("billing_refunded", "Refunded")
_NEVER_PAID: Final = Code("billing_payment_cancelled", "Payment cancelled")


def status_out(whole: Whole) -> StatusOut:
    return StatusOut(status(whole), detailed(whole))


def status(whole: Whole) -> str:
    """One of the seven words."""
    order = whole.order
    if order.state is State.PENDING:
        return "payment_pending"
    if order.state is State.PROCESSING:
        return "invoice_partially_completed" if whole.shipments else "payment_reserved"
    if order.state is State.CANCELLED or (order.state is State.REFUNDED and order.shipped_at is None):
        return "cancellation_completed"
    return "invoice_completed"


def detailed(whole: Whole) -> DetailedOut:
    return DetailedOut(_order(whole.order), _shipping(whole), _billing(whole.order))


def item_status(order: Order, piece: Piece) -> str:
    """`deliverable` is on its way."""
    fate = piece.fate
    if fate.returned_at is not None or (order.state is State.REFUNDED and fate.shipped_at is not None):
        return "returned"
    if fate.cancelled_at is not None:
        return "cancelled"
    if fate.shipped_at is None:
        return "available"
    return "delivered" if order.state is State.DELIVERED else "deliverable"


def _order(order: Order) -> Code:
    if order.state is State.REFUNDED:
        return _ORDER[State.CANCELLED if order.shipped_at is None else State.SHIPPED]
    return _ORDER[order.state]


def _shipping(whole: Whole) -> Code:
    order = whole.order
    words = {item_status(order, piece) for piece in pieces_of(whole)} - {"cancelled"}
    if "returned" in words:
        return _RETURNED if words == {"returned"} else _PART_RETURNED
    if words & {"deliverable", "delivered"}:
        if "available" in words:
            return _PART_SHIPPED
        return _DELIVERED if words == {"delivered"} else _SHIPPED
    return _OPEN


def _billing(order: Order) -> Code:
    if order.paid_at is None:
        return _NEVER_PAID if order.state is State.CANCELLED else _UNPAID
    if order.payment_status == "refunded":
        return _REFUNDED
    return _PART_REFUNDED if order.refunded_minor else _PAID
