"""Goods that are ordered again and again. A renewal is an order like any other, placed by the worker when its day comes.

Owns `subscription_frequencies`, `subscriptions`, `subscription_renewals` and the worker's list `stores_with_renewals`. Days
are days in the store's time zone. A merchant's own plan is in `billing`.
"""

from serai.core.subscriptions.change import cancel, edit
from serai.core.subscriptions.create import create
from serai.core.subscriptions.errors import SubscriptionCancelled
from serai.core.subscriptions.model import (
    Frequency,
    FrequencyId,
    NewSubscription,
    Status,
    Subscription,
    SubscriptionChange,
    SubscriptionId,
    Unit,
    Upcoming,
)
from serai.core.subscriptions.read import Filter, frequencies, get, page
from serai.core.subscriptions.renew import renew_due
from serai.core.subscriptions.upcoming import upcoming

__all__ = [
    "Filter",
    "Frequency",
    "FrequencyId",
    "NewSubscription",
    "Status",
    "Subscription",
    "SubscriptionCancelled",
    "SubscriptionChange",
    "SubscriptionId",
    "Unit",
    "Upcoming",
    "cancel",
    "create",
    "edit",
    "frequencies",
    "get",
    "page",
    "renew_due",
    "upcoming",
]
