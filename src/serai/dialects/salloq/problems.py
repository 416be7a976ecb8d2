"""How every error sounds on this wire, and the envelope that holds it. `code` is the HTTP status."""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from serai.core.loyalty import PointsReason, PointsRefused
from serai.core.orders import IllegalMove, OutOfStock
from serai.core.promotions import PromoRefused, Reason
from serai.core.subscriptions import SubscriptionCancelled
from serai.kit.errors import Taken, Unauthenticated
from serai.wire.dialect import Problem, Spoken
from serai.wire.problems import Problems, worded

_LINE_QUANTITY = re.compile(r"(items\.\d+)\.quantity")
_WORDS: Final = {"points_per_unit": "points_per_dollar"}


class Error(msgspec.Struct, frozen=True):
    message: str
    code: int
    details: Any  # nothing, messages by field, or the lines that are out of stock


class Failure(msgspec.Struct, frozen=True):
    success: bool
    error: Error


def field(path: str) -> str:
    """A dotted path of core words in this wire's. A product's `quantity` is worded by its own operations."""
    return _WORDS.get(path) or _LINE_QUANTITY.sub(r"\1.qty", path)


def envelope(spoken: Spoken) -> Failure:
    return Failure(success=False, error=Error(spoken.message, spoken.status, spoken.details or spoken.fields))


def _taken(error: Taken) -> dict[str, list[str]]:
    return {field(error.field): ["Is already in use."]}


def _short(error: OutOfStock) -> dict[str, list[dict[str, int]]]:
    rows = [
        {"index": s.index, "product_id": s.product, "requested": s.requested, "available": s.available} for s in error.shorts
    ]
    return {"items": rows}


_PROMO: Final[Mapping[Reason, str]] = {
    Reason.UNKNOWN: "Is not a known promo code.",
    Reason.NOT_YET: "Is not valid yet.",
    Reason.EXPIRED: "Has expired.",
    Reason.MINIMUM: "Needs a higher subtotal.",
    Reason.EXHAUSTED: "Has been used as often as it may be.",
    Reason.CUSTOMER_LIMIT: "Has been used by this customer as often as it may be.",
    Reason.INACTIVE: "Is not active.",
    Reason.MAXIMUM: "Needs a lower subtotal.",
    Reason.NOT_ELIGIBLE: "Is not for this customer.",
    Reason.WORTHLESS: "Takes nothing off this order.",
}
_POINTS: Final[Mapping[PointsReason, str]] = {
    PointsReason.DISABLED: "Points cannot be redeemed now.",
    PointsReason.MINIMUM: "Must be at least {limit}.",
    PointsReason.BALANCE: "The customer has {limit} points.",
    PointsReason.WORTHLESS: "There is nothing left to pay with points.",
}


def _promo(error: PromoRefused) -> dict[str, list[str]]:
    return {"promo_code": [_PROMO[error.reason]]}


def _points(error: PointsRefused) -> dict[str, list[str]]:
    return {"redeem_points": [_POINTS[error.reason].format(limit=error.limit)]}


PROBLEMS: Final[Problems] = worded(
    {
        Unauthenticated: Problem(401, "Missing or invalid API key"),
        Taken: Problem(422, "Validation failed", details=_taken),
        OutOfStock: Problem(422, "Insufficient stock", details=_short),
        IllegalMove: Problem(422, lambda e: f"An order cannot go from {e.current} to {e.to}"),
        PromoRefused: Problem(422, "Validation failed", details=_promo),
        PointsRefused: Problem(422, "Validation failed", details=_points),
        SubscriptionCancelled: Problem(422, "The subscription is cancelled"),
    }
)
