"""`page` and `per_page`, and the `pagination` of a list (§4.3)."""

from collections.abc import Callable
from typing import Annotated, Final, TypeVar
from urllib.parse import urlencode

import msgspec

from serai.dialects.salla.auth import app
from serai.dialects.salla.shapes.answers import Links, Listed, Pagination
from serai.kit.pages import Page, Slice
from serai.wire import paging
from serai.wire.call import Call

_LARGEST: Final = {False: 50, True: 60}  # by whether the profile is `live`

T = TypeVar("T")
Out = TypeVar("Out")


class PageQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A page below 1 or that is not a number is refused; `per_page` is clamped."""

    page: Annotated[int, msgspec.Meta(ge=1, description="Page number")] = 1
    per_page: Annotated[int, msgspec.Meta(description="Items per page, at most 50 (60 in the profile `live`)")] = 15


def slice_of(call: Call, query: PageQuery) -> Slice:
    size = max(1, min(query.per_page, _LARGEST[app(call).live]))
    return paging.slice_for(call, query.page, size)


def listed(call: Call, slice_: Slice, found: Page[T], shape: Callable[[T], Out]) -> Listed[Out]:
    """The page in its envelope."""
    paging.remember(call, slice_, found)
    pagination = pagination_of(call, slice_, count=len(found.items), total=found.total)
    return Listed(status=200, success=True, data=tuple(shape(item) for item in found.items), pagination=pagination)


def pagination_of(call: Call, slice_: Slice, *, count: int, total: int) -> Pagination:
    pages = max(1, -(-total // slice_.size))
    number = slice_.number
    before = _link(call, min(number - 1, pages)) if number > 1 else None
    after = _link(call, number + 1) if number < pages else None
    return Pagination(count, total, slice_.size, number, pages, Links(after, before, before))


def _link(call: Call, page: int) -> str:
    """The same request for another page: absolute, with its other parameters."""
    query = urlencode({**call.query, "page": page})
    return f"{call.origin}{call.mount}{call.path}?{query}"
