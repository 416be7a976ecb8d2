"""Reviews and questions."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from msgspec import UNSET, Struct, UnsetType

from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.orders import OrderId
from serai.core.stores import StoreId

ReviewId = NewType("ReviewId", int)


class Kind(StrEnum):
    """Of a product with stars, a question about one, of an order's shipping, of the store as a whole."""

    RATING = "rating"
    ASK = "ask"
    SHIPPING = "shipping"
    TESTIMONIAL = "testimonial"


class Author(Struct, frozen=True):
    """The customer as they are now."""

    id: CustomerId
    name: str
    email: str
    phone: str | None
    city: str | None
    country: str | None


class Subject(Struct, frozen=True):
    """The product as it is now."""

    id: ProductId
    name: str
    sku: str | None


class Review(Struct, frozen=True, kw_only=True):
    """`rating` in stars, 1 to 5, None for questions. The store's reply is shown with it once it is published."""

    store_id: StoreId
    id: ReviewId
    version: int
    kind: Kind
    rating: int | None
    content: str
    product: Subject | None
    customer: Author | None
    order_id: OrderId | None
    is_published: bool
    reply: str | None
    replied_at: datetime | None
    created_at: datetime
    updated_at: datetime


class NewReview(Struct, frozen=True, kw_only=True):
    """A rating and a question need a product, `shipping` an order; all but a question need stars."""

    kind: Kind
    content: str
    rating: int | None = None
    product: ProductId | None = None
    customer: CustomerId | None = None
    order: OrderId | None = None
    is_published: bool = False


class ReviewChange(Struct, frozen=True, kw_only=True):
    """What the store decides; UNSET leaves as it is, None takes the reply back."""

    is_published: bool | UnsetType = UNSET
    reply: str | None | UnsetType = UNSET


class ReviewFilter(Struct, frozen=True, kw_only=True):
    """None means any; `before` is not included. `keyword` is in the text."""

    kind: Kind | None = None
    keyword: str | None = None
    since: datetime | None = None
    before: datetime | None = None
    products: tuple[ProductId, ...] | None = None
    customers: tuple[CustomerId, ...] | None = None
    ratings: tuple[int, ...] | None = None
    is_published: bool | None = None
    has_reply: bool | None = None
