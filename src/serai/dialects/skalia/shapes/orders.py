"""Orders on this wire."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated
from zoneinfo import ZoneInfo

import pycountry
from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core.orders import Address, Buyer, Change, Filter, Line, Move, Order, State
from serai.core.stores import StoreId
from serai.dialects.skalia import ids
from serai.dialects.skalia.paging import Paged
from serai.dialects.skalia.shapes.times import Time, time_out
from serai.kit.money import to_decimal
from serai.wire.errors import BadQuery


class OrdersQuery(Paged, rename="camel"):
    """A date without a time as `endDate` includes that whole day, in the store's time zone."""

    store_id: str | None = None
    status: State | None = None
    start_date: Annotated[str, Meta(description="ISO 8601 date or date-time, included.")] | None = None
    end_date: Annotated[str, Meta(description="ISO 8601 date (that whole day) or date-time.")] | None = None

    def to_core(self, zone: str) -> Filter:
        """Raises BadQuery for a date that is none. `zone` is the store's."""
        return Filter(
            states=None if self.status is None else (self.status,),
            since=_moment("startDate", self.start_date, zone, end=False),
            before=_moment("endDate", self.end_date, zone, end=True),
        )


class OrderChangeIn(Struct, rename="camel", forbid_unknown_fields=True):
    status: State | UnsetType = UNSET
    tracking_number: Annotated[str, Meta(max_length=200)] | None | UnsetType = UNSET
    notes: Annotated[str, Meta(max_length=5000)] | None | UnsetType = UNSET


class OneChangeIn(OrderChangeIn, rename="camel", forbid_unknown_fields=True, kw_only=True):
    id: str

    def to_core(self, store: StoreId) -> Move:
        return Move(
            store=store, order=ids.order(self.id), to=self.status, tracking_number=self.tracking_number, notes=self.notes
        )


class OrderChangesIn(Struct, forbid_unknown_fields=True):
    items: Annotated[list[OneChangeIn], Meta(min_length=1, max_length=100)]


class CustomerOut(Struct, rename="camel"):
    id: str
    name: str
    email: str
    phone: str | None


class LineOut(Struct, rename="camel"):
    product_id: str
    product_name: str
    variant_id: str | None
    variant_name: str | None
    quantity: int
    price: Decimal
    total: Decimal


class AddressOut(Struct, rename="camel"):
    """`country` as an English name."""

    name: str | None
    address: str | None
    city: str | None
    postal_code: str | None
    country: str | None
    phone: str | None
    state: str | None


class OrderOut(Struct, rename="camel"):
    id: str
    order_number: str
    store_id: str
    store_name: str
    customer: CustomerOut
    items: list[LineOut]
    subtotal: Decimal
    shipping: Decimal
    tax: Decimal
    discount: Decimal
    total: Decimal
    currency: str
    status: State
    payment_status: str
    payment_method: str | None
    shipping_address: AddressOut
    tracking_number: str | None
    notes: str | None
    created_at: Time
    updated_at: Time


class ChangeOut(Struct, rename="camel"):
    status: State
    note: str | None
    actor: str
    created_at: Time


def order_out(order: Order) -> OrderOut:
    currency = order.currency
    return OrderOut(
        id=ids.write("order", order.id),
        order_number=order.number,
        store_id=ids.write("store", order.store_id),
        store_name=order.store_name,
        customer=_customer_out(order.customer),
        items=[_line_out(line, currency) for line in order.lines],
        subtotal=to_decimal(order.subtotal_minor, currency),
        shipping=to_decimal(order.shipping_minor, currency),
        tax=to_decimal(order.tax_minor, currency),
        discount=to_decimal(order.discount_minor, currency),
        total=to_decimal(order.total_minor, currency),
        currency=currency,
        status=order.state,
        payment_status=order.payment_status,
        payment_method=order.payment_method,
        shipping_address=_address_out(order.ship_to),
        tracking_number=order.tracking_number,
        notes=order.notes,
        created_at=time_out(order.placed_at),
        updated_at=time_out(order.updated_at),
    )


def change_out(change: Change) -> ChangeOut:
    return ChangeOut(change.state, change.note, change.actor, time_out(change.created_at))


def _customer_out(buyer: Buyer) -> CustomerOut:
    return CustomerOut(ids.write("customer", buyer.id), buyer.name, buyer.email, buyer.phone)


def _line_out(line: Line, currency: str) -> LineOut:
    """A line of the product itself, not of a named variant, has no variant here."""
    return LineOut(
        product_id=ids.write("product", line.product_id),
        product_name=line.product_name,
        variant_id=None if line.variant_name is None else ids.write("variant", line.variant_id),
        variant_name=line.variant_name,
        quantity=line.quantity,
        price=to_decimal(line.unit_minor, currency),
        total=to_decimal(line.subtotal_minor, currency),
    )


def _address_out(address: Address) -> AddressOut:
    country = pycountry.countries.get(alpha_2=address.country) if address.country else None
    return AddressOut(
        name=address.name,
        address=address.address,
        city=address.city,
        postal_code=address.postal_code,
        country=country.name if country else address.country,
        phone=address.phone,
        state=address.state,
    )


def _moment(name: str, text: str | None, zone: str, *, end: bool) -> datetime | None:
    """The moment that a bound means; a day begins when it begins in the store's zone, also when clocks change."""
    if text is None:
        return None
    try:
        if len(text) == len("2026-04-08"):
            day = date.fromisoformat(text) + timedelta(days=1 if end else 0)
            return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=ZoneInfo(zone)) if moment.tzinfo is None else moment
        return moment.astimezone(UTC) + (timedelta(microseconds=1) if end else timedelta())
    except (ValueError, OverflowError):
        raise BadQuery.one(name, "Must be an ISO 8601 date or date-time.") from None
