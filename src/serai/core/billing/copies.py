"""Signed copies for a notifyUrl that is not ours: what it is told, and when it is tried again."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from msgspec.structs import replace

from serai.core.billing import payments
from serai.core.billing.gateway import Gateway
from serai.core.billing.model import PaymentStatus
from serai.kit.db import Database

Send = Callable[[str, bytes], Awaitable[bool]]
"""(URL, JSON body) → whether it was taken. Refuses addresses inside our network."""

BATCH: Final = 10
LEASE: Final = timedelta(minutes=5)
WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 600))

CLAIM = """
update plan_payment_copies c
   set due_at = $2, attempts = c.attempts + 1
  from plan_payments p
 where p.id = c.payment_id
   and c.id = any(array(
     select d.id
       from plan_payment_copies d
      where d.due_at <= $1
      order by d.due_at
      limit $3
        for update skip locked))
returning c.id, c.status, c.attempts, p.order_number
"""

END = "update plan_payment_copies set due_at = $2 where id = $1"


async def send_copies(database: Database, gateway: Gateway, send: Send) -> int:
    """Send what is due; the number of them. One that is not taken is tried again a few times."""
    now = database.clock.now()
    rows = await database.all(CLAIM, now, now + LEASE, BATCH)
    for row in rows:
        payment = await payments.get(database, row["order_number"])
        told = gateway.told(replace(payment, status=PaymentStatus(row["status"])))
        taken = payment.notify_url is None or await send(payment.notify_url, told)
        over = taken or row["attempts"] > len(WAITS)
        await database.run(END, row["id"], None if over else now + WAITS[row["attempts"] - 1])
    return len(rows)
