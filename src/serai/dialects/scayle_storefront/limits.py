"""A guard per address. The documentation has no limit: it answers 503 and, in `live`, 429 (SC-G04)."""

from typing import Final

from serai.kit.limits import Standing, Window

QUOTA: Final = (Window(12_000, 60),)
"""Of one address: shops are rendered on a server, whose one address stands for all their customers."""
STRANGERS: Final = (Window(1_200, 60),)
"""Requests that need a key and have none, and those that name no shop."""


def standing(now: Standing, _: str) -> list[tuple[str, str]]:
    """`Reset` is a Unix time."""
    return [
        ("x-ratelimit-limit", str(now.limit)),
        ("x-ratelimit-remaining", str(now.remaining)),
        ("x-ratelimit-reset", str(now.reset)),
    ]
