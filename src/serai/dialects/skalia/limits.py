"""How often an account may call, and how the headers say it."""

from typing import Final

from serai.core.billing import PLANS, TRIAL, Plan
from serai.kit.limits import Standing, Window


def quota(plan: Plan) -> tuple[Window, ...]:
    """The plan's minute and hour."""
    return Window(plan.per_minute, 60), Window(plan.per_hour, 3600)


STRANGERS: Final = quota(TRIAL)
"""Per address, for those who are not signed in."""

_PLANS = ", ".join(f"{plan.name} {plan.per_minute:,} and {plan.per_hour:,}" for plan in PLANS.values())
SENTENCE: Final = f"Requests of an account in a minute and in an hour, by plan: {_PLANS}."


def headers(standing: Standing, _: str = "") -> list[tuple[str, str]]:
    """`reset` as Unix time."""
    return [
        ("x-ratelimit-limit", str(standing.limit)),
        ("x-ratelimit-remaining", str(standing.remaining)),
        ("x-ratelimit-reset", str(standing.reset)),
    ]
