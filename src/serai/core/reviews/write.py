"""Adding reviews, publishing them and replying."""

from typing import Final

from msgspec import UnsetType

from serai.core.reviews import read
from serai.core.reviews.model import Kind, NewReview, Review, ReviewChange, ReviewId
from serai.core.stores import StoreId
from serai.kit.checks import Faults
from serai.kit.db import Clash, Tx
from serai.kit.errors import NotFound
from serai.kit.outbox import Event

LONGEST: Final = 5_000
STARS: Final = range(1, 6)

INSERT = """
insert into reviews (store_id, kind, rating, content, product_id, customer_id, order_id, is_published, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
returning id
"""

UPDATE = """
update reviews
   set version = version + 1, is_published = $3, reply = $4, replied_at = $5, updated_at = $6
 where store_id = $1 and id = $2
"""

_NOUNS: Final = {
    "reviews_product_fkey": "product",
    "reviews_customer_fkey": "customer",
    "reviews_order_fkey": "order",
}


async def create(tx: Tx, store: StoreId, new: NewReview) -> Review:
    """Raises Invalid, NotFound for a product, customer or order that the store does not have."""
    _check(new)
    values = (new.kind, new.rating, new.content.strip(), new.product, new.customer, new.order, new.is_published)
    try:
        made = ReviewId(await tx.value(INSERT, store, *values, tx.now))
    except Clash as clash:
        raise NotFound(_NOUNS[clash.constraint]) if clash.constraint in _NOUNS else clash from clash
    return _told(tx, "created", await read.get(tx, store, made))


async def edit(tx: Tx, store: StoreId, review: ReviewId, change: ReviewChange) -> Review:
    """Change what the change says and return it as it now is; saying what is tells nobody. Raises NotFound, Invalid."""
    before = await read.lock(tx, store, review)
    is_published = before.is_published if isinstance(change.is_published, UnsetType) else change.is_published
    reply = before.reply if isinstance(change.reply, UnsetType) else (change.reply or "").strip() or None
    if (is_published, reply) == (before.is_published, before.reply):
        return before
    faults = Faults()
    if reply is not None and len(reply) > LONGEST:
        faults.add("reply", f"May have at most {LONGEST} characters.")
    faults.settle()
    replied_at = before.replied_at if reply == before.reply else None if reply is None else tx.now
    await tx.run(UPDATE, store, review, is_published, reply, replied_at, tx.now)
    return _told(tx, "updated", await read.get(tx, store, review))


def _check(new: NewReview) -> None:
    faults = Faults()
    if not 1 <= len(new.content.strip()) <= LONGEST:
        faults.add("content", f"Must have 1 to {LONGEST} characters.")
    if (new.rating is None) != (new.kind is Kind.ASK) or (new.rating is not None and new.rating not in STARS):
        faults.add("rating", "Must be 1 to 5, and nothing for a question.")
    if new.kind in (Kind.RATING, Kind.ASK) and new.product is None:
        faults.add("product", "Is needed.")
    if new.kind is Kind.SHIPPING and new.order is None:
        faults.add("order", "Is needed.")
    faults.settle()


def _told(tx: Tx, what: str, review: Review) -> Review:
    tx.emit(Event(review.store_id, f"review.{what}", review.id, review.version, review))
    return review
