"""What customers say about products, orders and the store. Owns `reviews`."""

from serai.core.reviews.model import Author, Kind, NewReview, Review, ReviewChange, ReviewFilter, ReviewId, Subject
from serai.core.reviews.read import get, page
from serai.core.reviews.write import create, edit

__all__ = [
    "Author",
    "Kind",
    "NewReview",
    "Review",
    "ReviewChange",
    "ReviewFilter",
    "ReviewId",
    "Subject",
    "create",
    "edit",
    "get",
    "page",
]
