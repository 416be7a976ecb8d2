"""What tests of payments share: starting one, saying what became of it, and looking at everything that could change."""

from typing import Any

import msgspec

from serai.core import billing
from serai.core.billing import Cycle, Payment, PaymentStatus, Wanted
from serai.kit.db import Db
from serai.payzone import seed_form, signatures
from serai.payzone.sandbox import Sandbox
from serai.wire.call import Services
from tests.conftest import PAYZONE_KEY
from tests.factories import Account

CALLBACK = "https://api.example.com/skalia/api/v1/billing/payzone/callback"

EVERYTHING = """
select jsonb_build_object(
  'plans', (select jsonb_agg(to_jsonb(s) order by s.user_id) from plan_subscriptions s),
  'requests', (select jsonb_agg(to_jsonb(r) order by r.id) from billing_requests r),
  'payments', (select jsonb_agg(to_jsonb(p) - 'flag' order by p.id) from plan_payments p),
  'periods', (select jsonb_agg(to_jsonb(p) order by p.id) from plan_periods p),
  'copies', (select jsonb_agg(to_jsonb(c) order by c.id) from plan_payment_copies c),
  'events', (select jsonb_agg(to_jsonb(e) order by e.store_id, e.id) from events e))::text
"""


async def everything(db: Db) -> str:
    """All of billing as text but the flags for review, to see that nothing changed."""
    return str(await db.value(EVERYTHING))


async def start(
    services: Services, account: Account, *, plan: str = "pro", cycle: Cycle = Cycle.MONTHLY, notify_url: str | None = None
) -> tuple[Payment, str]:
    """A pending payment and the path of its page."""
    wanted = Wanted(
        plan=plan,
        cycle=cycle,
        return_url="https://shop.example/paid",
        cancel_url="https://shop.example/cancelled",
        callback_url=CALLBACK,
        notify_url=notify_url,
    )
    async with services.database.begin() as tx:
        return await billing.start_payment(tx, services.extras["payzone"], account.user.id, wanted)


def message(payment: Payment, status: str = "success", *, key: str = PAYZONE_KEY, **changed: Any) -> bytes:
    """A callback in the documentation's form, signed over whatever it says."""
    body: dict[str, Any] = msgspec.json.decode(seed_form.written(key, payment, PaymentStatus.PENDING))
    body |= {"status": status, **changed}
    amount = seed_form.bodies.amount(msgspec.json.decode(msgspec.json.encode(body)) | {"amount": str(body["amount"])}, "amount")
    assert amount is not None
    signed = seed_form.message(body["orderId"], body["transactionId"], body["status"], amount, body["currency"])
    return msgspec.json.encode(body | {"signature": changed.get("signature", signatures.of_body(key, signed))})


async def receive(services: Services, body: bytes, **headers: str) -> Payment:
    return await billing.receive(
        services.database,
        services.extras["payzone"],
        services.vault,
        body=body,
        headers={k.replace("_", "-"): v for k, v in headers.items()},
    )


async def get(services: Services, payment: Payment) -> Payment:
    return await billing.payment_of_user(services.database, payment.user, payment.order_number)


async def events(db: Db, *kinds: str) -> list[tuple[str, dict[str, Any]]]:
    rows = await db.all("select kind, payload from events where kind = any($1) order by id", list(kinds))
    return [(row["kind"], msgspec.json.decode(row["payload"])) for row in rows]


def sandbox(services: Services) -> Sandbox:
    made = services.extras["payzone"]
    assert isinstance(made, Sandbox)
    return made
