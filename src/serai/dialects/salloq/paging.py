"""`page` and `per_page`, and the `meta` of a list."""

from collections.abc import Callable
from typing import Annotated, Final, TypeVar

import msgspec

from serai.dialects.salloq.shapes.answers import Listed, ListMeta, Pagination
from serai.kit.pages import Page, Slice
from serai.wire import paging
from serai.wire.call import Call

LARGEST: Final = 100

T = TypeVar("T")
Out = TypeVar("Out")


class PageQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Below 1 or not a number is refused; more than 100 per page is 100."""

    page: Annotated[int, msgspec.Meta(ge=1, description="Page number")] = 1
    per_page: Annotated[int, msgspec.Meta(ge=1, description="Items per page, at most 100")] = 25


def slice_of(call: Call, query: PageQuery) -> Slice:
    return paging.slice_for(call, query.page, min(query.per_page, LARGEST))


def listed(call: Call, slice_: Slice, found: Page[T], shape: Callable[[T], Out]) -> Listed[Out]:
    """The page in its envelope. `total_pages` is 0 when there is nothing."""
    paging.remember(call, slice_, found)
    pagination = Pagination(slice_.number, slice_.size, found.total, -(-found.total // slice_.size))
    return Listed(success=True, data=tuple(shape(item) for item in found.items), meta=ListMeta(pagination))
