"""Subscriptions."""

from serai.core import subscriptions
from serai.core.subscriptions import SubscriptionId
from serai.dialects.salloq.auth import key
from serai.dialects.salloq.paging import listed, slice_of
from serai.dialects.salloq.shapes.answers import Answer, Listed, answer
from serai.dialects.salloq.shapes.subscriptions import (
    CancelIn,
    FrequencyOut,
    SubscriptionChangeIn,
    SubscriptionIn,
    SubscriptionOut,
    SubscriptionQuery,
    UpcomingOut,
    frequency_out,
    subscription_out,
    upcoming_out,
)
from serai.wire.call import Call
from serai.wire.operation import Operations

plans = Operations("Subscriptions")


@plans.get("/subscriptions/{subscription:subscription}", scope="subscriptions:read")
async def get_subscription(call: Call, subscription: int) -> Answer[SubscriptionOut]:
    """Retrieve subscription details."""
    return answer(subscription_out(await subscriptions.get(call.db, key(call).store, SubscriptionId(subscription))))


@plans.get("/subscriptions/{subscription:subscription}/upcoming", scope="subscriptions:read")
async def get_upcoming_order(call: Call, subscription: int) -> Answer[UpcomingOut]:
    """Preview the next scheduled subscription order."""
    return answer(upcoming_out(await subscriptions.upcoming(call.db, key(call).store, SubscriptionId(subscription))))


@plans.post("/subscriptions", scope="subscriptions:write", status=201)
async def create_subscription(call: Call, body: SubscriptionIn) -> Answer[SubscriptionOut]:
    """Create a new subscription."""
    return answer(subscription_out(await subscriptions.create(call.tx, key(call).store, body.to_core())))


@plans.patch("/subscriptions/{subscription:subscription}", scope="subscriptions:write")
async def update_subscription(call: Call, subscription: int, body: SubscriptionChangeIn) -> Answer[SubscriptionOut]:
    """Update subscription details."""
    found = SubscriptionId(subscription)
    return answer(subscription_out(await subscriptions.edit(call.tx, key(call).store, found, body.to_core())))


@plans.post("/subscriptions/{subscription:subscription}/cancel", scope="subscriptions:write")
async def cancel_subscription(call: Call, subscription: int, body: CancelIn) -> Answer[SubscriptionOut]:
    """Cancel a subscription."""
    found = SubscriptionId(subscription)
    return answer(subscription_out(await subscriptions.cancel(call.tx, key(call).store, found, reason=body.reason)))


@plans.get("/subscriptions", scope="subscriptions:read")
async def list_subscriptions(call: Call, query: SubscriptionQuery) -> Listed[SubscriptionOut]:
    """Retrieve a list of subscriptions with optional filtering."""
    slice_ = slice_of(call, query)
    found = await subscriptions.page(call.db, key(call).store, query.to_core(), slice_)
    return listed(call, slice_, found, subscription_out)


@plans.get("/subscriptions/frequencies", scope="subscriptions:read")
async def list_frequencies(call: Call) -> Answer[tuple[FrequencyOut, ...]]:
    """Retrieve how often a product can be subscribed to, and what that saves."""
    return answer(tuple(frequency_out(each) for each in await subscriptions.frequencies(call.db, key(call).store)))
