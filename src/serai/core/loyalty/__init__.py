"""Loyalty: points that orders earn and that later orders are paid with.

Owns `loyalty_settings`, `loyalty_accounts` and `loyalty_movements`: a ledger whose sums per customer are the account's two
figures. Knows orders only by their ids.
"""

from serai.core.loyalty.change_settings import change_settings
from serai.core.loyalty.earn import earn, give_back, reverse
from serai.core.loyalty.errors import PointsReason, PointsRefused
from serai.core.loyalty.model import Account, Settings, SettingsChange
from serai.core.loyalty.read import account, read_settings
from serai.core.loyalty.redeem import Redeemed, adjust, foresee, redeem
from serai.core.loyalty.rules import MOST_POINTS

__all__ = [
    "MOST_POINTS",
    "Account",
    "PointsReason",
    "PointsRefused",
    "Redeemed",
    "Settings",
    "SettingsChange",
    "account",
    "adjust",
    "change_settings",
    "earn",
    "foresee",
    "give_back",
    "read_settings",
    "redeem",
    "reverse",
]
