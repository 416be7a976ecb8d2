"""Reports over what the other contexts wrote, and the visits and carts of the hosted storefront. Changes nothing else.

Revenue is what was captured less what was refunded, each on its own day in the store's zone; an order that is cancelled
after it was paid is refunded that day. Orders count on the day they were placed, all but the cancelled ones. The sums are
kept by `orders` in the transaction that makes them, so a report is never behind.
"""

from serai.core.analytics.model import (
    Category,
    Day,
    Figure,
    Metric,
    Overview,
    Range,
    Recent,
    Report,
    Segments,
    Sold,
    StoreFigures,
    Summary,
    Takings,
    Trend,
)
from serai.core.analytics.record import record_cart, record_visit
from serai.core.analytics.report import report
from serai.core.analytics.sales import of_last, overview
from serai.core.analytics.summary import summary
from serai.core.analytics.windows import Span

__all__ = [
    "Category",
    "Day",
    "Figure",
    "Metric",
    "Overview",
    "Range",
    "Recent",
    "Report",
    "Segments",
    "Sold",
    "Span",
    "StoreFigures",
    "Summary",
    "Takings",
    "Trend",
    "of_last",
    "overview",
    "record_cart",
    "record_visit",
    "report",
    "summary",
]
