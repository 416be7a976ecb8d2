"""Plans, what is asked for them, and what is paid."""

from datetime import datetime
from enum import StrEnum
from typing import Final, NewType

from msgspec import Struct

from serai.core.accounts import UserId

RequestId = NewType("RequestId", int)
PaymentId = NewType("PaymentId", int)

CURRENCY: Final = "MAD"
"""What plans are paid in."""


class Cycle(StrEnum):
    MONTHLY = "monthly"
    YEARLY = "yearly"


class Plan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an account may have. Amounts in whole units of CURRENCY; `yearly` None: cannot be paid by the year."""

    name: str = ""
    monthly: int
    yearly: int | None = None
    store_limit: int
    product_limit: int
    custom_domain: bool
    per_minute: int
    per_hour: int


class RequestStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"


class Method(StrEnum):
    BANK_TRANSFER = "bank_transfer"
    CARD = "card"


class PaymentStatus(StrEnum):
    PENDING = "pending"
    SUCCESS = "success"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Request(Struct, frozen=True, kw_only=True):
    """A wish for a plan and how it is paid. `reviewed_by` None on a reviewed one: the payment itself decided.

    The last three are of a card payment, else None.
    """

    id: RequestId
    user: UserId
    user_email: str | None
    user_name: str
    plan: str
    cycle: Cycle
    amount_minor: int
    currency: str
    status: RequestStatus
    method: Method
    sender_name: str | None
    payment_reference: str | None
    notes: str | None
    submitted_at: datetime
    reviewed_at: datetime | None
    reviewed_by: UserId | None
    review_notes: str | None
    order_number: str | None = None
    transaction_number: str | None = None
    payment_status: PaymentStatus | None = None


class Payment(Struct, frozen=True, kw_only=True):
    """A card payment. `completed_at` is when it got its present status, None while pending.

    `flag` says why a person should look at it; `account` is the merchant account it must be paid to.
    """

    id: PaymentId
    request: RequestId
    user: UserId
    order_number: str
    transaction_number: str
    plan: str
    cycle: Cycle
    amount_minor: int
    currency: str
    status: PaymentStatus
    gateway: str
    account: str
    return_url: str
    cancel_url: str
    callback_url: str
    notify_url: str | None
    flag: str | None
    created_at: datetime
    completed_at: datetime | None
    refunded_at: datetime | None
    token_until: datetime


class PlanChanged(Struct, frozen=True, kw_only=True):
    """Payload of `plan.changed`: the subscription as it became. `amount_minor` is for one cycle."""

    plan: str
    status: str
    payment_status: str
    billing_cycle: str
    started_at: datetime
    next_billing_at: datetime | None
    amount_minor: int
    currency: str


class PaymentEnded(Struct, frozen=True, kw_only=True):
    """Payload of `payment.succeeded` and `payment.failed`."""

    order_number: str
    transaction_number: str
    status: PaymentStatus
    plan: str
    billing_cycle: str
    amount_minor: int
    currency: str
    completed_at: datetime | None
