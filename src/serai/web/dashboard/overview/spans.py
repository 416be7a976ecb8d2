"""Which days a visitor asks about."""

from datetime import date
from typing import Final

from serai.core.accounts import OwnStore
from serai.core.analytics import Range, Span
from serai.kit import days
from serai.kit.money import is_currency
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Problem

DRAWN: Final = {Range.LAST7: 7, Range.LAST30: 30, Range.LAST90: 90, Range.ALL: 365}
"""How many days the chart of a range has."""
USUAL: Final = 30
LONGEST: Final = 1098
"""Days of one report: three years."""


def range_of(visit: Merchant) -> Range:
    asked = visit.asked("range")
    return Range(asked) if asked in tuple(Range) else Range.LAST7


def currency_of(visit: Merchant) -> str | None:
    """None: the one that fits the stores best."""
    asked = visit.asked("currency").upper()
    return asked if is_currency(asked) else None


def drawn(visit: Merchant, store: OwnStore, range_: Range) -> Span:
    return _last(DRAWN[range_], _today(visit, store))


def span_of(visit: Merchant, store: OwnStore, sentence: str) -> Span:
    """From `from` to `to`; the usual days without them. What cannot be is said with the sentence."""
    today = _today(visit, store)
    try:
        last = date.fromisoformat(visit.asked("to") or today.isoformat())
        first = date.fromisoformat(visit.asked("from") or days.back(last, USUAL - 1).isoformat())
    except ValueError:
        return _refused(visit, today, sentence)
    span = Span(first, last)
    return span if 0 < span.length <= LONGEST else _refused(visit, today, sentence)


def _refused(visit: Merchant, today: date, sentence: str) -> Span:
    visit.problem = Problem(422, sentence)
    return _last(USUAL, today)


def _last(number: int, today: date) -> Span:
    return Span(days.back(today, number - 1), today)


def _today(visit: Merchant, store: OwnStore) -> date:
    return days.of(visit.services.clock.now(), store.time_zone)
