"""Requests for plans: everybody's, and the decision about each. To anybody but an admin these pages do not exist."""

from pathlib import Path

from msgspec import Struct

from serai.core import billing
from serai.core.accounts import Role, UserId
from serai.core.billing import RequestId, RequestStatus
from serai.kit.errors import NotFound
from serai.web.dashboard import listing
from serai.web.dashboard.visit import Merchant
from serai.web.section import Section
from serai.web.visit import Answer, Done, Page

SECTION: Section[Merchant] = Section(Path(__file__).parent)


class ReviewForm(Struct):
    status: RequestStatus
    notes: str | None = None


def admin(visit: Merchant) -> UserId:
    """Who decides. Raises NotFound for everybody else."""
    user = visit.who.user
    if user.role is not Role.ADMIN:
        raise NotFound("page")
    return user.id


@SECTION.page("/admin")
async def list_requests(visit: Merchant) -> Answer:
    admin(visit)
    asked = visit.asked("status", RequestStatus.PENDING)
    status = RequestStatus(asked) if asked in tuple(RequestStatus) else None
    slice_ = listing.slice_of(visit)
    requests = await billing.page_of_requests(visit.db, status=status, slice=slice_)
    shown = listing.listed(visit, requests, slice_, "/admin")
    return Page("requests.html", {"requests": shown, "status": status, "statuses": list(RequestStatus)})


@SECTION.page("/admin/requests/{request:int}")
async def show_request(visit: Merchant) -> Answer:
    admin(visit)
    found = await billing.request(visit.db, RequestId(visit.number("request")))
    return Page("request.html", {"request": found})


@SECTION.form("/admin/requests/{request:int}", ReviewForm, again=show_request)
async def review(visit: Merchant, form: ReviewForm) -> Answer:
    reviewer, which = admin(visit), RequestId(visit.number("request"))
    await visit.write(lambda tx: billing.review(tx, which, to=form.status, reviewer=reviewer, notes=form.notes))
    return Done(f"/admin/requests/{which}", form.status)
