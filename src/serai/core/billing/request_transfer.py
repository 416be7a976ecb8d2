"""A merchant says that they paid by bank transfer."""

from serai.core.accounts import User
from serai.core.billing import rules
from serai.core.billing.errors import RequestWaiting
from serai.core.billing.model import CURRENCY, Cycle, Method, Request, RequestId, RequestStatus
from serai.kit import checks
from serai.kit.db import Clash, Tx

INSERT = """
insert into billing_requests (user_id, plan, billing_cycle, amount_minor, currency, payment_method, sender_name,
                              payment_reference, notes, submitted_at)
values ($1, $2, $3, $4, $5, 'bank_transfer', $6, $7, $8, $9)
returning id
"""

LONGEST_NAME = 200
LONGEST_NOTE = 2000


async def request_transfer(
    tx: Tx, user: User, *, plan: str, cycle: Cycle, sender_name: str, reference: str, notes: str | None
) -> Request:
    """A request that an admin has yet to review; the amount is the plan's.

    Raises: Invalid (plan, billing_cycle, sender_name, payment_reference, notes), RequestWaiting while another one waits.
    """
    faults = checks.Faults()
    price = faults.of(lambda: rules.price_of(plan, cycle)) or 0
    name = faults.of(lambda: checks.words(sender_name, field="sender_name", least=1, most=LONGEST_NAME))
    known_as = faults.of(lambda: checks.words(reference, field="payment_reference", least=1, most=LONGEST_NAME))
    if notes is not None:
        faults.of(lambda: checks.words(notes, field="notes", least=0, most=LONGEST_NOTE))
    faults.settle()
    try:
        id_ = await tx.value(INSERT, user.id, plan, cycle, price, CURRENCY, name, known_as, notes, tx.now)
    except Clash as clash:
        raise (RequestWaiting() if clash.constraint == "billing_requests_waiting_key" else clash) from None
    return Request(
        id=RequestId(id_),
        user=user.id,
        user_email=user.email,
        user_name=user.display_name,
        plan=plan,
        cycle=cycle,
        amount_minor=price,
        currency=CURRENCY,
        status=RequestStatus.PENDING,
        method=Method.BANK_TRANSFER,
        sender_name=name,
        payment_reference=known_as,
        notes=notes,
        submitted_at=tx.now,
        reviewed_at=None,
        reviewed_by=None,
        review_notes=None,
    )
