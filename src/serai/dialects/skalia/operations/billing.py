"""The plan, requests for one, and what an admin makes of them."""

from serai.core import billing as core
from serai.core.billing import RequestId, RequestStatus
from serai.dialects.skalia.auth import ADMIN, account
from serai.dialects.skalia.paging import Item, Items, Listed, listed, slice_of
from serai.dialects.skalia.shapes.billing import (
    AdminRequestOut,
    AdminRequestsQuery,
    PlanOut,
    RequestIn,
    RequestOut,
    ReviewIn,
    ReviewOut,
    admin_request_out,
    plan_out,
    request_out,
    review_out,
)
from serai.wire.call import Call
from serai.wire.operation import Operations

billing = Operations("Billing")
admin = Operations("Administration")


@billing.get("/billing/subscription")
async def get_subscription(call: Call) -> Item[PlanOut]:
    """The account's plan."""
    return Item(plan_out(account(call).subscription, call.services.clock.now()))


@billing.get("/billing/requests")
async def list_requests(call: Call) -> Items[RequestOut]:
    """All billing requests of the account, newest first."""
    return Items([request_out(each) for each in await core.requests_of_user(call.db, account(call).user.id)])


@billing.post("/billing/requests", status=201)
async def create_request(call: Call, body: RequestIn) -> Item[RequestOut]:
    """Tell of a bank transfer for a plan."""
    request = await core.request_transfer(
        call.tx,
        account(call).user,
        plan=body.plan,
        cycle=body.billing_cycle,
        sender_name=body.sender_name,
        reference=body.payment_reference,
        notes=body.notes,
    )
    return Item(request_out(request))


@admin.get("/billing/admin/requests", scope=ADMIN)
async def list_all_requests(call: Call, query: AdminRequestsQuery) -> Listed[AdminRequestOut]:
    """Everybody's billing requests, newest first."""
    page = await core.page_of_requests(call.db, status=query.status, slice=slice_of(call, query))
    return listed(call, query, page, admin_request_out)


@admin.patch("/billing/admin/requests/{id:request}", scope=ADMIN)
async def review_request(call: Call, id: RequestId, body: ReviewIn) -> Item[ReviewOut]:  # noqa: A002 - the documentation's word
    """Approve or reject a bank transfer."""
    to, reviewer = RequestStatus(body.status), account(call).user.id
    return Item(review_out(await core.review(call.tx, id, to=to, reviewer=reviewer, notes=body.notes)))
