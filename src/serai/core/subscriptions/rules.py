"""Decisions about subscriptions. Pure."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from serai.core.subscriptions.model import Frequency, Unit
from serai.kit.errors import Invalid
from serai.kit.money import portion

MOST_QUANTITY: Final = 1_000_000
FURTHEST: Final = timedelta(days=3653)
"""How far ahead a date may lie: ten years."""
MOST_FAILURES: Final = 3
LONGEST_REASON: Final = 500


def price(minor: int, frequency: Frequency) -> int:
    """The product's price less what who subscribes saves."""
    return minor - portion(minor, frequency.discount_percent / 100)


def after(day: date, frequency: Frequency, *, anchor: int) -> date:
    """The next scheduled day: the interval from this one. Months keep the anchor day, shorter ones their last."""
    if frequency.unit is not Unit.MONTH:
        return day + timedelta(days=frequency.count * (7 if frequency.unit is Unit.WEEK else 1))
    year, month = divmod(day.year * 12 + day.month - 1 + frequency.count, 12)
    return date(year, month + 1, min(anchor, monthrange(year, month + 1)[1]))


def from_today(day: date, frequency: Frequency, *, anchor: int, today: date) -> date:
    """The first scheduled day that is not in the past."""
    while day < today:
        day = after(day, frequency, anchor=anchor)
    return day


def checked_quantity(quantity: int) -> int:
    if not 1 <= quantity <= MOST_QUANTITY:
        raise Invalid.one("quantity", f"Must be a whole number from 1 to {MOST_QUANTITY}.")
    return quantity


def checked_day(day: date, *, today: date, field: str) -> date:
    if day < today:
        raise Invalid.one(field, "Must not be in the past.")
    if day - today > FURTHEST:
        raise Invalid.one(field, "Must be within the next ten years.")
    return day


def checked_reason(reason: str | None) -> str | None:
    bare = (reason or "").strip()
    if len(bare) > LONGEST_REASON:
        raise Invalid.one("reason", f"May have at most {LONGEST_REASON} characters.")
    return bare or None
