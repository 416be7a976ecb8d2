"""What reports say. Money in minor units of the report's currency, percentages with one decimal, days in the store's zone."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from serai.core.catalog import ProductId
from serai.core.orders import OrderId, State
from serai.core.stores import Status, StoreId


class Range(StrEnum):
    """How far back a summary looks; the days end with today."""

    LAST7 = "last7"
    LAST30 = "last30"
    LAST90 = "last90"
    ALL = "all"


class Metric(StrEnum):
    """The parts of a report that can be asked for one by one."""

    SALES_BY_DAY = "sales_by_day"
    SALES_BY_PRODUCT = "sales_by_product"
    SALES_BY_CATEGORY = "sales_by_category"
    CUSTOMER_SEGMENTS = "customer_segments"
    CONVERSION_RATE = "conversion_rate"
    CART_ABANDONMENT_RATE = "cart_abandonment_rate"
    CURRENCY = "currency"
    OTHER_CURRENCIES = "other_currencies"


class Day(Struct, frozen=True):
    """`orders` placed on the day and not cancelled; `paid` is how many were paid on it, `revenue_minor` their totals less
    what was refunded on it.
    """

    date: date
    orders: int
    paid: int
    revenue_minor: int


class Sold(Struct, frozen=True):
    """What a product brought: its lines with their tax, less refunds. `quantity` in pieces."""

    product: ProductId
    name: str
    quantity: int
    revenue_minor: int


class Category(Struct, frozen=True):
    """What the products brought whose primary category this is (None: those with none), and how many orders had any."""

    name: str | None
    orders: int
    revenue_minor: int


class Segments(Struct, frozen=True):
    """Customers who ordered: `new` for the first time, `returning` again. `vip` are those of both who are tagged so."""

    new: int
    returning: int
    vip: int


class Takings(Struct, frozen=True):
    """What was taken in one currency."""

    currency: str
    orders: int
    revenue_minor: int


class Report(Struct, frozen=True, kw_only=True):
    """A part that was not asked for, or a rate without a single visit or cart, is None."""

    currency: str
    sales_by_day: tuple[Day, ...] | None = None
    sales_by_product: tuple[Sold, ...] | None = None
    sales_by_category: tuple[Category, ...] | None = None
    customer_segments: Segments | None = None
    conversion_rate: Decimal | None = None
    cart_abandonment_rate: Decimal | None = None
    other_currencies: tuple[Takings, ...] | None = None


class Trend(StrEnum):
    UP = "up"
    DOWN = "down"
    FLAT = "flat"


class Figure(Struct, frozen=True):
    """A number and how it stands to the one of the days before: per cent, None when that was 0."""

    value: int
    change: Decimal | None
    trend: Trend


class StoreFigures(Struct, frozen=True):
    """One of several stores, beside the others. `orders` and revenue of the range asked for, in minor units."""

    id: StoreId
    name: str
    status: Status
    currency: str
    orders: int
    revenue_minor: int


class Recent(Struct, frozen=True):
    """An order in a nutshell, in its own currency."""

    id: OrderId
    number: str
    customer: str
    total_minor: int
    currency: str
    state: State
    placed_at: datetime


class Summary(Struct, frozen=True, kw_only=True):
    """`revenue` and `average_order` in minor units; `customers` compares the new ones, `customers_total` are all there are."""

    currency: str
    revenue: Figure
    orders: Figure
    customers: Figure
    customers_total: int
    average_order: Figure
    stores: tuple[StoreFigures, ...]
    recent: tuple[Recent, ...]
    top: tuple[Sold, ...]
    other_currencies: tuple[Takings, ...]


class Overview(Struct, frozen=True):
    """A store since it opened, and its last 30 days."""

    total_orders: int
    monthly_orders: int
    total_revenue_minor: int
    monthly_revenue_minor: int
    total_products: int
