"""What a plan forbids, and what can be wrong with paying for one."""

from dataclasses import dataclass

from serai.core.billing.model import PaymentStatus, RequestStatus
from serai.kit.errors import Forbidden, NotFound, Refused, TooMany, Unauthenticated


@dataclass(eq=False)
class LimitReached(Forbidden):
    """The plan allows no more of these. `limit` is `stores` or `products`, `maximum` how many the plan allows."""

    limit: str
    maximum: int
    plan: str


class RequestWaiting(Refused):
    """The account has a bank transfer that nobody has looked at yet."""


@dataclass(eq=False)
class AlreadyReviewed(Refused):
    """The request was decided before."""

    status: RequestStatus


class SettledByGateway(Refused):
    """A card payment's request: the payment decides it, nobody else."""


@dataclass(eq=False)
class NotPaid(Refused):
    """The money is not there."""

    status: PaymentStatus


class BadSignature(Unauthenticated):
    """A callback that nobody with the key has written. Does not tell what is wrong with it."""


class PaymentMismatch(Refused):
    """A genuine message about another amount, currency, transaction or merchant. Does not tell which."""


class PageGone(NotFound):
    """The payment page's time is over."""


class TooManyOpenings(TooMany):
    """The payment page was opened more often than anybody needs."""
