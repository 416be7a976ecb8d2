"""Orders. `total = subtotal − discount + tax + shipping`, to the last digit of the currency."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, Literal
from zoneinfo import ZoneInfo

from msgspec import UNSET, Struct, UnsetType

from serai.core import orders
from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.inventory import VariantId
from serai.core.orders import State
from serai.dialects.salloq.paging import PageQuery
from serai.dialects.salloq.shapes.fields import Flag, Id, at_most, is_true, whole_seconds
from serai.kit import checks
from serai.kit.checks import Faults
from serai.kit.money import minor_unit

Status = Literal["pending", "processing", "shipped", "delivered", "cancelled"]

LONGEST_ADDRESS: Final = 200
_STATUS: Final[dict[State, Status]] = {
    State.PENDING: "pending",
    State.PROCESSING: "processing",
    State.SHIPPED: "shipped",
    State.DELIVERED: "delivered",
    State.CANCELLED: "cancelled",
}
_REFUNDED_SHIPPED: Final[dict[Status | None, bool]] = {"cancelled": False, "delivered": True}
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9998, 12, 30)


class ItemOut(Struct, frozen=True):
    product_id: int
    product_name: str
    qty: int
    price: Decimal
    subtotal: Decimal
    variant_id: int


class OrderOut(Struct, frozen=True):
    """From `shipping_country` on the fields are beside the documentation's. `state` is exact where `status` is not (X-10)."""

    id: int
    customer_id: int
    status: Status
    subtotal: Decimal
    tax: Decimal
    shipping: Decimal
    total: Decimal
    tracking_number: str | None
    items: tuple[ItemOut, ...]
    shipping_address: str | None
    shipping_city: str | None
    shipping_state: str | None
    shipping_zip: str | None
    created_at: datetime
    shipping_country: str | None
    discount: Decimal
    promo_code: str | None
    currency: str
    state: State
    is_subscription: bool
    redeemed_points: int


def order_out(order: orders.Order) -> OrderOut:
    ship, unit = order.ship_to, minor_unit(order.currency)
    return OrderOut(
        id=order.id,
        customer_id=order.customer.id,
        status=_status(order),
        subtotal=order.subtotal_minor * unit,
        tax=order.tax_minor * unit,
        shipping=order.shipping_minor * unit,
        total=order.total_minor * unit,
        tracking_number=order.tracking_number,
        items=tuple([_item(line, unit) for line in order.lines]),
        shipping_address=ship.address,
        shipping_city=ship.city,
        shipping_state=ship.state,
        shipping_zip=ship.postal_code,
        created_at=whole_seconds(order.placed_at),
        shipping_country=ship.country,
        discount=order.discount_minor * unit,
        promo_code=order.promo_code,
        currency=order.currency,
        state=order.state,
        is_subscription=order.is_subscription,
        redeemed_points=order.redeemed_points,
    )


def _item(line: orders.Line, unit: Decimal) -> ItemOut:
    return ItemOut(
        product_id=line.product_id,
        product_name=line.product_name,
        qty=line.quantity,
        price=line.unit_minor * unit,
        subtotal=line.subtotal_minor * unit,
        variant_id=line.variant_id,
    )


def _status(order: orders.Order) -> Status:
    """Salloq knows no refund: the order counts as cancelled when it never left, else as delivered (X-10)."""
    if order.state is State.REFUNDED:
        return "cancelled" if order.shipped_at is None else "delivered"
    return _STATUS[order.state]


class OrderQuery(PageQuery, frozen=True, kw_only=True):
    """Days are whole, both included, in the store's time zone."""

    customer_id: Id | None = None
    status: Status | None = None
    date_from: date | None = None
    date_to: date | None = None
    is_subscription: Flag | None = None

    def to_core(self, time_zone: str) -> orders.Filter:
        return orders.Filter(
            states=None if self.status is None else (State(self.status),),
            refunded_shipped=_REFUNDED_SHIPPED.get(self.status),
            customer=None if self.customer_id is None else CustomerId(self.customer_id),
            since=None if self.date_from is None else _midnight(self.date_from, time_zone),
            before=None if self.date_to is None else _midnight(self.date_to, time_zone, days=1),
            is_subscription=is_true(self.is_subscription),
        )


def _midnight(day: date, time_zone: str, *, days: int = 0) -> datetime:
    """The moment that the day, or the one `days` later, begins. Clients send 0001-01-01 for ever: no order is that old."""
    kept = min(max(day, _FIRST_DAY), _LAST_DAY) + timedelta(days=days)
    return datetime.combine(kept, time.min, tzinfo=ZoneInfo(time_zone))


class ItemIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Without a variant: the default one if it can be had, else the first that can (X-11)."""

    product_id: Id
    qty: int
    variant_id: Id | None = None


class OrderIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`shipping_country` as ISO code of two or three letters, or its English name. `redeem_points` pay with points."""

    customer_id: Id
    items: tuple[ItemIn, ...]
    shipping_address: str | None = None
    shipping_city: str | None = None
    shipping_state: str | None = None
    shipping_zip: str | None = None
    shipping_country: str | None = None
    promo_code: str | None = None
    redeem_points: int | None = None

    def to_core(self) -> orders.Draft:
        """Raises Invalid naming every field that is wrong."""
        faults = Faults()
        address = orders.Address(
            address=faults.of(at_most, self.shipping_address, LONGEST_ADDRESS, field="shipping_address"),
            city=faults.of(at_most, self.shipping_city, LONGEST_ADDRESS, field="shipping_city"),
            state=faults.of(at_most, self.shipping_state, LONGEST_ADDRESS, field="shipping_state"),
            postal_code=faults.of(at_most, self.shipping_zip, LONGEST_ADDRESS, field="shipping_zip"),
            country=faults.of(_country, self.shipping_country),
        )
        faults.settle()
        return orders.Draft(
            customer=CustomerId(self.customer_id),
            lines=tuple(map(_wanted, self.items)),
            ship_to=address,
            promo_code=self.promo_code,
            redeem_points=self.redeem_points or 0,
        )


def _wanted(item: ItemIn) -> orders.Wanted:
    variant = None if item.variant_id is None else VariantId(item.variant_id)
    return orders.Wanted(ProductId(item.product_id), item.qty, variant)


def _country(text: str | None) -> str | None:
    return checks.any_country(text, field="shipping_country") if text else None


class StatusIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`tracking_number` stays when it is not sent."""

    status: Status
    tracking_number: str | None | UnsetType = UNSET

    def to_core(self) -> State:
        return State(self.status)
