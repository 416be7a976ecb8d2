"""An admin decides about a bank transfer."""

from serai.core.accounts import UserId
from serai.core.billing import requests
from serai.core.billing.activate import activate
from serai.core.billing.errors import AlreadyReviewed, SettledByGateway
from serai.core.billing.model import Method, Request, RequestId, RequestStatus
from serai.core.billing.request_transfer import LONGEST_NOTE
from serai.kit import checks
from serai.kit.db import Tx
from serai.kit.errors import Invalid

# One that was decided meanwhile is not matched: the second of two admins gets no row.
DECIDE = """
update billing_requests
   set status = $2, reviewed_at = $3, reviewed_by = $4, review_notes = $5
 where id = $1
   and status = 'pending'
   and payment_method = 'bank_transfer'
"""


async def review(tx: Tx, request: RequestId, *, to: RequestStatus, reviewer: UserId, notes: str | None) -> Request:
    """Approve or reject, once. Approval starts or prolongs the plan in the same transaction.

    Raises: NotFound, AlreadyReviewed, SettledByGateway (a card payment), Invalid (status, notes).
    """
    if to is RequestStatus.PENDING:
        raise Invalid.one("status", "Must be approved or rejected.")
    if notes is not None:
        checks.words(notes, field="notes", least=0, most=LONGEST_NOTE)
    if not await tx.run(DECIDE, request, to, tx.now, reviewer, notes):
        raise await _why_not(tx, request)
    after = await requests.get(tx, request)
    if to is RequestStatus.APPROVED:
        await activate(tx, after.user, request, plan=after.plan, cycle=after.cycle)
    return after


async def _why_not(tx: Tx, request: RequestId) -> Exception:
    found = await requests.get(tx, request)
    return SettledByGateway() if found.method is Method.CARD else AlreadyReviewed(found.status)
