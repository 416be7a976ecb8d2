"""Requests for plans as they are."""

from serai.core.accounts import UserId
from serai.core.billing.model import Cycle, Method, PaymentStatus, Request, RequestId, RequestStatus
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound
from serai.kit.pages import Boundary, Page, Slice

COLUMNS = """r.id, r.user_id, u.email, u.display_name, r.plan, r.billing_cycle, r.amount_minor, r.currency, r.status,
       r.payment_method, r.sender_name, r.payment_reference, r.notes, r.submitted_at, r.reviewed_at, r.reviewed_by,
       r.review_notes, p.order_number, p.transaction_number, p.status as payment_status"""

JOINED = """from billing_requests r
  join users u on u.id = r.user_id
  left join plan_payments p on p.request_id = r.id"""

GET = f"""
select {COLUMNS}
  {JOINED}
 where r.id = $1
"""

OWN = f"""
select {COLUMNS}
  {JOINED}
 where r.user_id = $1
 order by r.submitted_at desc, r.id desc
"""

COUNT = """
select count(*)
  from billing_requests
 where $1::text is null or status = $1
"""

PAGE = f"""
select {COLUMNS}
  {JOINED}
 where ($1::text is null or r.status = $1)
   and ($2::timestamptz is null or (r.submitted_at, r.id) < ($2, $3))
 order by r.submitted_at desc, r.id desc
 limit $4
offset $5
"""


def request_of(row: Row) -> Request:
    """The request in a row that has all of its columns."""
    return Request(
        id=RequestId(row["id"]),
        user=UserId(row["user_id"]),
        user_email=row["email"],
        user_name=row["display_name"],
        plan=row["plan"],
        cycle=Cycle(row["billing_cycle"]),
        amount_minor=row["amount_minor"],
        currency=row["currency"],
        status=RequestStatus(row["status"]),
        method=Method(row["payment_method"]),
        sender_name=row["sender_name"],
        payment_reference=row["payment_reference"],
        notes=row["notes"],
        submitted_at=row["submitted_at"],
        reviewed_at=row["reviewed_at"],
        reviewed_by=None if row["reviewed_by"] is None else UserId(row["reviewed_by"]),
        review_notes=row["review_notes"],
        order_number=row["order_number"],
        transaction_number=row["transaction_number"],
        payment_status=None if row["payment_status"] is None else PaymentStatus(row["payment_status"]),
    )


async def get(db: Db, request: RequestId) -> Request:
    """Raises NotFound."""
    row = await db.one(GET, request)
    if row is None:
        raise NotFound("request")
    return request_of(row)


async def of_user(db: Db, user: UserId) -> tuple[Request, ...]:
    """All of the user's, newest first."""
    return tuple(request_of(row) for row in await db.all(OWN, user))


async def page(db: Db, *, status: RequestStatus | None, slice: Slice) -> Page[Request]:  # noqa: A002 - the word of kit.pages
    """Everybody's, newest first (submitted_at, then id). A page past the end is empty and still has the true total."""
    total = await db.value(COUNT, status)
    items = tuple(request_of(row) for row in await db.all(PAGE, status, *slice.start, slice.size, slice.offset))
    end = Boundary(items[-1].submitted_at, items[-1].id) if items else None
    return Page(items, total, end)
