"""Forms that work once.

Some are answered with a secret that nobody sees again, so their answer is a page and no redirect. A browser that shows
that page once more sends the form once more: then nothing happens.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from msgspec import Struct

from serai.kit import idempotency
from serai.kit.crypto import random_text
from serai.kit.db import Clash, Tx
from serai.kit.errors import KeyRunning
from serai.web.dashboard.visit import Merchant
from serai.web.desk import Stale

T = TypeVar("T")

_ROUTE: Final = "dashboard"
_MARK: Final = re.compile(r"[A-Za-z0-9]{32}")
_NOTHING: Final = idempotency.Kept(200, b"")


class OnceForm(Struct):
    """A form that brings nothing else."""

    once: str


def mark() -> str:
    """What the form carries as `once`, another one each time that it is shown."""
    return random_text(32)


async def once(visit: Merchant, sent: str, work: Callable[[Tx], Awaitable[T]]) -> T | None:
    """What `work` made, in a transaction of its own; None when the form with this mark did its work before.

    What goes wrong in `work` does not use the mark up. Raises Stale for what is no mark.
    """
    if not _MARK.fullmatch(sent):
        raise Stale
    vault = visit.services.vault
    request = idempotency.Request(visit.actor, _ROUTE, sent, idempotency.digest())

    async def first(tx: Tx) -> T | None:
        if await idempotency.begin(tx, vault, request) is not None:
            return None
        made = await work(tx)
        await idempotency.keep(tx, vault, request, _NOTHING, now=tx.now)
        return made

    try:
        return await visit.write(first)
    except KeyRunning:
        return None
    except Clash as clash:
        if clash.constraint != idempotency.CONSTRAINT:
            raise
        return None
