"""Dashboard and analytics on this wire. Every answer is in one currency; what was taken in others stands beside it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core import analytics
from serai.core.analytics import Figure, Metric, Range, Report, Span, Summary, Takings, Trend
from serai.core.orders import State
from serai.core.stores import Status
from serai.dialects.skalia import ids
from serai.dialects.skalia.shapes.times import Time, time_out
from serai.kit import checks
from serai.kit.days import back
from serai.kit.errors import Invalid
from serai.kit.money import to_decimal
from serai.wire.errors import BadQuery

Percent = Annotated[Decimal, Meta(description="Per cent, one decimal.")]
Currency = Annotated[str, Meta(description="ISO 4217. Without it: the stores' own if they share one, else the account's.")]

_USUAL_DAYS: Final = 30
_METRICS: Final = {
    "salesByDay": Metric.SALES_BY_DAY,
    "salesByProduct": Metric.SALES_BY_PRODUCT,
    "salesByCategory": Metric.SALES_BY_CATEGORY,
    "customerSegments": Metric.CUSTOMER_SEGMENTS,
    "conversionRate": Metric.CONVERSION_RATE,
    "cartAbandonmentRate": Metric.CART_ABANDONMENT_RATE,
    "currency": Metric.CURRENCY,
    "otherCurrencies": Metric.OTHER_CURRENCIES,
}


def _currency(code: str | None) -> str | None:
    try:
        return None if code is None else checks.currency(code, field="currency")
    except Invalid as error:
        raise BadQuery(error.fields) from None


# ── the summary ──


class SummaryQuery(Struct):
    range: Range = Range.LAST7
    currency: Currency | None = None

    def code(self) -> str | None:
        """Raises BadQuery."""
        return _currency(self.currency)


class MoneyFigureOut(Struct):
    """`change` in per cent against the equal range before it; null when that was 0, or there is none before."""

    total: Decimal
    currency: str
    change: Percent | None
    trend: Trend


class OrdersFigureOut(Struct):
    total: int
    change: Percent | None
    trend: Trend


class CustomersFigureOut(Struct):
    """`new` came in the range; `change` compares them with those of the range before."""

    total: int
    new: int
    change: Percent | None
    trend: Trend


class AverageOut(Struct):
    value: Decimal
    currency: str
    change: Percent | None
    trend: Trend


class StoreFiguresOut(Struct):
    id: str
    name: str
    status: Status
    revenue: Decimal
    orders: int
    currency: str


class RecentOrderOut(Struct, rename="camel"):
    """In its own currency."""

    id: str
    order_number: str
    customer: str
    total: Decimal
    status: State
    created_at: Time
    currency: str


class TopProductOut(Struct, rename="camel"):
    id: str
    name: str
    revenue: Decimal
    units_sold: int


class TakingsOut(Struct):
    currency: str
    revenue: Decimal
    orders: int


class SummaryOut(Struct, rename="camel"):
    revenue: MoneyFigureOut
    orders: OrdersFigureOut
    customers: CustomersFigureOut
    average_order_value: AverageOut
    stores: list[StoreFiguresOut]
    recent_orders: list[RecentOrderOut]
    top_products: list[TopProductOut]
    other_currencies: list[TakingsOut]


def summary_out(found: Summary) -> SummaryOut:
    code = found.currency
    average = found.average_order
    return SummaryOut(
        revenue=MoneyFigureOut(to_decimal(found.revenue.value, code), code, found.revenue.change, found.revenue.trend),
        orders=OrdersFigureOut(found.orders.value, found.orders.change, found.orders.trend),
        customers=_customers(found.customers_total, found.customers),
        average_order_value=AverageOut(to_decimal(average.value, code), code, average.change, average.trend),
        stores=[_store(store) for store in found.stores],
        recent_orders=[_recent(order) for order in found.recent],
        top_products=[
            TopProductOut(ids.write("product", p.product), p.name, to_decimal(p.revenue_minor, code), p.quantity)
            for p in found.top
        ],
        other_currencies=_takings(found.other_currencies),
    )


def _customers(total: int, new: Figure) -> CustomersFigureOut:
    return CustomersFigureOut(total, new.value, new.change, new.trend)


def _store(store: analytics.StoreFigures) -> StoreFiguresOut:
    return StoreFiguresOut(
        id=ids.write("store", store.id),
        name=store.name,
        status=store.status,
        revenue=to_decimal(store.revenue_minor, store.currency),
        orders=store.orders,
        currency=store.currency,
    )


def _recent(order: analytics.Recent) -> RecentOrderOut:
    return RecentOrderOut(
        id=ids.write("order", order.id),
        order_number=order.number,
        customer=order.customer,
        total=to_decimal(order.total_minor, order.currency),
        status=order.state,
        created_at=time_out(order.placed_at),
        currency=order.currency,
    )


def _takings(found: tuple[Takings, ...]) -> list[TakingsOut]:
    return [TakingsOut(t.currency, to_decimal(t.revenue_minor, t.currency), t.orders) for t in found]


# ── the report ──


class AnalyticsQuery(Struct, rename="camel"):
    """Whole days in the stores' zones, both included; without any the last 30."""

    store_id: str | None = None
    start_date: Annotated[str, Meta(description="ISO 8601 date, or a date-time on it.")] | None = None
    end_date: Annotated[str, Meta(description="ISO 8601 date, or a date-time on it.")] | None = None
    metrics: Annotated[str, Meta(description="Keys of the answer, by commas; without it all of them.")] | None = None
    currency: Currency | None = None

    def code(self) -> str | None:
        """Raises BadQuery."""
        return _currency(self.currency)

    def want(self) -> frozenset[Metric]:
        """Raises BadQuery for a key that the answer does not have."""
        names = [name.strip() for name in (self.metrics or "").split(",") if name.strip()]
        unknown = sorted(set(names) - set(_METRICS))
        if unknown:
            said = ", ".join(name[:40] for name in unknown[:10])
            raise BadQuery.one("metrics", f"Unknown: {said}. There are: {', '.join(_METRICS)}.")
        return frozenset(_METRICS[name] for name in names or _METRICS)

    def span(self, today: date, zone: str) -> Span:
        """Raises BadQuery for a date that is none. `zone` says on which day a date-time is."""
        end = _day("endDate", self.end_date, zone)
        start = _day("startDate", self.start_date, zone)
        last = end or max(today, start or today)
        return Span(start or back(last, _USUAL_DAYS - 1), last)


class DayOut(Struct):
    date: str
    revenue: Decimal
    orders: int


class ProductSalesOut(Struct, rename="camel"):
    product_id: str
    product_name: str
    revenue: Decimal
    quantity: int


class CategorySalesOut(Struct):
    """`category` null: of products that have none."""

    category: str | None
    revenue: Decimal
    orders: int


class SegmentsOut(Struct):
    new: int
    returning: int
    vip: int


class AnalyticsOut(Struct, rename="camel"):
    """The rates in per cent, null without any visit or cart."""

    sales_by_day: list[DayOut] | UnsetType = UNSET
    sales_by_product: list[ProductSalesOut] | UnsetType = UNSET
    sales_by_category: list[CategorySalesOut] | UnsetType = UNSET
    customer_segments: SegmentsOut | UnsetType = UNSET
    conversion_rate: Percent | None | UnsetType = UNSET
    cart_abandonment_rate: Percent | None | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    other_currencies: list[TakingsOut] | UnsetType = UNSET


def analytics_out(found: Report, want: frozenset[Metric]) -> AnalyticsOut:
    """Only the wanted keys."""
    out = AnalyticsOut()
    code = found.currency
    if found.sales_by_day is not None:
        out.sales_by_day = [DayOut(d.date.isoformat(), to_decimal(d.revenue_minor, code), d.orders) for d in found.sales_by_day]
    if found.sales_by_product is not None:
        out.sales_by_product = [_product(sold, code) for sold in found.sales_by_product]
    if found.sales_by_category is not None:
        out.sales_by_category = [
            CategorySalesOut(c.name, to_decimal(c.revenue_minor, code), c.orders) for c in found.sales_by_category
        ]
    if found.customer_segments is not None:
        segments = found.customer_segments
        out.customer_segments = SegmentsOut(segments.new, segments.returning, segments.vip)
    if found.other_currencies is not None:
        out.other_currencies = _takings(found.other_currencies)
    if Metric.CONVERSION_RATE in want:
        out.conversion_rate = found.conversion_rate
    if Metric.CART_ABANDONMENT_RATE in want:
        out.cart_abandonment_rate = found.cart_abandonment_rate
    if Metric.CURRENCY in want:
        out.currency = code
    return out


def _product(sold: analytics.Sold, code: str) -> ProductSalesOut:
    return ProductSalesOut(ids.write("product", sold.product), sold.name, to_decimal(sold.revenue_minor, code), sold.quantity)


def _day(name: str, text: str | None, zone: str) -> date | None:
    if text is None:
        return None
    try:
        if len(text) == len("2026-04-08"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo is None else moment.astimezone(ZoneInfo(zone))).date()
    except (ValueError, OverflowError):
        raise BadQuery.one(name, "Must be an ISO 8601 date or date-time.") from None
