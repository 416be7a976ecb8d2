"""Plans and the requests for them on this wire. Amounts are whole units, as plans are priced."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, TypeVar

from msgspec import Meta, Struct

from serai.core import billing
from serai.core.billing import CURRENCY, PLANS, TRIAL, Cycle, Method, PaymentStatus, Request, RequestStatus, Subscription
from serai.dialects.skalia import ids
from serai.dialects.skalia.paging import Paged
from serai.dialects.skalia.shapes.times import Time, time_or_none, time_out
from serai.kit.money import to_decimal

T = TypeVar("T")
PlanName = Annotated[str, Meta(max_length=50, examples=["pro"])]
BY_PAYMENT = "payzone"
"""Who reviewed a request that its card payment decided."""


class PlanOut(Struct, rename="camel"):
    """`amount` for one cycle; the limits are those in force, an expired plan's are the trial's."""

    plan: str
    status: str
    payment_status: str
    billing_cycle: str
    started_at: Time
    next_billing_date: Time | None
    last_payment_date: Time | None
    amount: int
    currency: str
    store_limit: int
    product_limit: int
    notes: str | None


class RequestIn(Struct, rename="camel", forbid_unknown_fields=True):
    plan: PlanName
    billing_cycle: Cycle
    sender_name: Annotated[str, Meta(min_length=1, max_length=200)]
    payment_reference: Annotated[str, Meta(min_length=1, max_length=200)]
    notes: Annotated[str, Meta(max_length=2000)] | None = None


class RequestOut(Struct, rename="camel"):
    """The `payzone…` ones are of card payments only."""

    id: str
    user_id: str
    plan: str
    billing_cycle: Cycle
    amount: int
    currency: str
    status: RequestStatus
    payment_method: Method
    payzone_transaction_id: str | None
    payzone_order_id: str | None
    payzone_status: PaymentStatus | None
    submitted_at: Time
    reviewed_at: Time | None
    reviewed_by: str | None
    review_notes: str | None


class AdminRequestsQuery(Paged):
    status: RequestStatus | None = None


class AdminRequestOut(Struct, rename="camel"):
    id: str
    user_id: str
    user_email: str | None
    user_display_name: str
    plan: str
    billing_cycle: Cycle
    amount: int
    currency: str
    status: RequestStatus
    payment_method: Method
    payment_reference: str | None
    sender_name: str | None
    notes: str | None
    submitted_at: Time
    reviewed_at: Time | None
    reviewed_by: str | None
    review_notes: str | None


class ReviewIn(Struct, forbid_unknown_fields=True):
    status: Annotated[str, Meta(pattern="^(approved|rejected)$", examples=["approved"])]
    notes: Annotated[str, Meta(max_length=2000)] | None = None


class ReviewOut(Struct, rename="camel"):
    """The fields of the documentation first, then the rest of the request."""

    id: str
    status: RequestStatus
    reviewed_at: Time | None
    reviewed_by: str | None
    review_notes: str | None
    user_id: str
    plan: str
    billing_cycle: Cycle
    amount: int
    currency: str
    payment_method: Method
    payment_reference: str | None
    sender_name: str | None
    notes: str | None
    submitted_at: Time


def whole(minor: int, currency: str) -> int:
    """29900 MAD → 299"""
    return int(to_decimal(minor, currency))


def plan_out(subscription: Subscription, at: datetime) -> PlanOut:
    in_force = billing.plan_of(subscription, at)
    return PlanOut(
        plan=subscription.plan,
        status=billing.status_of(subscription, at),
        payment_status=billing.payment_status_of(subscription, at),
        billing_cycle=subscription.billing_cycle,
        started_at=time_out(subscription.started_at),
        next_billing_date=time_or_none(subscription.next_billing_at),
        last_payment_date=time_or_none(subscription.last_payment_at),
        amount=billing.amount(PLANS.get(subscription.plan, TRIAL), Cycle(subscription.billing_cycle)),
        currency=CURRENCY,
        store_limit=in_force.store_limit,
        product_limit=in_force.product_limit,
        notes=subscription.notes,
    )


def request_out(request: Request) -> RequestOut:
    return _filled(
        RequestOut,
        request,
        payzone_transaction_id=request.transaction_number,
        payzone_order_id=request.order_number,
        payzone_status=request.payment_status,
    )


def admin_request_out(request: Request) -> AdminRequestOut:
    return _filled(
        AdminRequestOut, request, user_email=request.user_email, user_display_name=request.user_name, **_told(request)
    )


def review_out(request: Request) -> ReviewOut:
    return _filled(ReviewOut, request, **_told(request))


def _told(request: Request) -> dict[str, str | None]:
    """What the merchant wrote."""
    return {"payment_reference": request.payment_reference, "sender_name": request.sender_name, "notes": request.notes}


def _filled(out: Callable[..., T], request: Request, **more: object) -> T:
    """What every form of a request has."""
    return out(
        id=ids.write("request", request.id),
        user_id=ids.write("user", request.user),
        plan=request.plan,
        billing_cycle=request.cycle,
        amount=whole(request.amount_minor, request.currency),
        currency=request.currency,
        status=request.status,
        payment_method=request.method,
        submitted_at=time_out(request.submitted_at),
        reviewed_at=time_or_none(request.reviewed_at),
        reviewed_by=_reviewer(request),
        review_notes=request.review_notes,
        **more,
    )


def _reviewer(request: Request) -> str | None:
    if request.reviewed_by is not None:
        return ids.write("user", request.reviewed_by)
    return BY_PAYMENT if request.reviewed_at and request.method is Method.CARD else None
