"""Paying for a plan by card: to the payment page, back from it, and what became of it."""

import contextlib

from serai.core import billing
from serai.core.billing import Gateway, NotPaid, PaymentMismatch, Wanted
from serai.kit.errors import NotFound, Unavailable
from serai.web.dashboard.account.plan import BUY, buy_page, wanted
from serai.web.dashboard.account.section import SECTION
from serai.web.dashboard.once import OnceForm, once
from serai.web.dashboard.visit import Merchant
from serai.web.section import Form
from serai.web.visit import Answer, Done, Page

CALLBACK = "/skalia/api/v1/billing/payzone/callback"
"""Where the payment service's news arrive, whichever program began the payment."""


def _gateway(visit: Merchant) -> Gateway:
    gateway: Gateway = visit.services.extras["payzone"]
    return gateway


@SECTION.form(BUY, OnceForm, again=buy_page)
async def pay_by_card(visit: Merchant, form: OnceForm) -> Answer:
    """No redirect: browsers do not let a form of ours lead to another site's page."""
    plan, cycle = wanted(visit)
    here = visit.origin
    back = f"{here}{visit.base}/account/payments"
    terms = Wanted(plan=plan.name, cycle=cycle, return_url=back, cancel_url=back, callback_url=here + CALLBACK, notify_url=None)
    gateway, user = _gateway(visit), visit.who.user.id
    started = await once(visit, form.once, lambda tx: billing.start_payment(tx, gateway, user, terms))
    if started is None:
        return Done("/account/plan", "payment_sent_before")
    payment, page = started
    return Page("pay.html", {"payment": payment, "page": page})


@SECTION.page("/account/payments")
async def come_back(visit: Merchant) -> Answer:
    """Where payment pages lead back to: the merchant's latest card payment, after the gateway was asked about it."""
    requests = await billing.requests_of_user(visit.db, visit.who.user.id)
    order = next((each.order_number for each in requests if each.order_number), None)
    if order is None:
        return Done("/account/plan")
    with contextlib.suppress(NotPaid, PaymentMismatch, Unavailable):
        await _ask(visit, order)
    return Done(f"/account/payments/{order}")


@SECTION.page("/account/payments/{order}")
async def show_payment(visit: Merchant) -> Answer:
    payment = await billing.payment_of_user(visit.db, visit.who.user.id, _order(visit))
    return Page("payment.html", {"payment": payment})


@SECTION.form("/account/payments/{order}", Form, again=show_payment)
async def check_payment(visit: Merchant, _: Form) -> Answer:
    order = _order(visit)
    try:
        await _ask(visit, order)
    except NotPaid:
        return Done(f"/account/payments/{order}", "not_paid_yet")
    return Done(f"/account/payments/{order}")


async def _ask(visit: Merchant, order: str) -> None:
    services = visit.services
    await billing.verify(services.database, _gateway(visit), services.vault, visit.who.user.id, order_number=order)


def _order(visit: Merchant) -> str:
    """The order number of the path. Raises NotFound when it can be none."""
    text = visit.text("order")
    if not (text.isascii() and text.isalnum()):
        raise NotFound("order")
    return text
