"""What lists have around their entities."""

from typing import Annotated, Any, Generic, TypeVar

from msgspec import Struct

from serai.dialects.scayle_storefront.paging import Pages, Total
from serai.wire.schemas import any_of

T = TypeVar("T")


class Listed(Struct, Generic[T], frozen=True):
    """`pagination` in the words in which the request asked for it."""

    entities: tuple[T, ...]
    pagination: Annotated[Any, any_of(Pages, Total)]
