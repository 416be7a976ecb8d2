"""What can go wrong with subscriptions."""

from serai.kit.errors import Refused


class SubscriptionCancelled(Refused):
    """It was cancelled: nothing about it changes any more."""
