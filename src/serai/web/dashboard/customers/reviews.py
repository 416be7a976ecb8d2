"""What customers said, whether everybody sees it, and what the store replied."""

from typing import Final

from msgspec import Struct

from serai.core import reviews
from serai.core.reviews import Kind, ReviewChange, ReviewFilter, ReviewId
from serai.web.dashboard.customers.section import LIST, SECTION
from serai.web.dashboard.listing import listed, slice_of
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page

REVIEWS: Final = f"{LIST}/reviews"
REVIEW: Final = f"{REVIEWS}/{{review:int}}"
STANDS: Final = {"shown": True, "hidden": False}


def _filter(visit: Merchant) -> ReviewFilter:
    kind, stars = visit.asked("kind"), visit.asked("stars")
    return ReviewFilter(
        kind=Kind(kind) if kind in tuple(Kind) else None,
        keyword=visit.asked("q")[:100] or None,
        ratings=(int(stars),) if stars in ("1", "2", "3", "4", "5") else None,
        is_published=STANDS.get(visit.asked("stand")),
    )


@SECTION.page(REVIEWS)
async def reviews_page(visit: Merchant) -> Answer:
    slice_ = slice_of(visit)
    page = await reviews.page(visit.db, visit.store_id, _filter(visit), slice_)
    is_narrowed = any(visit.asked(name) for name in ("kind", "q", "stars", "stand", "page"))
    values = {"page": listed(visit, page, slice_), "kinds": list(Kind), "is_narrowed": is_narrowed}
    return Page("reviews.html", values)


class Published(Struct):
    is_published: bool = False


class Reply(Published):
    reply: str | None = None


@SECTION.page(REVIEW)
async def review_page(visit: Merchant) -> Answer:
    review = await reviews.get(visit.db, visit.store_id, ReviewId(visit.number("review")))
    return Page("review.html", {"review": review, "here": f"{visit.here}/customers/reviews/{review.id}"})


@SECTION.form(REVIEW, Reply, again=review_page)
async def answer(visit: Merchant, form: Reply) -> Answer:
    found, change = ReviewId(visit.number("review")), ReviewChange(is_published=form.is_published, reply=form.reply)
    await visit.write(lambda tx: reviews.edit(tx, visit.store_id, found, change))
    return Done(f"{visit.here}/customers/reviews", "review_kept")


@SECTION.page(f"{REVIEW}/publish")
async def back(visit: Merchant) -> Answer:
    """The buttons stand in the list."""
    return Done(f"{visit.here}/customers/reviews")


@SECTION.form(f"{REVIEW}/publish", Published, again=reviews_page)
async def publish(visit: Merchant, form: Published) -> Answer:
    found, change = ReviewId(visit.number("review")), ReviewChange(is_published=form.is_published)
    await visit.write(lambda tx: reviews.edit(tx, visit.store_id, found, change))
    return Done(f"{visit.here}/customers/reviews", "published" if form.is_published else "hidden")
