"""When a delivery is tried again. Pure, but for the jitter."""

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

from msgspec import Struct

from serai.kit.outgoing import TOTAL_SECONDS

_MINUTE: Final = 60.0
_HOUR: Final = 3600.0

ATTEMPTS: Final = (0.0, 5.0, *(m * _MINUTE for m in (5, 30)), *(h * _HOUR for h in (2, 5, 10, 14, 20, 24)))
"""Seconds after the first attempt at which each is due."""
JITTER: Final = 0.1
"""An attempt may come earlier by up to this share, so that a receiver that comes back is not hit by all at once."""
LEAST_REST: Final = 1.0
LONGEST_WISH: Final = timedelta(hours=24)
"""The most that a receiver's Retry-After can ask for."""
PATIENCE: Final = timedelta(days=5)
"""An endpoint that fails for this long is paused."""


class Policy(Struct, frozen=True, kw_only=True):
    """How a format's receivers are treated. `attempts` in seconds after the first, `seconds` is what one may take.

    `accepted` are the statuses that count as taken. An endpoint that fails for `patience` is paused, None: never; while it
    fails it gets `at_once` calls at the same time.
    """

    attempts: tuple[float, ...] = ATTEMPTS
    jitter: float = JITTER
    seconds: float = TOTAL_SECONDS
    accepted: frozenset[int] = frozenset(range(200, 300))
    patience: timedelta | None = PATIENCE
    at_once: int = 2


STANDARD: Final = Policy()


def next_due(
    *, tries: int, begun: datetime, now: datetime, headers: Mapping[str, str], policy: Policy = STANDARD
) -> datetime | None:
    """After `tries` failed attempts, the first of them at `begun`; None when there are no more."""
    if tries >= len(policy.attempts):
        return None
    offset = policy.attempts[tries] * (1 - random.uniform(0, policy.jitter))  # noqa: S311 - no secret
    planned = max(begun + timedelta(seconds=offset), now + timedelta(seconds=LEAST_REST))
    wished = retry_after(headers.get("retry-after"), now)
    return planned if wished is None else max(planned, now + wished)


def retry_after(text: str | None, now: datetime) -> timedelta | None:
    """What a Retry-After says, in seconds or as a date (RFC 9110, 10.2.3); at most LONGEST_WISH. None when it says nothing."""
    if text is None:
        return None
    text = text.strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), LONGEST_WISH.total_seconds()))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(moment - now, LONGEST_WISH) if moment > now else None
