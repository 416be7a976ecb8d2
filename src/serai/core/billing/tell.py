"""Telling an account's stores what became of its plan and payments: one event per store."""

from serai.core.accounts import Subscription, UserId
from serai.core.billing import rules
from serai.core.billing.model import CURRENCY, Cycle, Payment, PaymentEnded, PaymentStatus, PlanChanged
from serai.core.billing.plans import PLANS, TRIAL
from serai.kit.db import Tx
from serai.kit.outbox import Event

STORES = """
select id
  from stores
 where owner_id = $1
 order by id
   for key share
"""


async def plan_changed(tx: Tx, user: UserId, after: Subscription, *, version: int) -> None:
    """`plan.changed` about the user's subscription as it is now; the object is the user."""
    cycle = Cycle(after.billing_cycle)
    payload = PlanChanged(
        plan=after.plan,
        status=rules.status_of(after, tx.now),
        payment_status=rules.payment_status_of(after, tx.now),
        billing_cycle=cycle,
        started_at=after.started_at,
        next_billing_at=after.next_billing_at,
        amount_minor=rules.amount_minor(PLANS.get(after.plan, TRIAL), cycle),
        currency=CURRENCY,
    )
    await _tell(tx, user, "plan.changed", user, version, payload)


async def payment_ended(tx: Tx, payment: Payment) -> None:
    """`payment.succeeded` or `payment.failed`; nothing about one that was called off."""
    kinds = {PaymentStatus.SUCCESS: "payment.succeeded", PaymentStatus.FAILED: "payment.failed"}
    if payment.status not in kinds:
        return
    payload = PaymentEnded(
        order_number=payment.order_number,
        transaction_number=payment.transaction_number,
        status=payment.status,
        plan=payment.plan,
        billing_cycle=payment.cycle,
        amount_minor=payment.amount_minor,
        currency=payment.currency,
        completed_at=payment.completed_at,
    )
    version = 2 if payment.status is PaymentStatus.SUCCESS else 1
    await _tell(tx, payment.user, kinds[payment.status], payment.id, version, payload)


async def _tell(tx: Tx, user: UserId, kind: str, object_id: int, version: int, payload: object) -> None:
    for row in await tx.all(STORES, user):
        tx.emit(Event(row["id"], kind, object_id, version, payload))
