"""Reviews: what they need, publishing, replies, events."""

import pytest

from serai.core import reviews
from serai.core.reviews import Kind, NewReview, ReviewChange
from serai.kit.db import Database
from serai.kit.errors import Invalid, NotFound
from tests.factories import Make


async def test_a_reply_has_its_time_and_can_be_taken_back(database: Database, make: Make) -> None:
    store = await make.store()
    review = await make.review(store, await make.product(store), await make.customer(store))

    async with database.begin() as tx:
        replied = await reviews.edit(tx, store.id, review.id, ReviewChange(reply=" Thank you ", is_published=True))
        same = await reviews.edit(tx, store.id, review.id, ReviewChange(reply="Thank you"))
        back = await reviews.edit(tx, store.id, review.id, ReviewChange(reply=None))

    assert (replied.reply, replied.replied_at, replied.is_published) == ("Thank you", database.clock.now(), True)
    assert same == replied
    assert (back.reply, back.replied_at, back.version) == (None, None, 3)
    kinds = [row["kind"] for row in await database.all("select kind from events where store_id = $1 order by id", store.id)]
    assert [kind for kind in kinds if kind.startswith("review.")] == ["review.created", "review.updated", "review.updated"]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewReview(kind=Kind.TESTIMONIAL, content="", rating=5), "content"),
        (NewReview(kind=Kind.TESTIMONIAL, content="x" * 5001, rating=5), "content"),
        (NewReview(kind=Kind.TESTIMONIAL, content="Good", rating=6), "rating"),
        (NewReview(kind=Kind.TESTIMONIAL, content="Good"), "rating"),
        (NewReview(kind=Kind.RATING, content="Good", rating=5), "product"),
        (NewReview(kind=Kind.SHIPPING, content="Good", rating=5), "order"),
    ],
)
async def test_what_is_missing_is_named(database: Database, make: Make, new: NewReview, field: str) -> None:
    store = await make.store()

    with pytest.raises(Invalid) as refused:
        async with database.begin() as tx:
            await reviews.create(tx, store.id, new)

    assert list(refused.value.fields) == [field]


async def test_another_store_s_product_is_not_there(database: Database, make: Make) -> None:
    mine, other = await make.store(), await make.store()
    product = await make.product(other)
    new = NewReview(kind=Kind.RATING, content="Good", rating=5, product=product.id)

    with pytest.raises(NotFound):
        async with database.begin() as tx:
            await reviews.create(tx, mine.id, new)
