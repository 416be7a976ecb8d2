"""The envelope of a success."""

from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

from msgspec import Meta, Struct

T = TypeVar("T")

Time = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


class Answer(Struct, Generic[T], frozen=True):
    success: bool
    data: T


class Listed(Struct, Generic[T], frozen=True):
    """A page; `total` counts everything that matches."""

    items: tuple[T, ...]
    total: int
    page: int
    limit: int


def answer(data: T) -> Answer[T]:
    return Answer(success=True, data=data)


def time_out(moment: datetime) -> Time:
    """`2026-02-10T14:30:00.000Z`"""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
