"""Reviews and questions (§6.8)."""

from datetime import date
from typing import Final, Literal

from msgspec import UNSET, Struct, UnsetType

from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.reviews import Author, Kind, Review, ReviewChange, ReviewFilter
from serai.dialects.salla.dates import stamp
from serai.dialects.salla.paging import PageQuery
from serai.dialects.salla.paths import number
from serai.dialects.salla.shapes import phones
from serai.dialects.salla.shapes.countries import name_of
from serai.dialects.salla.view import View
from serai.kit import days
from serai.kit.errors import Invalid

Flag = Literal["true", "false", "1", "0"]
_TRUE: Final = ("true", "1")


class AuthorOut(Struct, frozen=True, kw_only=True):
    id: int
    name: str
    mobile: str | None
    email: str
    avatar: str | None
    country: str | None
    city: str | None


class ReviewOut(Struct, frozen=True, kw_only=True):
    """`rating` is in stars, null for questions. `reply` is the store's."""

    id: int
    type: Kind
    rating: int | None
    content: str
    order_id: int | None
    product_id: int | None
    is_published: bool
    reply: str | None
    created_at: str
    customer: AuthorOut | None


class ReviewQuery(PageQuery, frozen=True, kw_only=True):
    """Both dates are included."""

    type: Kind | None = None
    keyword: str | None = None
    start_date: date | None = None
    end_date: date | None = None
    products: str | None = None
    customers: str | None = None
    stars: str | None = None
    publish: Flag | None = None
    reply: Flag | None = None

    def to_core(self, time_zone: str) -> ReviewFilter:
        products, customers = ids_of(self.products, "products"), ids_of(self.customers, "customers")
        return ReviewFilter(
            kind=self.type,
            keyword=self.keyword,
            since=None if self.start_date is None else days.begin(self.start_date, time_zone),
            before=None if self.end_date is None else days.end(self.end_date, time_zone),
            products=None if products is None else tuple(map(ProductId, products)),
            customers=None if customers is None else tuple(map(CustomerId, customers)),
            ratings=None if (stars := ids_of(self.stars, "stars")) is None else tuple(s for s in stars if s <= 5),
            is_published=None if self.publish is None else self.publish in _TRUE,
            has_reply=None if self.reply is None else self.reply in _TRUE,
        )


class ReviewChangeIn(Struct, frozen=True, kw_only=True):
    is_published: bool | UnsetType = UNSET
    reply: str | UnsetType = UNSET

    def to_core(self) -> ReviewChange:
        return ReviewChange(is_published=self.is_published, reply=self.reply)


def ids_of(text: str | None, field: str) -> tuple[int, ...] | None:
    """Ids with commas between; None for nothing. Raises Invalid on `field`."""
    if not text:
        return None
    found = [number(part.strip()) for part in text.split(",")]
    if None in found:
        raise Invalid.one(field, "Must be ids with commas between them.")
    return tuple(each for each in found if each is not None)


def review_out(review: Review, view: View) -> ReviewOut:
    return ReviewOut(
        id=review.id,
        type=review.kind,
        rating=review.rating,
        content=review.content,
        order_id=review.order_id,
        product_id=review.product.id if review.product else None,
        is_published=review.is_published,
        reply=review.reply,
        created_at=stamp(review.created_at, view),
        customer=None if review.customer is None else _author(review.customer),
    )


def told_out(review: Review, view: View) -> dict[str, object]:
    """As an event tells it: with what it is about."""
    product = review.product
    return {
        "id": review.id,
        "type": review.kind,
        "rating": review.rating,
        "content": review.content,
        "created_at": stamp(review.created_at, view),
        "customer": None if review.customer is None else _author(review.customer),
        "product": None if product is None else {"id": product.id, "name": product.name, "sku": product.sku},
        "order": None if review.order_id is None else {"id": review.order_id},
    }


def _author(author: Author) -> AuthorOut:
    mobile, code = phones.parts(author.phone)
    return AuthorOut(
        id=author.id,
        name=author.name,
        mobile=None if mobile is None else f"{code}{mobile}",
        email=author.email,
        avatar=None,
        country=name_of(author.country),
        city=author.city,
    )
