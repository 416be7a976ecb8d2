"""`page`/`perPage` or `limit`/`offset`, and the `pagination` of each. Source: scayle-storefront.md 2.5."""

from typing import Annotated, Final, Protocol

import msgspec

from serai.kit.pages import DEEPEST
from serai.wire.errors import BadQuery

LARGEST: Final = 100
"""Entities on one page; more is this much (SC-G03)."""

Page = Annotated[int, msgspec.Meta(ge=1, description="Number of the page, from 1.")]
PerPage = Annotated[int, msgspec.Meta(ge=1, description="Entities on a page, at most 100.")]
Limit = Annotated[int, msgspec.Meta(ge=1, description="In place of pages: how many, at most 100.")]
Offset = Annotated[int, msgspec.Meta(ge=0, description="In place of pages: how many to leave out.")]


class Paged(Protocol):
    """A query with both kinds of paging; both in one request are refused."""

    @property
    def page(self) -> int | None: ...

    @property
    def per_page(self) -> int | None: ...

    @property
    def limit(self) -> int | None: ...

    @property
    def offset(self) -> int | None: ...


class Listing(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The query of a listing that has no parameters of its own."""

    page: Page | None = None
    per_page: PerPage | None = None
    limit: Limit | None = None
    offset: Offset | None = None


class PageQuery(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """Paging of a list that has pages only."""

    page: Annotated[int, msgspec.Meta(ge=1, description="Number of the page, from 1.")] | None = None
    per_page: Annotated[int, msgspec.Meta(ge=1, description="Entities on a page, at most 100.")] | None = None


class Window(msgspec.Struct, frozen=True):
    """Which rows are wanted. `by_page`: in which words the answer says so."""

    size: int
    offset: int
    by_page: bool = True

    @property
    def page(self) -> int:
        return self.offset // self.size + 1


class Pages(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`current` is how many entities this page has."""

    current: int
    total: int
    per_page: int
    page: int
    first: int
    prev: int
    next: int
    last: int


class Total(msgspec.Struct, frozen=True):
    """Of a listing by offset."""

    total: int


def window(query: Paged) -> Window:
    """Raises BadQuery when both kinds are mixed."""
    if query.limit is not None or query.offset is not None:
        if query.page is not None or query.per_page is not None:
            mixed = "limit" if query.limit is not None else "offset"
            raise BadQuery.one(mixed, "Cannot be combined with `page` and `perPage`.")
        return Window(min(query.limit or LARGEST, LARGEST), min(query.offset or 0, DEEPEST), by_page=False)
    size = min(query.per_page or LARGEST, LARGEST)
    return Window(size, (min(query.page or 1, DEEPEST) - 1) * size)


def page_of(query: PageQuery) -> Window:
    """The page that is wanted."""
    return window(Listing(page=query.page, per_page=query.per_page))


def pagination(window: Window, *, current: int, total: int) -> Pages | Total:
    """What stands beside the entities. The last page of nothing is page 1."""
    if not window.by_page:
        return Total(total)
    last = max(1, -(-total // window.size))
    return Pages(
        current=current,
        total=total,
        per_page=window.size,
        page=window.page,
        first=1,
        prev=max(1, min(window.page - 1, last)),
        next=min(window.page + 1, last) if window.page < last else window.page,
        last=last,
    )
