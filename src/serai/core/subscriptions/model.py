"""Subscriptions to a product. Money in minor units of the store's currency, quantities in pieces."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from msgspec import UNSET, Struct, UnsetType

from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.orders.rules import Totals
from serai.core.stores import StoreId

SubscriptionId = NewType("SubscriptionId", int)
FrequencyId = NewType("FrequencyId", int)


class Unit(StrEnum):
    """What an interval counts."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Status(StrEnum):
    """Only active ones are renewed. Past due: a period could not be had three days running."""

    ACTIVE = "active"
    PAUSED = "paused"
    PAST_DUE = "past_due"
    CANCELLED = "cancelled"


class Frequency(Struct, frozen=True):
    """How often, and what who subscribes saves: 10 for 10 %."""

    id: FrequencyId
    name: str
    unit: Unit
    count: int
    discount_percent: Decimal


class Subscription(Struct, frozen=True, kw_only=True):
    """`price_minor` of one piece, fixed at creation. `next_date` is the day that is scheduled next; months come back to
    `anchor_day`. `retry_date` is when a day that failed `failures` times is tried again.
    """

    store_id: StoreId
    id: SubscriptionId
    version: int
    customer: CustomerId
    product: ProductId
    frequency: Frequency
    quantity: int
    currency: str
    price_minor: int
    status: Status
    next_date: date
    anchor_day: int
    failures: int
    retry_date: date | None
    created_at: datetime
    updated_at: datetime
    cancelled_at: datetime | None
    cancel_reason: str | None

    @property
    def due_date(self) -> date:
        return self.retry_date or self.next_date


class NewSubscription(Struct, frozen=True, kw_only=True):
    """`start_date` is the day of its first order, in the store's time zone."""

    customer: CustomerId
    product: ProductId
    frequency: FrequencyId
    quantity: int
    start_date: date


class SubscriptionChange(Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is."""

    quantity: int | UnsetType = UNSET
    frequency: FrequencyId | UnsetType = UNSET
    next_date: date | UnsetType = UNSET
    status: Status | UnsetType = UNSET


class Upcoming(Struct, frozen=True):
    """The next order as it would be placed today. Its one item costs `subscription.price_minor` a piece."""

    subscription: Subscription
    product_name: str
    sums: Totals
    currency: str
    in_stock: bool
