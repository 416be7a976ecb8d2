"""Tags of products."""

from typing import Annotated

from msgspec import Meta, Struct

from serai.core import catalog
from serai.dialects.salla.auth import app
from serai.dialects.salla.paging import PageQuery, listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Pagination, answer
from serai.dialects.salla.shapes.products import TagOut
from serai.wire.call import Call
from serai.wire.operation import Operations

tags = Operations("Tags", under="/admin/v2")


class TagsOut(Struct, frozen=True):
    """The published list misspells `pagination`: both are sent."""

    status: int
    success: bool
    data: tuple[TagOut, ...]
    pagination: Pagination
    pagenation: Pagination


class TagQuery(Struct, frozen=True, kw_only=True):
    tag_name: Annotated[str, Meta(min_length=1, max_length=255)]


@tags.get("/products/tags", scope="products.read")
async def list_tags(call: Call, query: PageQuery) -> TagsOut:
    """All tags, oldest first."""
    slice_ = slice_of(call, query)
    found = await catalog.page_tags(call.db, app(call).store, slice_)
    page = listed(call, slice_, found, lambda tag: TagOut(tag.id, tag.name))
    return TagsOut(page.status, page.success, page.data, page.pagination, page.pagination)


@tags.post("/products/tags", scope="products.read_write")
async def create_tag(call: Call, query: TagQuery) -> Answer[tuple[TagOut, ...]]:
    """Add a tag, unless there is one of this name."""
    tag = await catalog.create_tag(call.tx, app(call).store, query.tag_name)
    return answer(call, (TagOut(tag.id, tag.name),))
