"""The envelope of a success; its `status` is the HTTP status."""

from typing import Generic, TypeVar

import msgspec

from serai.wire.call import Call

T = TypeVar("T")


class Answer(msgspec.Struct, Generic[T], frozen=True):
    """One thing, or a list without pages."""

    status: int
    success: bool
    data: T


class Links(msgspec.Struct, frozen=True):
    """Absolute; `prev` and `previous` are the same."""

    next: str | None
    prev: str | None
    previous: str | None


class Pagination(msgspec.Struct, frozen=True, rename="camel"):
    """`count` is the rows of this page; `total_pages` is at least 1."""

    count: int
    total: int
    per_page: int
    current_page: int
    total_pages: int
    links: Links


class Listed(msgspec.Struct, Generic[T], frozen=True):
    """A page of things."""

    status: int
    success: bool
    data: tuple[T, ...]
    pagination: Pagination


class Message(msgspec.Struct, frozen=True):
    message: str
    code: int


def answer(call: Call, data: T) -> Answer[T]:
    return Answer(status=call.operation.status, success=True, data=data)


def done(call: Call, message: str) -> Answer[Message]:
    """It happened, and there is nothing to show."""
    return answer(call, Message(message, call.operation.status))


def removed(call: Call) -> Answer[Message]:
    return done(call, "The Object has been removed successfully")
