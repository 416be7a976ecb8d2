"""What a gateway says of a payment becomes true here: by callback, on asking, or by the poller, in any order and number.

One rule for all of them: the payment's row is locked, what is said is compared with what was agreed, and a payment that
succeeded stays so. A plan is activated when the status turns to success, and `plan_periods` refuses a second time.
"""

from collections.abc import Mapping
from typing import Final

import msgspec
import structlog
from msgspec import Struct
from msgspec.structs import replace

from serai.core.billing import payments, tell
from serai.core.billing.activate import activate
from serai.core.billing.errors import PaymentMismatch
from serai.core.billing.gateway import Outcome
from serai.core.billing.model import Payment, PaymentStatus, RequestStatus
from serai.kit.crypto import digest
from serai.kit.db import Database, Tx
from serai.kit.money import to_decimal

MOVE = """
update plan_payments
   set status = $2, completed_at = $3, check_at = null, flag = coalesce(flag, $4)
 where id = $1
"""

DECIDE = """
update billing_requests
   set status = $2, reviewed_at = $3, review_notes = $4
 where id = $1
"""

FLAG = """
update plan_payments
   set flag = $2
 where id = $1
   and flag is null
"""

REFUND = """
update plan_payments
   set refunded_at = $2, flag = 'refunded'
 where id = $1
   and refunded_at is null
"""

PAID_MEANWHILE = """
select exists (
  select 1
    from plan_payments
   where user_id = $1
     and id <> $2
     and status = 'success'
     and completed_at >= $3)
"""

NOTE = """
insert into plan_payment_notices (payment_id, digest, body, headers, verdict, received_at)
values ($1, $2, $3, $4, $5, $6)
    on conflict (payment_id, digest) do update set times = plan_payment_notices.times + 1
"""

COPY = """
insert into plan_payment_copies (payment_id, status, due_at)
values ($1, $2, $3)
    on conflict (payment_id, status) do nothing
"""

_S = PaymentStatus
MOVES: Final = {
    _S.PENDING: frozenset({_S.SUCCESS, _S.FAILED, _S.CANCELLED}),
    _S.FAILED: frozenset({_S.SUCCESS}),  # a second attempt on the same page
    _S.CANCELLED: frozenset({_S.SUCCESS}),
    _S.SUCCESS: frozenset[PaymentStatus](),
}
_DECIDED: Final = {
    _S.SUCCESS: (RequestStatus.APPROVED, "Payment verified"),
    _S.FAILED: (RequestStatus.REJECTED, "Payment failed"),
    _S.CANCELLED: (RequestStatus.REJECTED, "Payment cancelled"),
}

log = structlog.get_logger("serai.billing")


class Evidence(Struct, frozen=True):
    """A genuine callback as it came."""

    body: bytes
    headers: Mapping[str, str]


async def settle(database: Database, outcome: Outcome, *, evidence: Evidence | None = None) -> Payment:
    """The payment as it is afterwards; a repeat changes nothing.

    Raises NotFound, and PaymentMismatch when it is about other money: then the payment is flagged and nothing else changes.
    """

    async def work(tx: Tx) -> Payment | None:
        before = await payments.lock(tx, outcome.order_number)
        agrees = _agrees(before, outcome)
        if evidence is not None:
            await _note(tx, before, evidence, verdict="accepted" if agrees else "mismatch")
        if agrees:
            return await _apply(tx, before, outcome)
        await _flag(tx, before, "mismatch")
        return None

    after = await database.write(work)
    if after is None:
        raise PaymentMismatch
    return after


def _agrees(payment: Payment, outcome: Outcome) -> bool:
    """Whether it is about what was agreed. Success must state its amount and currency."""
    agreed = (
        (outcome.amount, to_decimal(payment.amount_minor, payment.currency)),
        (outcome.currency, payment.currency),
        (outcome.account, payment.account),
        (outcome.transaction_number, payment.transaction_number),
    )
    proven = outcome.status is not _S.SUCCESS or None not in (outcome.amount, outcome.currency)
    return proven and all(said in (None, known) for said, known in agreed)


async def _apply(tx: Tx, before: Payment, outcome: Outcome) -> Payment:
    if outcome.is_doubtful:
        await _flag(tx, before, "paid without an approved payment")
    if outcome.refunded and before.refunded_at is None:
        await tx.run(REFUND, before.id, tx.now)
        log.warning("payment refunded", order=before.order_number)
    if outcome.status not in MOVES[before.status] or before.refunded_at is not None:
        return before
    return await _move(tx, before, outcome.status)


async def _move(tx: Tx, before: Payment, to: PaymentStatus) -> Payment:
    after = replace(before, status=to, completed_at=tx.now)
    flag = "paid twice" if to is _S.SUCCESS and await _paid_meanwhile(tx, before) else None
    await tx.run(MOVE, before.id, to, tx.now, flag)
    decision, why = _DECIDED[to]
    await tx.run(DECIDE, before.request, decision, tx.now, why)
    if to is _S.SUCCESS:
        await activate(tx, before.user, before.request, plan=before.plan, cycle=before.cycle)
    await tell.payment_ended(tx, after)
    if before.notify_url not in (None, before.callback_url):
        await tx.run(COPY, before.id, to, tx.now)
    return after


async def _paid_meanwhile(tx: Tx, payment: Payment) -> bool:
    return bool(await tx.value(PAID_MEANWHILE, payment.user, payment.id, payment.created_at))


async def _flag(tx: Tx, payment: Payment, why: str) -> None:
    if await tx.run(FLAG, payment.id, why):
        log.warning("payment flagged", order=payment.order_number, why=why)


async def _note(tx: Tx, payment: Payment, evidence: Evidence, *, verdict: str) -> None:
    headers = msgspec.json.encode(dict(evidence.headers)).decode()
    name = digest(evidence.body.decode("latin-1"))
    await tx.run(NOTE, payment.id, name, evidence.body, headers, verdict, tx.now)
