"""Subscriptions. `price` is of one piece, less what who subscribes saves; dates are days in the store's time zone."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from serai.core import subscriptions
from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.subscriptions import FrequencyId
from serai.dialects.salloq.paging import PageQuery
from serai.dialects.salloq.shapes.fields import Id, plain, whole_seconds
from serai.kit.money import to_decimal

Status = Literal["active", "paused", "past_due", "cancelled"]


class FrequencyOut(Struct, frozen=True):
    id: int
    name: str
    unit: Literal["day", "week", "month"]
    count: int
    discount_percent: Decimal


class SubscriptionOut(Struct, frozen=True):
    """From `currency` on the fields are beside the documentation's. A cancelled one has no next date."""

    id: int
    customer_id: int
    product_id: int
    frequency_id: int
    frequency_name: str
    quantity: int
    price: Decimal
    status: Status
    next_billing_date: date | None
    created_at: datetime
    currency: str
    cancelled_at: datetime | None
    reason: str | None


class UpcomingItem(Struct, frozen=True):
    product_id: int
    product_name: str
    qty: int
    price: Decimal
    subtotal: Decimal


class UpcomingOut(Struct, frozen=True):
    """The next order as it would be placed now (SQ-G12)."""

    subscription_id: int
    scheduled_for: date
    items: tuple[UpcomingItem, ...]
    subtotal: Decimal
    discount: Decimal
    tax: Decimal
    shipping: Decimal
    total: Decimal
    in_stock: bool
    currency: str


def frequency_out(frequency: subscriptions.Frequency) -> FrequencyOut:
    return FrequencyOut(
        id=frequency.id,
        name=frequency.name,
        unit=frequency.unit.value,
        count=frequency.count,
        discount_percent=plain(frequency.discount_percent),
    )


def subscription_out(subscription: subscriptions.Subscription) -> SubscriptionOut:
    ended = subscription.cancelled_at
    return SubscriptionOut(
        id=subscription.id,
        customer_id=subscription.customer,
        product_id=subscription.product,
        frequency_id=subscription.frequency.id,
        frequency_name=subscription.frequency.name,
        quantity=subscription.quantity,
        price=to_decimal(subscription.price_minor, subscription.currency),
        status=subscription.status.value,
        next_billing_date=subscription.next_date if ended is None else None,
        created_at=whole_seconds(subscription.created_at),
        currency=subscription.currency,
        cancelled_at=None if ended is None else whole_seconds(ended),
        reason=subscription.cancel_reason,
    )


def upcoming_out(upcoming: subscriptions.Upcoming) -> UpcomingOut:
    subscription, sums, currency = upcoming.subscription, upcoming.sums, upcoming.currency
    item = UpcomingItem(
        product_id=subscription.product,
        product_name=upcoming.product_name,
        qty=subscription.quantity,
        price=to_decimal(subscription.price_minor, currency),
        subtotal=to_decimal(sums.subtotal, currency),
    )
    return UpcomingOut(
        subscription_id=subscription.id,
        scheduled_for=subscription.due_date,
        items=(item,),
        subtotal=to_decimal(sums.subtotal, currency),
        discount=to_decimal(sums.discount, currency),
        tax=to_decimal(sums.tax, currency),
        shipping=to_decimal(sums.shipping, currency),
        total=to_decimal(sums.total, currency),
        in_stock=upcoming.in_stock,
        currency=currency,
    )


class SubscriptionQuery(PageQuery, frozen=True, kw_only=True):
    customer_id: Id | None = None
    status: Status | None = None

    def to_core(self) -> subscriptions.Filter:
        return subscriptions.Filter(
            customer=None if self.customer_id is None else CustomerId(self.customer_id),
            status=None if self.status is None else subscriptions.Status(self.status),
        )


class SubscriptionIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`start_date` is the day of the first order."""

    customer_id: Id
    product_id: Id
    frequency_id: Id
    quantity: int
    start_date: date

    def to_core(self) -> subscriptions.NewSubscription:
        return subscriptions.NewSubscription(
            customer=CustomerId(self.customer_id),
            product=ProductId(self.product_id),
            frequency=FrequencyId(self.frequency_id),
            quantity=self.quantity,
            start_date=self.start_date,
        )


class SubscriptionChangeIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is not sent stays, and so does the price."""

    quantity: int | UnsetType = UNSET
    frequency_id: Id | UnsetType = UNSET
    next_billing_date: date | UnsetType = UNSET
    status: Literal["active", "paused"] | UnsetType = UNSET

    def to_core(self) -> subscriptions.SubscriptionChange:
        return subscriptions.SubscriptionChange(
            quantity=self.quantity,
            frequency=UNSET if isinstance(self.frequency_id, UnsetType) else FrequencyId(self.frequency_id),
            next_date=self.next_billing_date,
            status=UNSET if isinstance(self.status, UnsetType) else subscriptions.Status(self.status),
        )


class CancelIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    reason: str | None = None
