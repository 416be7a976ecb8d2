"""Storefront pages on this wire."""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core.content import Page, PageDraft
from serai.dialects.skalia import ids
from serai.dialects.skalia.shapes.times import Time, time_out
from serai.kit.values import sent


class PageIn(Struct, rename="camel", forbid_unknown_fields=True):
    """Without an id it is a new page. Times may be sent back as they came; they are not changed."""

    title: str
    slug: str
    content: str
    id: str | UnsetType | None = UNSET
    is_published: bool = True
    order: Annotated[int, Meta(ge=0, le=100_000)] | UnsetType = UNSET
    created_at: str | UnsetType = UNSET
    updated_at: str | UnsetType = UNSET

    def to_core(self, place: int) -> PageDraft:
        return PageDraft(
            id=ids.page(self.id) if isinstance(self.id, str) else None,
            title=self.title,
            slug=self.slug,
            content=self.content,
            is_published=self.is_published,
            position=sent(self.order, place),
        )


class PagesIn(Struct, forbid_unknown_fields=True):
    items: list[PageIn]

    def to_core(self) -> list[PageDraft]:
        return [page.to_core(place) for place, page in enumerate(self.items, 1)]


class PageOut(Struct, rename="camel"):
    id: str
    title: str
    slug: str
    content: str
    is_published: bool
    order: int
    created_at: Time
    updated_at: Time


def page_out(page: Page) -> PageOut:
    return PageOut(
        id=ids.write("page", page.id),
        title=page.title,
        slug=page.slug,
        content=page.content,
        is_published=page.is_published,
        order=page.position,
        created_at=time_out(page.created_at),
        updated_at=time_out(page.updated_at),
    )
