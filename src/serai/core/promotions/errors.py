"""What can go wrong with promo codes."""

from dataclasses import dataclass
from enum import StrEnum

from serai.kit.errors import Refused


class Reason(StrEnum):
    """Why an order cannot have a code."""

    UNKNOWN = "unknown"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    MINIMUM = "minimum"
    EXHAUSTED = "exhausted"
    CUSTOMER_LIMIT = "customer_limit"
    INACTIVE = "inactive"
    MAXIMUM = "maximum"
    NOT_ELIGIBLE = "not_eligible"
    """It is for other customers, or for other places."""
    WORTHLESS = "worthless"
    """It would take nothing off this order."""


@dataclass(eq=False)
class PromoRefused(Refused):
    """The order cannot have this promo code. Nothing was written."""

    reason: Reason
