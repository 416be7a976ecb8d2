"""The envelope of a success."""

from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Answer(msgspec.Struct, Generic[T], frozen=True):
    """One thing."""

    success: bool
    data: T


class Pagination(msgspec.Struct, frozen=True):
    page: int
    per_page: int
    total: int
    total_pages: int


class ListMeta(msgspec.Struct, frozen=True):
    pagination: Pagination


class Listed(msgspec.Struct, Generic[T], frozen=True):
    """A page of things; `meta` is on lists only."""

    success: bool
    data: tuple[T, ...]
    meta: ListMeta


def answer(data: T) -> Answer[T]:
    return Answer(success=True, data=data)
