"""Revenue and the overview. Money in the store's own currency, days in its own zone."""

from decimal import Decimal
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from serai.core.analytics import Day, Overview
from serai.kit.money import to_decimal

Period = Literal["7d", "30d", "90d", "1y"]

DAYS: Final[dict[Period, int]] = {"7d": 7, "30d": 30, "90d": 90, "1y": 365}


class RevenueQuery(Struct, frozen=True, kw_only=True):
    period: Annotated[Period, Meta(description="Time period, which ends with today")] = "30d"


class DayOut(Struct, frozen=True):
    """`count` is how many orders were paid that day, `total` their totals less what was refunded that day."""

    date: str
    total: Decimal
    count: int


class RevenueOut(Struct, frozen=True):
    """`daily` has every day of the period, newest first; `total` is its sum."""

    period: Period
    total: Decimal
    daily: tuple[DayOut, ...]
    currency: str


class OverviewOut(Struct, frozen=True):
    """Monthly means the last 30 days, as in `/revenue?period=30d`. Cancelled orders do not count."""

    total_orders: int
    monthly_orders: int
    total_revenue: Decimal
    monthly_revenue: Decimal
    total_products: int
    currency: str


def revenue_out(period: Period, found: tuple[Day, ...], currency: str) -> RevenueOut:
    return RevenueOut(
        period=period,
        total=to_decimal(sum(day.revenue_minor for day in found), currency),
        daily=tuple(DayOut(day.date.isoformat(), to_decimal(day.revenue_minor, currency), day.paid) for day in reversed(found)),
        currency=currency,
    )


def overview_out(found: Overview, currency: str) -> OverviewOut:
    return OverviewOut(
        total_orders=found.total_orders,
        monthly_orders=found.monthly_orders,
        total_revenue=to_decimal(found.total_revenue_minor, currency),
        monthly_revenue=to_decimal(found.monthly_revenue_minor, currency),
        total_products=found.total_products,
        currency=currency,
    )
