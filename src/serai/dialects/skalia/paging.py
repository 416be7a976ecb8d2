"""Pages in the words of this wire: `page`, `size`, `total`, `pages`."""

from collections.abc import Callable
from typing import Annotated, Final, Generic, TypeVar

from msgspec import Meta, Struct

from serai.kit.pages import Page, Slice
from serai.wire import paging
from serai.wire.call import Call

T = TypeVar("T")
O = TypeVar("O")  # noqa: E741 - the out type beside T

LARGEST: Final = 100


class Paged(Struct, rename="camel"):
    """Query of a list; a larger `size` than 100 is 100."""

    page: Annotated[int, Meta(ge=1, description="Page number, from 1.")] = 1
    size: Annotated[int, Meta(ge=1, description="Items per page; above 100 it is 100.")] = 20


class Listed(Struct, Generic[T]):
    """One page; `total` and `pages` count everything that matches."""

    items: list[T]
    total: int
    page: int
    size: int
    pages: int


class Items(Struct, Generic[T]):
    """A list that is always whole."""

    items: list[T]


class Item(Struct, Generic[T]):
    """One resource."""

    item: T


def slice_of(call: Call, query: Paged) -> Slice:
    """What to ask the core for. A page that follows one just seen starts where that one ended, whatever came meanwhile."""
    return paging.slice_for(call, query.page, min(query.size, LARGEST))


def listed(call: Call, query: Paged, page: Page[T], shape: Callable[[T], O]) -> Listed[O]:
    """The page as it is sent; remembers where it ended."""
    size = min(query.size, LARGEST)
    paging.remember(call, Slice(query.page, size), page)
    return Listed([shape(item) for item in page.items], page.total, query.page, size, -(-page.total // size))
