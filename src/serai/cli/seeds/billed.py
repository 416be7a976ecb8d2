"""The card payment that SKALIA's documentation prints among the requests for plans."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from serai.cli.seeds.ids import numbered
from serai.core import billing
from serai.core.accounts import UserId
from serai.core.billing import Cycle, PaymentStatus
from serai.core.billing.gateway import Outcome
from serai.kit.db import Tx
from serai.payzone.config import Config
from serai.payzone.sandbox import Sandbox

SUBMITTED: Final = datetime.fromisoformat("2026-04-01T10:00:00Z")
PAID: Final = SUBMITTED + timedelta(minutes=5)
ORDER: Final = "ORD789012"
TRANSACTION: Final = "TXN123456"
WANTED: Final = billing.Wanted(
    plan="pro",
    cycle=Cycle.MONTHLY,
    return_url="https://skalia.ma/dashboard?payment=success",
    cancel_url="https://skalia.ma/dashboard?payment=cancelled",
    callback_url="https://api.skalia.ma/api/v1/billing/payzone/callback",
    notify_url=None,
)

FIX = "update plan_payments set order_number = $2, transaction_number = $3 where id = $1"


async def by_card(tx: Tx, user: UserId) -> None:
    """April of the plan, paid and approved within five minutes."""
    async with tx.at(SUBMITTED).begin() as then, numbered(tx, billing_requests=1234567890):
        payment, _ = await billing.start_payment(then, Sandbox(Config(keys=())), user, WANTED)
        await then.run(FIX, payment.id, ORDER, TRANSACTION)
    paid = Outcome(order_number=ORDER, status=PaymentStatus.SUCCESS, amount=Decimal(299), currency=billing.CURRENCY)
    await billing.settle(tx.at(PAID), paid)
