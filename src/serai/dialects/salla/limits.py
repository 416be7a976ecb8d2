"""How often a store's apps may ask, and the headers that say so. Counted for all apps of a store together.

The window slides, which never allows more than the leaking bucket does in any minute: docs/dialects/salla.md, "Rate limits".
"""

from collections.abc import Mapping
from typing import Final

from serai.core.apps import Grant, Profile
from serai.dialects.salla.plans import plan_of
from serai.kit.limits import Standing, Window

MINUTE: Final = 60
DOCUMENTED: Final = (Window(120, MINUTE),)
STRANGERS: Final = (Window(120, MINUTE),)
"""Requests without a valid token, per address."""
_LIVE: Final = {"basic": 60, "plus": 120, "pro": 360, "special": 720}
_CUSTOMERS: Final = Window(500, 600)
ACCOUNTS: Final = "accounts"
"""The quota of what stands on the accounts host in the original: counted apart, and without headers."""
CUSTOMERS: Final = "customers"


def quota(grant: Grant) -> tuple[Window, ...]:
    """The store's requests a minute: by its plan in `live`."""
    return (Window(_LIVE[plan_of(grant.plan)], MINUTE),) if grant.profile is Profile.LIVE else DOCUMENTED


def quotas(grant: Grant) -> Mapping[str, tuple[Window, ...]]:
    """By the quota's name. Customers have the minute's window and one of their own."""
    return {CUSTOMERS: (*quota(grant), _CUSTOMERS), ACCOUNTS: quota(grant)}


def standing(now: Standing, quota: str) -> list[tuple[str, str]]:
    """`Reset` is a Unix time. The accounts host has no such headers."""
    if quota == ACCOUNTS:
        return []
    return [
        ("x-ratelimit-limit", str(now.limit)),
        ("x-ratelimit-remaining", str(now.remaining)),
        ("x-ratelimit-reset", str(now.reset)),
    ]
