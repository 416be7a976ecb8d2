"""What a subscription is worth at a time. The same rule stands in `use`, where it must be part of the statement."""

from calendar import monthrange
from datetime import datetime
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from serai.core.accounts import Subscription
from serai.core.billing.model import CURRENCY, Cycle, Plan
from serai.core.billing.plans import PLANS, TRIAL
from serai.kit.errors import Invalid
from serai.kit.money import to_minor

_MONTHS: Final = {Cycle.MONTHLY: 1, Cycle.YEARLY: 12}


def has_run_out(subscription: Subscription, at: datetime) -> bool:
    return subscription.next_billing_at is not None and subscription.next_billing_at <= at


def is_in_force(subscription: Subscription, at: datetime) -> bool:
    return subscription.status == "active" and not has_run_out(subscription, at)


def plan_of(subscription: Subscription, at: datetime) -> Plan:
    """The plan whose limits hold: the subscribed one while it is active and paid for, else the trial's."""
    return PLANS.get(subscription.plan, TRIAL) if is_in_force(subscription, at) else TRIAL


def status_of(subscription: Subscription, at: datetime) -> str:
    """The stored status, or `expired` once the time is over, whether or not that was noted yet."""
    return "expired" if has_run_out(subscription, at) else subscription.status


def payment_status_of(subscription: Subscription, at: datetime) -> str:
    """The stored one, or `past_due` once what was paid for is over. A trial owes nothing."""
    over = has_run_out(subscription, at) and subscription.payment_status == "paid"
    return "past_due" if over else subscription.payment_status


def amount(plan: Plan, cycle: Cycle) -> int:
    """What a cycle costs, in whole units of CURRENCY; 0 for the trial, which has no yearly price."""
    return plan.monthly if cycle is Cycle.MONTHLY else plan.yearly or 0


def amount_minor(plan: Plan, cycle: Cycle) -> int:
    """The same in minor units."""
    return to_minor(Decimal(amount(plan, cycle)), CURRENCY, field="amount")


def price_of(plan: str, cycle: Cycle) -> int:
    """What an account pays for it, in minor units. Raises Invalid on plan or billing_cycle when it cannot be bought so."""
    for_sale = [name for name, each in PLANS.items() if each.monthly]
    if plan not in for_sale:
        raise Invalid.one("plan", f"Must be one of {', '.join(for_sale)}.")
    price = amount_minor(PLANS[plan], cycle)
    if not price:
        raise Invalid.one("billing_cycle", f"The plan '{plan}' is not paid {cycle}.")
    return price


def paid(before: Subscription, *, plan: str, cycle: Cycle, at: datetime) -> Subscription:
    """The subscription after one more cycle was paid for.

    The plan in force is prolonged from its end, and keeps its beginning, which is the anchor of its billing days; one
    without an end stays without. Any other plan begins now, and what was left of the former is gone.
    """
    goes_on = before.plan == plan and is_in_force(before, at)
    started = before.started_at if goes_on else at
    base = before.next_billing_at if goes_on else at
    return replace(
        before,
        plan=plan,
        status="active",
        payment_status="paid",
        billing_cycle=cycle.value,
        started_at=started,
        next_billing_at=None if base is None else later(base, _MONTHS[cycle], anchor=started.day),
        last_payment_at=at,
    )


def later(base: datetime, months: int, *, anchor: int) -> datetime:
    """`base` and so many months, on the anchor's day of the month or the month's last: 31 Jan → 28 Feb → 31 Mar (UTC).

    When `base` is on neither, its own day is the anchor: no month gets shorter than it is.
    """
    day = anchor if base.day == min(anchor, _days(base.year, base.month)) else base.day
    years, month = divmod(base.month - 1 + months, 12)
    year, month = base.year + years, month + 1
    return base.replace(year=year, month=month, day=min(day, _days(year, month)))


def _days(year: int, month: int) -> int:
    return monthrange(year, month)[1]
