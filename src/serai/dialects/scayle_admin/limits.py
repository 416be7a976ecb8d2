"""Requests a minute, by scope. Each scope counts alone, for all keys of a store together. Source: the seed's table."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from serai.kit.limits import Standing, Window

MINUTE: Final = 60
PER_MINUTE: Final[Mapping[str, int]] = {
    "customDataRead": 2000,
    "customDataWrite": 1000,
    "customersRead": 300,
    "customersWrite": 300,
    "fulfillmentWrite": 300,
    "globalRead": 1000,
    "globalWrite": 300,
    "ordersRead": 1000,
    "ordersWrite": 300,
    "pricesRead": 2500,
    "pricesWrite": 300,
    "productRead": 1000,
    "productWrite": 300,
    "productSortingWrite": 2500,
    "redirectsRead": 1000,
    "redirectsWrite": 300,
    "reservationsWrite": 2500,
    "shopCategoriesRead": 1000,
    "shopCategoriesWrite": 300,
    "stocksRead": 2500,
    "stocksWrite": 2500,
    "vouchersRead": 300,
    "vouchersWrite": 300,
}
STRANGERS: Final = (Window(300, MINUTE),)
"""Requests without a valid key, per address."""
_STRANGERS: Final = "unauthorized"


def quotas(changed: Mapping[str, int]) -> Mapping[str, tuple[Window, ...]]:
    """Every scope's limit, with those that an operator changed for this store."""
    return _windows(tuple(sorted(changed.items())))


@lru_cache(maxsize=1000)
def _windows(changed: tuple[tuple[str, int], ...]) -> Mapping[str, tuple[Window, ...]]:
    most = {**PER_MINUTE, **{scope: limit for scope, limit in changed if limit > 0}}
    return {scope: (Window(limit, MINUTE),) for scope, limit in most.items()}


def standing(now: Standing, scope: str) -> list[tuple[str, str]]:
    """`Reset` is in seconds from now."""
    return [
        ("x-ratelimit-scope", scope or _STRANGERS),
        ("x-ratelimit-limit", str(now.limit)),
        ("x-ratelimit-remaining", str(now.remaining)),
        ("x-ratelimit-reset", str(now.resets_in)),
    ]
