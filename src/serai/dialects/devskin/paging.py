"""`page` and `limit`, and the `data` of a list."""

from collections.abc import Callable
from typing import Annotated, Final, TypeVar

import msgspec

from serai.dialects.devskin.shapes.answers import Answer, Listed, answer
from serai.kit.pages import Page, Slice
from serai.wire import paging
from serai.wire.call import Call

LARGEST: Final = 100

T = TypeVar("T")
Out = TypeVar("Out")


class PageQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Below 1 or not a number is refused; more than 100 per page is 100."""

    page: Annotated[int, msgspec.Meta(ge=1, description="Page number")] = 1
    limit: Annotated[int, msgspec.Meta(ge=1, description="Items per page, max 100")] = 20


def slice_of(call: Call, query: PageQuery) -> Slice:
    return paging.slice_for(call, query.page, min(query.limit, LARGEST))


def listed(call: Call, slice_: Slice, found: Page[T], shape: Callable[[T], Out]) -> Answer[Listed[Out]]:
    """The page in its envelope."""
    paging.remember(call, slice_, found)
    return answer(Listed(tuple(shape(item) for item in found.items), found.total, slice_.number, slice_.size))
