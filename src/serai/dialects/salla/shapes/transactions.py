"""Payments and refunds of orders, as transactions (§6.10)."""

from msgspec import Struct

from serai.core.orders import Payment
from serai.dialects.salla.dates import DateOut, date_out
from serai.dialects.salla.money import Money, money_out
from serai.dialects.salla.shapes.orders import BuyerOut, buyer_out, reference
from serai.dialects.salla.view import View


class ReferencesOut(Struct, frozen=True):
    """`reference_id` is the order's number."""

    reference_id: str | int
    order_id: int
    cart_id: int | None
    transaction: str | None


class PaidByOut(Struct, frozen=True):
    slug: str | None
    name: str | None


class TransactionStatusOut(Struct, frozen=True):
    name: str
    slug: str


class TransactionOut(Struct, frozen=True, kw_only=True):
    """`paid` is what came in, `refunded` what went back: each is a transaction of its own."""

    id: int
    customer: BuyerOut
    references: ReferencesOut
    total: Money
    payment_method: PaidByOut
    status: TransactionStatusOut
    card: str | None
    available_actions: tuple[str, ...]
    created_at: DateOut
    notes: str | None


def transaction_out(payment: Payment, view: View) -> TransactionOut:
    status = "refunded" if payment.is_refund else "paid"
    return TransactionOut(
        id=payment.id,
        customer=buyer_out(payment.customer),
        references=ReferencesOut(reference(payment.number, view), payment.order_id, None, None),
        total=money_out(payment.amount_minor, payment.currency),
        payment_method=PaidByOut(payment.method, None if payment.method is None else method_name(payment.method)),
        status=TransactionStatusOut(status.capitalize(), status),
        card=None,
        available_actions=(),
        created_at=date_out(payment.created_at, view),
        notes=None,
    )


def method_name(slug: str) -> str:
    """`credit_card` → `Credit card`"""
    return slug.replace("_", " ").capitalize()
