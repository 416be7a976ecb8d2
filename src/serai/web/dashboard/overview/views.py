"""All stores at a glance, and the report of one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from serai.core import analytics, orders
from serai.core.accounts import OwnStore
from serai.core.analytics import Metric, Range, Report, Span
from serai.kit import days
from serai.kit.pages import Slice
from serai.web.dashboard.overview import chart
from serai.web.dashboard.overview.spans import currency_of, drawn, range_of, span_of
from serai.web.dashboard.visit import Merchant
from serai.web.section import Section
from serai.web.visit import Answer, Page
from serai.web.words import DIRECTIONS

SECTION: Section[Merchant] = Section(Path(__file__).parent)
RECENT: Final = 5
LISTED: Final = 20
"""Products and categories that a report names."""
QUICK: Final = (7, 30, 90, 365)
"""Days that a report is asked for most."""


@SECTION.page("")
async def home(visit: Merchant) -> Answer:
    own = visit.who.stores
    if not own:
        return Page("welcome.html")
    range_ = range_of(visit)
    found = await analytics.summary(
        visit.db,
        own,
        range_=range_,
        currency=currency_of(visit),
        preferred=visit.who.user.preferences.currency,
        at=visit.services.clock.now(),
    )
    daily = await _report(visit, own, drawn(visit, own[0], range_), {Metric.SALES_BY_DAY}, found.currency)
    recent = await orders.page(visit.db, [each.id for each in own], orders.Filter(), Slice(1, RECENT))
    values = {"found": found, "range": range_, "ranges": list(Range), "recent": recent.items, "chart": _chart(visit, daily)}
    return Page("home.html", {**values, "zones": {each.id: each.time_zone for each in own}})


@SECTION.page("/stores/{store:int}")
async def of_store(visit: Merchant) -> Answer:
    own = next(each for each in visit.who.stores if each.id == visit.store_id)
    span = span_of(visit, own, SECTION.words[visit.look.language].report.dates)
    currency = currency_of(visit) or own.currency
    found = await _report(visit, [own], span, set(Metric), currency)
    values = {
        "found": found,
        "chart": _chart(visit, found),
        "span": span,
        "quick": [(number, days.back(span.last, number - 1)) for number in QUICK],
        "always": await analytics.overview(visit.db, own, at=visit.services.clock.now()),
        "listed": LISTED,
    }
    return Page("store.html", values, visit.problem.status if visit.problem else 200)


async def _report(visit: Merchant, own: Sequence[OwnStore], span: Span, want: set[Metric], currency: str) -> Report:
    return await analytics.report(
        visit.db, own, span, want=want, currency=currency, preferred=currency, at=visit.services.clock.now()
    )


def _chart(visit: Merchant, found: Report) -> chart.Chart:
    return chart.of(found.sales_by_day or (), mirrored=DIRECTIONS[visit.look.language] == "rtl")
