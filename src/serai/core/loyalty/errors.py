"""What can go wrong with points."""

from dataclasses import dataclass
from enum import StrEnum

from serai.kit.errors import Refused


class PointsReason(StrEnum):
    """Why an order cannot be paid with so many points."""

    DISABLED = "disabled"
    MINIMUM = "minimum"
    BALANCE = "balance"
    WORTHLESS = "worthless"
    """There is nothing left that points could pay."""


@dataclass(eq=False)
class PointsRefused(Refused):
    """The points cannot be redeemed. `limit` is the fewest that can be, or those that the customer has."""

    reason: PointsReason
    limit: int
