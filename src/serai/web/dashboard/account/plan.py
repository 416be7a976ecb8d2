"""The merchant's plan: what it allows, how much of it is used, and asking for another one by bank transfer."""

from msgspec import Struct

from serai.core import billing
from serai.core.billing import PLANS, Cycle, Plan
from serai.kit.errors import NotFound
from serai.web.dashboard.account.section import SECTION
from serai.web.dashboard.once import mark
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page

BUY = "/account/plan/{plan}/{cycle}"


class TransferForm(Struct):
    sender_name: str = ""
    payment_reference: str = ""
    notes: str | None = None


@SECTION.page("/account/plan")
async def show_plan(visit: Merchant) -> Answer:
    user, subscription, now = visit.who.user.id, visit.who.subscription, visit.services.clock.now()
    standing = {
        "subscription": subscription,
        "in_force": billing.plan_of(subscription, now),
        "status": billing.status_of(subscription, now),
        "payment_status": billing.payment_status_of(subscription, now),
    }
    requests, usage = await billing.requests_of_user(visit.db, user), await billing.usage(visit.db, user)
    return Page("plan.html", {**standing, "usage": usage, "requests": requests, "plans": PLANS, "currency": billing.CURRENCY})


def wanted(visit: Merchant) -> tuple[Plan, Cycle]:
    """The plan and cycle of the path. Raises NotFound for what cannot be bought."""
    plan, cycle = PLANS.get(visit.text("plan")), visit.text("cycle")
    if plan is None or cycle not in tuple(Cycle) or not billing.amount(plan, Cycle(cycle)):
        raise NotFound("plan")
    return plan, Cycle(cycle)


@SECTION.page(BUY)
async def buy_page(visit: Merchant) -> Answer:
    plan, cycle = wanted(visit)
    shown = {"plan": plan, "cycle": cycle, "amount": billing.amount(plan, cycle), "currency": billing.CURRENCY}
    return Page("buy.html", {**shown, "once": mark()})


@SECTION.page(f"{BUY}/transfer")
async def transfer_page(visit: Merchant) -> Answer:
    plan, cycle = wanted(visit)
    shown = {"plan": plan, "cycle": cycle, "amount": billing.amount(plan, cycle), "currency": billing.CURRENCY}
    return Page("transfer.html", shown)


@SECTION.form(f"{BUY}/transfer", TransferForm, again=transfer_page)
async def request_transfer(visit: Merchant, form: TransferForm) -> Answer:
    plan, cycle = wanted(visit)
    await visit.write(
        lambda tx: billing.request_transfer(
            tx,
            visit.who.user,
            plan=plan.name,
            cycle=cycle,
            sender_name=form.sender_name,
            reference=form.payment_reference,
            notes=form.notes,
        )
    )
    return Done("/account/plan", "transfer_requested")
