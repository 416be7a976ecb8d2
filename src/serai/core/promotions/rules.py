"""Decisions about promo codes. Pure."""

import unicodedata
from datetime import datetime
from decimal import Decimal
from typing import Final

from serai.core.promotions.errors import Reason
from serai.core.promotions.model import NewPromo, Promo, Status, Worth
from serai.kit import checks
from serai.kit.checks import Faults
from serai.kit.errors import Invalid
from serai.kit.money import MOST, portion

LONGEST_CODE: Final = 50
LONGEST_NAME: Final = 200
LONGEST_SUMMARY: Final = 2_000
MOST_USES: Final = 2_147_483_647
PLACES: Final = 4
"""Decimals that a percentage may have."""


def key(code: str) -> str:
    """What two spellings of one code share: case does not matter."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", code.strip()).casefold())


def taken_off(worth: Worth, subtotal: int) -> int:
    """Minor units; never more than there is to pay."""
    if worth.percent is not None:
        return portion(subtotal, worth.percent / 100)
    return min(worth.amount_minor or 0, subtotal)


def is_usable(promo: Promo, *, at: datetime, subtotal: int) -> bool:
    """Whether an order of this subtotal could have the code now, as far as can be told without its customer."""
    return (
        (promo.starts_at is None or promo.starts_at <= at)
        and (promo.ends_at is None or at < promo.ends_at)
        and (promo.minimum_subtotal_minor is None or promo.minimum_subtotal_minor <= subtotal)
        and (promo.maximum_subtotal_minor is None or promo.maximum_subtotal_minor >= subtotal)
        and (promo.usage_limit is None or promo.times_used < promo.usage_limit)
        and promo.status is Status.ACTIVE
    )


def refusal(
    promo: Promo | None, *, at: datetime, subtotal: int, used_by_customer: int, may_be_for_others: bool = False
) -> Reason:
    """Why an order could not have the code. What cannot be seen any more was that somebody else took the last use.

    `may_be_for_others`: it has criteria, which are then what was not met.
    """
    if promo is None:
        return Reason.UNKNOWN
    if promo.starts_at is not None and at < promo.starts_at:
        return Reason.NOT_YET
    if promo.ends_at is not None and at >= promo.ends_at:
        return Reason.EXPIRED
    if promo.minimum_subtotal_minor is not None and subtotal < promo.minimum_subtotal_minor:
        return Reason.MINIMUM
    if promo.usage_limit_per_customer is not None and used_by_customer >= promo.usage_limit_per_customer:
        return Reason.CUSTOMER_LIMIT
    if promo.status is not Status.ACTIVE:
        return Reason.INACTIVE
    if promo.maximum_subtotal_minor is not None and subtotal > promo.maximum_subtotal_minor:
        return Reason.MAXIMUM
    if promo.usage_limit is not None and promo.times_used >= promo.usage_limit:
        return Reason.EXHAUSTED
    return Reason.NOT_ELIGIBLE if may_be_for_others else Reason.EXHAUSTED


def checked(new: NewPromo) -> NewPromo:
    """Raises Invalid naming every field that is wrong."""
    faults = Faults()
    faults.of(lambda: _check_code(new.code))
    faults.of(lambda: _check_worth(new.worth))
    if new.starts_at is not None and new.ends_at is not None and new.ends_at <= new.starts_at:
        faults.add("ends_at", "Must be after starts_at.")
    if new.minimum_subtotal_minor is not None and not 0 <= new.minimum_subtotal_minor <= MOST:
        faults.add("minimum_subtotal", "Must not be negative." if new.minimum_subtotal_minor < 0 else "Is too large.")
    if new.maximum_subtotal_minor is not None and not (new.minimum_subtotal_minor or 0) <= new.maximum_subtotal_minor <= MOST:
        faults.add("maximum_subtotal", "Must not be below the minimum, nor too large.")
    for text, most in (("name", LONGEST_NAME), ("summary", LONGEST_SUMMARY)):
        if len(getattr(new, text) or "") > most:
            faults.add(text, f"May have at most {most} characters.")
    for field in ("usage_limit", "usage_limit_per_customer"):
        limit = getattr(new, field)
        if limit is not None and not 1 <= limit <= MOST_USES:
            faults.add(field, f"Must be a whole number from 1 to {MOST_USES}.")
    faults.settle()
    return new


def _check_code(code: str) -> None:
    checks.words(code, field="code", least=1, most=LONGEST_CODE)
    if any(c.isspace() or unicodedata.category(c).startswith("C") for c in code):
        raise Invalid.one("code", "May not have spaces in it.")


def _check_worth(worth: Worth) -> None:
    if worth.percent is not None:
        _check_percent(worth.percent)
    elif worth.amount_minor is None or not 0 < worth.amount_minor <= MOST:
        raise Invalid.one("value", "Must be more than 0.")


def _check_percent(percent: Decimal) -> None:
    if not percent.is_finite() or not 0 < percent <= 100:
        raise Invalid.one("value", "Must be more than 0 and at most 100.")
    if percent != round(percent, PLACES):
        raise Invalid.one("value", f"May have at most {PLACES} decimals.")
