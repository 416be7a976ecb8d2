"""Orders. `total = subtotal + shipping_cost − discount`: there is no tax line, so the subtotal holds the tax (X-12)."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from serai.core import orders
from serai.core.orders import Order, State
from serai.dialects.devskin.paging import PageQuery
from serai.dialects.devskin.shapes.answers import Time, time_out
from serai.kit import days
from serai.kit.money import to_decimal
from serai.wire.errors import BadQuery

Status = Literal["pending", "paid", "shipped", "completed", "cancelled"]

_STATES: Final[dict[Status, State]] = {
    "pending": State.PENDING,
    "paid": State.PROCESSING,
    "shipped": State.SHIPPED,
    "completed": State.DELIVERED,
    "cancelled": State.CANCELLED,
}
_WORDS: Final[dict[State, Status]] = {state: word for word, state in _STATES.items()}
_REFUNDED_SHIPPED: Final[dict[Status | None, bool]] = {"cancelled": False, "completed": True}


class OrderQuery(PageQuery, frozen=True, kw_only=True):
    """Days are whole, both included, in the store's time zone."""

    status: Annotated[Status, Meta(description="Filter by status")] | None = None
    date_from: Annotated[date, Meta(description="Start date (YYYY-MM-DD)")] | None = None
    date_to: Annotated[date, Meta(description="End date (YYYY-MM-DD)")] | None = None

    def to_core(self, zone: str) -> orders.Filter:
        """Raises BadQuery for days that run backwards."""
        if self.date_from and self.date_to and self.date_from > self.date_to:
            raise BadQuery.one("date_from", "Must not be after date_to.")
        return orders.Filter(
            states=None if self.status is None else (_STATES[self.status],),
            refunded_shipped=_REFUNDED_SHIPPED.get(self.status),
            since=None if self.date_from is None else days.begin(self.date_from, zone),
            before=None if self.date_to is None else days.end(self.date_to, zone),
        )


class OrderRow(Struct, frozen=True):
    """An order in a list. The last two are beside the documentation's; `state` is exact where `status` is not (X-10)."""

    id: int
    order_number: str
    status: Status
    total: Decimal
    customer_name: str
    customer_email: str
    created_at: Time
    currency: str
    state: State


class ItemOut(Struct, frozen=True):
    """`price` of one with its tax, rounded; `total` of all of them, exact: these add up to the order's subtotal."""

    product_id: int
    name: str
    quantity: int
    price: Decimal
    total: Decimal


class AddressOut(Struct, frozen=True):
    """What an order does not have is null; `country` is ISO 3166-1 alpha-2."""

    street: str | None
    city: str | None
    state: str | None
    zip: str | None
    country: str | None


class OrderOut(Struct, frozen=True):
    """A whole order."""

    id: int
    order_number: str
    status: Status
    total: Decimal
    subtotal: Decimal
    shipping_cost: Decimal
    discount: Decimal
    customer_name: str
    customer_email: str
    items: tuple[ItemOut, ...]
    shipping_address: AddressOut
    created_at: Time
    updated_at: Time
    currency: str
    state: State


class OneOrder(Struct, frozen=True):
    order: OrderOut


def order_row(order: Order) -> OrderRow:
    return OrderRow(
        id=order.id,
        order_number=order.number,
        status=_status(order),
        total=to_decimal(order.total_minor, order.currency),
        customer_name=order.customer.name,
        customer_email=order.customer.email,
        created_at=time_out(order.placed_at),
        currency=order.currency,
        state=order.state,
    )


def order_out(order: Order) -> OrderOut:
    ship = order.ship_to
    return OrderOut(
        id=order.id,
        order_number=order.number,
        status=_status(order),
        total=to_decimal(order.total_minor, order.currency),
        subtotal=to_decimal(order.subtotal_minor + order.tax_minor, order.currency),
        shipping_cost=to_decimal(order.shipping_minor, order.currency),
        discount=to_decimal(order.discount_minor, order.currency),
        customer_name=order.customer.name,
        customer_email=order.customer.email,
        items=tuple(_item(line, order.currency) for line in order.lines),
        shipping_address=AddressOut(ship.address, ship.city, ship.state, ship.postal_code, ship.country),
        created_at=time_out(order.placed_at),
        updated_at=time_out(order.updated_at),
        currency=order.currency,
        state=order.state,
    )


def _item(line: orders.Line, currency: str) -> ItemOut:
    total = line.subtotal_minor + line.tax_minor
    each = (2 * total + line.quantity) // (2 * line.quantity)
    return ItemOut(line.product_id, line.product_name, line.quantity, to_decimal(each, currency), to_decimal(total, currency))


def _status(order: Order) -> Status:
    """There is no refund here: the order counts as cancelled when it never left, else as completed (X-10)."""
    if order.state is State.REFUNDED:
        return "cancelled" if order.shipped_at is None else "completed"
    return _WORDS[order.state]
