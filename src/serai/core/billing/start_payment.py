"""A merchant starts a card payment. No network: the gateway hears of it when its page is opened."""

import secrets
from datetime import timedelta
from typing import Final

from msgspec import Struct

from serai.core.accounts import UserId
from serai.core.billing import payments, rules, schedule
from serai.core.billing.gateway import Gateway
from serai.core.billing.model import CURRENCY, Cycle, Payment
from serai.core.billing.urls import browser_url
from serai.kit import checks
from serai.kit.crypto import digest
from serai.kit.db import Again, Clash, Tx

PAGE_LIFE: Final = timedelta(minutes=30)
_DIGITS: Final = 12
_RETRIED: Final = ("plan_payments_order_number_key", "plan_payments_transaction_number_key")

START = f"""
with request as (
  insert into billing_requests (user_id, plan, billing_cycle, amount_minor, currency, payment_method, submitted_at)
  values ($1, $2, $3, $4, $5, 'card', $6)
  returning id
)
insert into plan_payments (request_id, user_id, order_number, transaction_number, plan, billing_cycle, amount_minor,
                           currency, gateway, account, token_digest, token_until, return_url, cancel_url, callback_url,
                           notify_url, created_at, check_at)
select id, $1, $7, $8, $2, $3, $4, $5, $9, $10, $11, $12, $13, $14, $15, $16, $6, $17
  from request
returning {payments.COLUMNS}
"""


class Wanted(Struct, frozen=True, kw_only=True):
    """What is to be paid, and where the browser and the news go. `callback_url` is our own."""

    plan: str
    cycle: Cycle
    return_url: str
    cancel_url: str
    callback_url: str
    notify_url: str | None


async def start_payment(tx: Tx, gateway: Gateway, user: UserId, wanted: Wanted) -> tuple[Payment, str]:
    """The payment, and the path of its page, which is good for half an hour.

    Raises Invalid (plan, billing_cycle, return_url, cancel_url, notify_url).
    """
    price = _checked(wanted)
    token = secrets.token_urlsafe(24)
    values = (
        *(user, wanted.plan, wanted.cycle, price, CURRENCY, tx.now),
        *(_number("ORD"), _number("TXN"), gateway.name, gateway.account),
        *(digest(token), tx.now + PAGE_LIFE),
        *(wanted.return_url, wanted.cancel_url, wanted.callback_url, wanted.notify_url),
        schedule.next_check(tx.now, tx.now),
    )
    try:
        return payments.payment_of(await tx.one(START, *values)), gateway.page(token)
    except Clash as clash:
        raise (Again() if clash.constraint in _RETRIED else clash) from None


def _checked(wanted: Wanted) -> int:
    faults = checks.Faults()
    price = faults.of(lambda: rules.price_of(wanted.plan, wanted.cycle)) or 0
    faults.of(lambda: browser_url(wanted.return_url, field="return_url"))
    faults.of(lambda: browser_url(wanted.cancel_url, field="cancel_url"))
    if wanted.notify_url is not None:
        notify = wanted.notify_url
        faults.of(lambda: checks.url(notify, field="notify_url"))
    faults.settle()
    return price


def _number(prefix: str) -> str:
    """Random, so that two installations with one merchant account do not meet."""
    return prefix + str(secrets.randbelow(9 * 10 ** (_DIGITS - 1)) + 10 ** (_DIGITS - 1))
