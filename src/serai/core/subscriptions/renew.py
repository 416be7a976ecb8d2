"""Renewing what is due: an order for each period, exactly once.

Store, subscription, order, the period's row and the next date are one transaction: killed anywhere in it, the next worker
finds everything as it was. Two workers never have one store, and the period's key refuses what no lock prevented.
"""

from datetime import timedelta

from msgspec.structs import replace

from serai.core import orders
from serai.core.orders import Draft, Wanted
from serai.core.subscriptions import queue, rules
from serai.core.subscriptions.change import save
from serai.core.subscriptions.model import Status, Subscription, Unit
from serai.core.subscriptions.queue import Due
from serai.core.subscriptions.read import COLUMNS, JOINED, subscription_of
from serai.kit.db import Database, Tx
from serai.kit.errors import Invalid, NotFound, Refused
from serai.kit.outbox import Event

ACTOR = "subscription"

# One that somebody is changing right now is left for the next look.
CLAIM = f"""
select {COLUMNS}
  {JOINED}
 where s.store_id = $1 and s.status = 'active' and coalesce(s.retry_date, s.next_date) <= $2
 order by coalesce(s.retry_date, s.next_date), s.id
 limit 1
   for update of s skip locked
"""

NOTE = """
insert into subscription_renewals (store_id, subscription_id, period, order_id, renewed_at)
values ($1, $2, $3, $4, $5)
"""


async def renew_due(database: Database) -> int:
    """Renew one subscription that is due anywhere; 0 when there is none that nobody else works on."""

    async def work(tx: Tx) -> int:
        due = await queue.take(tx)
        if due is None:
            return 0
        row = await tx.one(CLAIM, due.store, due.today)
        if row is not None:
            await _renew(tx, due, subscription_of(row))
        await queue.put_back(tx, due)
        return 1

    return await database.write(work)


async def _renew(tx: Tx, due: Due, subscription: Subscription) -> None:
    line = Wanted(subscription.product, subscription.quantity, unit_minor=subscription.price_minor)
    address = await orders.last_address(tx, due.store, subscription.customer)
    draft = Draft(customer=subscription.customer, lines=(line,), ship_to=address, is_subscription=True)
    try:
        order = await orders.place(tx, due.store, draft, actor=ACTOR)
    except (Refused, Invalid, NotFound):  # all of them before anything is written
        await _fail(tx, due, subscription)
        return
    await tx.run(NOTE, due.store, subscription.id, subscription.next_date, order.id, tx.now)
    after = await save(tx, _moved_on(subscription))
    tx.emit(Event(due.store, "subscription.renewed", after.id, after.version, after))


async def _fail(tx: Tx, due: Due, subscription: Subscription) -> None:
    """Try again tomorrow; the third time in vain it is past due."""
    failures = subscription.failures + 1
    if failures < rules.MOST_FAILURES:
        await save(tx, replace(subscription, failures=failures, retry_date=due.today + timedelta(days=1)))
        return
    after = await save(tx, replace(subscription, failures=failures, retry_date=None, status=Status.PAST_DUE))
    tx.emit(Event(due.store, "subscription.past_due", after.id, after.version, after))


def _moved_on(subscription: Subscription) -> Subscription:
    """From the scheduled day, not from the day it is: a late order does not make the later ones later."""
    day = rules.after(subscription.next_date, subscription.frequency, anchor=subscription.anchor_day)
    anchor = subscription.anchor_day if subscription.frequency.unit is Unit.MONTH else day.day
    return replace(subscription, next_date=day, anchor_day=anchor, failures=0, retry_date=None)
