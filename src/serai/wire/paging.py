"""Numbered pages that continue where the one before ended, whatever a dialect calls its parameters."""

import hashlib
import time
from typing import Any

from serai.kit.pages import DEEPEST, Page, Slice
from serai.wire.call import Call

_NUMBER = "page"


def slice_for(call: Call, page: int, size: int) -> Slice:
    """Page `page` (from 1) of `size` rows of this call's listing, after the remembered end of the page before it."""
    if page <= 1:
        return Slice(1, size)
    page = min(page, DEEPEST)
    return Slice(page, size, call.services.boundaries.recall(_listing(call), page, now=time.monotonic()))


def remember(call: Call, slice_: Slice, result: Page[Any]) -> None:
    """Note where the page ended. Only a full page is noted: after any other there is nothing yet."""
    if result.end is not None and len(result.items) == slice_.size:
        call.services.boundaries.remember(_listing(call), slice_.number + 1, result.end, now=time.monotonic())


def _listing(call: Call) -> str:
    """The same for every page of one caller's walk: all that the answer depends on, but for the page's number."""
    rest = sorted(pair for pair in call.query.items() if pair[0] != _NUMBER)
    owner = call.who.owner if call.who else ""
    asked = repr((call.mount, owner, call.operation.name, call.path, rest))
    return hashlib.blake2b(asked.encode(), digest_size=16).hexdigest()
