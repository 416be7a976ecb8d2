"""Asking after payments that nobody told us about, and giving up on those of yesterday."""

from datetime import timedelta
from typing import Final

import structlog

from serai.core.billing import payments, schedule
from serai.core.billing.ask import ask
from serai.core.billing.errors import PaymentMismatch
from serai.core.billing.gateway import Gateway, Outcome
from serai.core.billing.model import Payment, PaymentStatus
from serai.core.billing.settle import settle
from serai.kit.crypto import Vault
from serai.kit.db import Database
from serai.kit.errors import Unavailable

BATCH: Final = 20
LEASE: Final = timedelta(minutes=3)

# What a killed worker had taken is due again when the lease is over.
CLAIM = f"""
update plan_payments
   set check_at = $3
 where id = any(array(
   select id
     from plan_payments
    where check_at <= $1
      and status = 'pending'
    order by check_at
    limit $2
      for no key update skip locked))
returning {payments.COLUMNS}
"""

LATER = """
update plan_payments
   set check_at = $2
 where id = $1
   and status = 'pending'
"""

log = structlog.get_logger("serai.billing")


async def poll(database: Database, gateway: Gateway, vault: Vault) -> int:
    """Ask after each pending payment that is due; the number of them. After a day without money it is cancelled."""
    now = database.clock.now()
    rows = await database.all(CLAIM, now, BATCH, now + LEASE)
    for row in rows:
        await _check(database, gateway, vault, payments.payment_of(row))
    return len(rows)


async def _check(database: Database, gateway: Gateway, vault: Vault, payment: Payment) -> None:
    try:
        payment = await ask(database, gateway, vault, payment)
    except (Unavailable, PaymentMismatch) as error:
        log.warning("payment not asked after", order=payment.order_number, error=type(error).__name__)
    if payment.status is not PaymentStatus.PENDING:
        return
    later = schedule.next_check(payment.created_at, database.clock.now())
    if later is None:
        await settle(database, Outcome(order_number=payment.order_number, status=PaymentStatus.CANCELLED))
    else:
        await database.run(LATER, payment.id, later)
