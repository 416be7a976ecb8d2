"""Asking the gateway what became of a payment. Never inside a transaction."""

import asyncio
from typing import Final

from serai.core.accounts import UserId
from serai.core.billing import payments
from serai.core.billing.errors import NotPaid
from serai.core.billing.gateway import Attempt, Gateway, Outcome
from serai.core.billing.model import Payment, PaymentStatus
from serai.core.billing.settle import settle
from serai.kit.crypto import Vault
from serai.kit.db import Database
from serai.kit.errors import Unavailable

SECONDS: Final = 8.0
"""For all of it: whoever waits for the answer has it within ten."""
MOST_ATTEMPTS: Final = 5
_RANK: Final = (PaymentStatus.SUCCESS, PaymentStatus.PENDING, PaymentStatus.FAILED, PaymentStatus.CANCELLED)


async def verify(database: Database, gateway: Gateway, vault: Vault, user: UserId, *, order_number: str) -> Payment:
    """The user's payment, which is paid: the gateway is asked while it is pending.

    Raises: NotFound (somebody else's too), NotPaid, PaymentMismatch, Unavailable.
    """
    payment = await payments.of_user(database, user, order_number)
    if payment.status is PaymentStatus.PENDING:
        payment = await ask(database, gateway, vault, payment)
    if payment.status is not PaymentStatus.SUCCESS:
        raise NotPaid(payment.status)
    return payment


async def ask(database: Database, gateway: Gateway, vault: Vault, payment: Payment) -> Payment:
    """The payment after the gateway was asked. Raises PaymentMismatch, Unavailable."""
    if payment.gateway != gateway.name:
        return payment
    known = await payments.attempts(database, vault, payment, most=MOST_ATTEMPTS)
    said = await _said(gateway, payment, known)
    if not said:
        return payment
    return await settle(database, min(said, key=lambda outcome: _RANK.index(outcome.status)))


async def _said(gateway: Gateway, payment: Payment, known: tuple[Attempt, ...]) -> list[Outcome]:
    """What the gateway says of each attempt. An attempt that is still open keeps the others from ending the payment."""
    try:
        async with asyncio.timeout(SECONDS):
            answers = [await gateway.ask(payment, attempt) for attempt in known]
    except TimeoutError:
        raise Unavailable(retry_after=30, reason="The payment service does not answer") from None
    return [answer for answer in answers if answer is not None]
