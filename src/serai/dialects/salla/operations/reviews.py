"""Reviews and questions."""

from serai.core import reviews as core
from serai.core.reviews import ReviewId
from serai.dialects.salla.auth import app
from serai.dialects.salla.paging import listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, answer
from serai.dialects.salla.shapes.reviews import ReviewChangeIn, ReviewOut, ReviewQuery, review_out
from serai.dialects.salla.view import view
from serai.wire.call import Call
from serai.wire.operation import Operations

reviews = Operations("Reviews", under="/admin/v2")


@reviews.get("/reviews", scope="reviews.read")
async def list_reviews(call: Call, query: ReviewQuery) -> Listed[ReviewOut]:
    """What customers said, newest first."""
    who, looks, slice_ = app(call), view(call), slice_of(call, query)
    found = await core.page(call.db, who.store, query.to_core(who.time_zone), slice_)
    return listed(call, slice_, found, lambda review: review_out(review, looks))


@reviews.get("/reviews/{review:review}", scope="reviews.read")
async def get_review(call: Call, review: int) -> Answer[ReviewOut]:
    """One of them."""
    return answer(call, review_out(await core.get(call.db, app(call).store, ReviewId(review)), view(call)))


@reviews.put("/reviews/{review:review}", scope="reviews.read_write")
async def update_review(call: Call, review: int, body: ReviewChangeIn) -> Answer[ReviewOut]:
    """Publish or hide it, reply to it."""
    made = await core.edit(call.tx, app(call).store, ReviewId(review), body.to_core())
    return answer(call, review_out(made, view(call)))
