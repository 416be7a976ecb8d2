"""Card payments on this wire."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from serai.core import billing
from serai.core.billing import CURRENCY, PLANS, TRIAL, Cycle, Payment, PaymentStatus, Subscription, Wanted
from serai.dialects.skalia.shapes.billing import PlanName, whole
from serai.dialects.skalia.shapes.times import Time, time_or_none, time_out

Url = Annotated[str, Meta(max_length=2048, examples=["https://example.com/billing"])]


class TransactionIn(Struct, rename="camel", forbid_unknown_fields=True):
    """`returnUrl` and `cancelUrl` are https, or http on this machine; `notifyUrl` gets a signed copy of the news."""

    plan: PlanName
    billing_cycle: Cycle
    return_url: Url
    cancel_url: Url
    notify_url: Url | None = None

    def to_core(self, *, callback_url: str) -> Wanted:
        return Wanted(
            plan=self.plan,
            cycle=self.billing_cycle,
            return_url=self.return_url,
            cancel_url=self.cancel_url,
            notify_url=self.notify_url,
            callback_url=callback_url,
        )


class VerifyIn(Struct, rename="camel", forbid_unknown_fields=True):
    order_id: Annotated[str, Meta(max_length=100, examples=["ORD987654321"])]


class StartedOut(Struct, rename="camel"):
    transaction_id: str
    order_id: str
    payment_url: str
    amount: int
    currency: str
    status: PaymentStatus
    notify_url: str | None


class Started(Struct):
    transaction: StartedOut


class TransactionOut(Struct, rename="camel"):
    order_id: str
    transaction_id: str
    status: PaymentStatus
    amount: int
    currency: str
    created_at: Time
    completed_at: Time | None


class Transaction(Struct):
    transaction: TransactionOut


class PaidPlanOut(Struct, rename="camel"):
    plan: str
    status: str
    billing_cycle: str
    started_at: Time
    amount: int
    currency: str


class Verified(Struct):
    subscription: PaidPlanOut


class Processed(Struct):
    """`status` is what the payment service looks for, `message` what the documentation has."""

    status: str
    message: str


def started_out(payment: Payment, *, payment_url: str) -> Started:
    return Started(
        StartedOut(
            transaction_id=payment.transaction_number,
            order_id=payment.order_number,
            payment_url=payment_url,
            amount=whole(payment.amount_minor, payment.currency),
            currency=payment.currency,
            status=payment.status,
            notify_url=payment.notify_url,
        )
    )


def transaction_out(payment: Payment) -> Transaction:
    return Transaction(
        TransactionOut(
            order_id=payment.order_number,
            transaction_id=payment.transaction_number,
            status=payment.status,
            amount=whole(payment.amount_minor, payment.currency),
            currency=payment.currency,
            created_at=time_out(payment.created_at),
            completed_at=time_or_none(payment.completed_at),
        )
    )


def verified_out(subscription: Subscription, at: datetime) -> Verified:
    return Verified(
        PaidPlanOut(
            plan=subscription.plan,
            status=billing.status_of(subscription, at),
            billing_cycle=subscription.billing_cycle,
            started_at=time_out(subscription.started_at),
            amount=billing.amount(PLANS.get(subscription.plan, TRIAL), Cycle(subscription.billing_cycle)),
            currency=CURRENCY,
        )
    )
