"""Our plans in this wire's words."""

from typing import Final

_PLANS: Final = {"trial": "basic", "starter": "plus", "pro": "pro", "enterprise": "special"}


def plan_of(plan: str) -> str:
    """basic, plus, pro or special."""
    return _PLANS.get(plan, "basic")
