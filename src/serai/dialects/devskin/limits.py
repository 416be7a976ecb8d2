"""The rate-limit headers, which the documentation leaves out: spelled as SKALIA spells them (X-04)."""

from typing import Final

from serai.dialects.devskin.auth import QUOTA
from serai.kit.limits import Standing

STRANGERS: Final = QUOTA
"""Requests without a valid key, per address."""


def standing(now: Standing, _: str) -> list[tuple[str, str]]:
    """`Reset` is a Unix time."""
    return [
        ("x-ratelimit-limit", str(now.limit)),
        ("x-ratelimit-remaining", str(now.remaining)),
        ("x-ratelimit-reset", str(now.reset)),
    ]
