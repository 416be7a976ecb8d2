"""Billing days: the anchor's day of the month, or the month's last."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.core.billing import Cycle, rules
from tests.core.billing.test_use import subscription


def day(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:30:00+00:00")


@pytest.mark.parametrize(
    ("start", "cycle", "days"),
    [
        ("2026-01-31", Cycle.MONTHLY, ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        ("2028-01-31", Cycle.MONTHLY, ["2028-02-29", "2028-03-31"]),
        ("2026-01-30", Cycle.MONTHLY, ["2026-02-28", "2026-03-30"]),
        ("2026-12-15", Cycle.MONTHLY, ["2027-01-15", "2027-02-15"]),
        ("2028-02-29", Cycle.YEARLY, ["2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
    ],
)
def test_each_cycle_ends_on_the_anchors_day(start: str, cycle: Cycle, days: list[str]) -> None:
    plan = subscription(plan="trial", payment_status="none")
    plan = rules.paid(plan, plan="pro", cycle=cycle, at=day(start))
    ends = [plan.next_billing_at]
    for _ in days[1:]:
        plan = rules.paid(plan, plan="pro", cycle=cycle, at=day(start) + timedelta(minutes=1))
        ends.append(plan.next_billing_at)

    assert ends == [day(each) for each in days]
    assert plan.started_at == day(start)


def test_a_month_and_a_year_on_one_anchor() -> None:
    plan = rules.paid(subscription(plan="trial"), plan="pro", cycle=Cycle.MONTHLY, at=day("2027-01-31"))
    plan = rules.paid(plan, plan="pro", cycle=Cycle.YEARLY, at=day("2027-02-01"))

    assert (plan.next_billing_at, plan.billing_cycle) == (day("2028-02-29"), "yearly")


def test_another_plan_begins_now() -> None:
    before = subscription(plan="starter", next_billing_at=day("2026-06-30"))

    after = rules.paid(before, plan="pro", cycle=Cycle.MONTHLY, at=day("2026-06-05"))

    assert (after.started_at, after.next_billing_at) == (day("2026-06-05"), day("2026-07-05"))


def test_a_plan_that_ran_out_begins_anew() -> None:
    before = subscription(plan="pro", status="expired", next_billing_at=day("2026-03-31"), payment_status="past_due")

    after = rules.paid(before, plan="pro", cycle=Cycle.MONTHLY, at=day("2026-06-05"))

    assert (after.status, after.payment_status) == ("active", "paid")
    assert (after.started_at, after.next_billing_at) == (day("2026-06-05"), day("2026-07-05"))


def test_a_plan_without_an_end_stays_without() -> None:
    after = rules.paid(subscription(next_billing_at=None), plan="pro", cycle=Cycle.YEARLY, at=day("2026-06-05"))

    assert (after.next_billing_at, after.last_payment_at) == (None, day("2026-06-05"))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 31))
def test_no_month_is_shorter_than_28_days(on: date, anchor: int) -> None:
    base = datetime(on.year, on.month, on.day, tzinfo=UTC)

    after = rules.later(base, 1, anchor=anchor)

    assert (after - base).days >= 28
    assert (after.year * 12 + after.month) - (base.year * 12 + base.month) == 1
