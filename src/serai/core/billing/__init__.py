"""What a merchant's plan costs and allows, how much of it is used, and how it is paid.

Owns `plan_subscriptions` and `plan_usage` from the moment that `accounts` opened them, the requests for plans, and the
card payments with everything a gateway said of them. Gateways themselves are adapters outside of the core.
"""

from serai.core.accounts import Subscription
from serai.core.billing.ask import verify
from serai.core.billing.copies import send_copies
from serai.core.billing.errors import (
    AlreadyReviewed,
    BadSignature,
    LimitReached,
    NotPaid,
    PageGone,
    PaymentMismatch,
    RequestWaiting,
    SettledByGateway,
    TooManyOpenings,
)
from serai.core.billing.expire import expire_plans
from serai.core.billing.gateway import Gateway
from serai.core.billing.model import (
    CURRENCY,
    Cycle,
    Method,
    Payment,
    PaymentEnded,
    PaymentStatus,
    Plan,
    PlanChanged,
    Request,
    RequestId,
    RequestStatus,
)
from serai.core.billing.open_page import open_page, page_of
from serai.core.billing.payments import by_token as payment_by_token
from serai.core.billing.payments import of_user as payment_of_user
from serai.core.billing.plans import PLANS, TRIAL
from serai.core.billing.poll import poll as poll_payments
from serai.core.billing.read import plan_for, subscription
from serai.core.billing.receive import forget_notices, receive
from serai.core.billing.request_transfer import request_transfer
from serai.core.billing.requests import get as request
from serai.core.billing.requests import of_user as requests_of_user
from serai.core.billing.requests import page as page_of_requests
from serai.core.billing.review import review
from serai.core.billing.rules import amount, payment_status_of, plan_of, status_of
from serai.core.billing.settle import settle
from serai.core.billing.start import start_plan
from serai.core.billing.start_payment import Wanted, start_payment
from serai.core.billing.urls import origin
from serai.core.billing.usage import Usage, usage
from serai.core.billing.use import use_products, use_store

__all__ = [
    "CURRENCY",
    "PLANS",
    "TRIAL",
    "AlreadyReviewed",
    "BadSignature",
    "Cycle",
    "Gateway",
    "LimitReached",
    "Method",
    "NotPaid",
    "PageGone",
    "Payment",
    "PaymentEnded",
    "PaymentMismatch",
    "PaymentStatus",
    "Plan",
    "PlanChanged",
    "Request",
    "RequestId",
    "RequestStatus",
    "RequestWaiting",
    "SettledByGateway",
    "Subscription",
    "TooManyOpenings",
    "Usage",
    "Wanted",
    "amount",
    "expire_plans",
    "forget_notices",
    "open_page",
    "origin",
    "page_of",
    "page_of_requests",
    "payment_by_token",
    "payment_of_user",
    "payment_status_of",
    "plan_for",
    "plan_of",
    "poll_payments",
    "receive",
    "request",
    "request_transfer",
    "requests_of_user",
    "review",
    "send_copies",
    "settle",
    "start_payment",
    "start_plan",
    "status_of",
    "subscription",
    "usage",
    "use_products",
    "use_store",
    "verify",
]
