"""Changing and cancelling a subscription."""

from datetime import date

from msgspec import UnsetType
from msgspec.structs import replace

from serai.core.stores import StoreId
from serai.core.subscriptions import queue, read, rules
from serai.core.subscriptions.errors import SubscriptionCancelled
from serai.core.subscriptions.model import Frequency, Status, Subscription, SubscriptionChange, SubscriptionId, Unit
from serai.kit.checks import Faults
from serai.kit.db import Tx
from serai.kit.outbox import Event
from serai.kit.values import sent

UPDATE = """
update subscriptions
   set version = $3, frequency_id = $4, quantity = $5, status = $6, next_date = $7, anchor_day = $8, failures = $9,
       retry_date = $10, updated_at = $11, cancelled_at = $12, cancel_reason = $13
 where store_id = $1 and id = $2
"""


async def edit(tx: Tx, store: StoreId, subscription: SubscriptionId, asked: SubscriptionChange) -> Subscription:
    """Change what the change says and return the subscription as it now is; the price stays.

    A new date is the one that months come back to. Taken up again, it goes on with the first scheduled day that is not
    past. Raises NotFound, SubscriptionCancelled, Invalid.
    """
    before = await _lock(tx, store, subscription)
    today = await queue.today(tx, store)
    await _check(tx, before, asked, today)
    frequency = before.frequency
    if not isinstance(asked.frequency, UnsetType):
        frequency = await read.frequency(tx, store, asked.frequency)
    after = _taken_up(before, _changed(before, asked, frequency), today)
    if after == before:
        return before
    after = await save(tx, after)
    if after.status is Status.ACTIVE:
        await queue.schedule(tx, store, after.due_date)
    tx.emit(Event(store, "subscription.updated", after.id, after.version, after))
    return after


async def cancel(tx: Tx, store: StoreId, subscription: SubscriptionId, *, reason: str | None) -> Subscription:
    """End it for good. Raises NotFound, SubscriptionCancelled when it was, Invalid for a reason that is too long."""
    kept = rules.checked_reason(reason)
    before = await _lock(tx, store, subscription)
    ended = replace(before, status=Status.CANCELLED, cancelled_at=tx.now, cancel_reason=kept, retry_date=None)
    after = await save(tx, ended)
    tx.emit(Event(store, "subscription.cancelled", after.id, after.version, after))
    return after


async def save(tx: Tx, changed: Subscription) -> Subscription:
    """Write what can change; a version later."""
    after = replace(changed, version=changed.version + 1, updated_at=tx.now)
    await tx.run(
        UPDATE,
        *(after.store_id, after.id, after.version, after.frequency.id, after.quantity, after.status, after.next_date),
        *(after.anchor_day, after.failures, after.retry_date, after.updated_at, after.cancelled_at, after.cancel_reason),
    )
    return after


async def _lock(tx: Tx, store: StoreId, subscription: SubscriptionId) -> Subscription:
    before = await read.lock(tx, store, subscription)
    if before.status is Status.CANCELLED:
        raise SubscriptionCancelled
    return before


async def _check(tx: Tx, before: Subscription, asked: SubscriptionChange, today: date) -> None:
    faults = Faults()
    if not isinstance(asked.quantity, UnsetType):
        quantity = asked.quantity
        faults.of(lambda: rules.checked_quantity(quantity))
    if not isinstance(asked.next_date, UnsetType):
        day = asked.next_date
        faults.of(lambda: rules.checked_day(day, today=today, field="next_billing_date"))
        last = await read.last_period(tx, before.store_id, before.id)
        if last is not None and today <= day <= last:
            faults.add("next_billing_date", f"Must be after {last}, which was ordered already.")
    if not isinstance(asked.status, UnsetType) and asked.status not in (Status.ACTIVE, Status.PAUSED):
        faults.add("status", "Must be active or paused.")
    faults.settle()


def _changed(before: Subscription, asked: SubscriptionChange, frequency: Frequency) -> Subscription:
    """What was sent, and what follows from it: another day is tried afresh, and is an anchor of its own."""
    after = replace(
        before,
        quantity=sent(asked.quantity, before.quantity),
        frequency=frequency,
        status=sent(asked.status, before.status),
        next_date=sent(asked.next_date, before.next_date),
    )
    in_months = before.frequency.unit is Unit.MONTH and frequency.unit is Unit.MONTH
    if after.next_date != before.next_date or not in_months:
        after = replace(after, anchor_day=after.next_date.day)
    if after.next_date != before.next_date:
        after = replace(after, failures=0, retry_date=None)
    return after


def _taken_up(before: Subscription, after: Subscription, today: date) -> Subscription:
    """From paused or past due to active: days that went by meanwhile are left out."""
    if after.status is not Status.ACTIVE or before.status is Status.ACTIVE:
        return after
    day = rules.from_today(after.next_date, after.frequency, anchor=after.anchor_day, today=today)
    return replace(after, next_date=day, failures=0, retry_date=None)
