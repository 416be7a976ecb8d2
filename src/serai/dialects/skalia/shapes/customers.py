"""Customers on this wire."""

from decimal import Decimal
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core.customers import Customer, CustomerChange
from serai.dialects.skalia import ids
from serai.dialects.skalia.paging import Paged
from serai.dialects.skalia.shapes.times import Time, time_or_none, time_out
from serai.kit.money import to_decimal


class CustomersQuery(Paged, rename="camel"):
    store_id: str | None = None
    search: str | None = None


class CustomerChangeIn(Struct, rename="camel", forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=200)] | UnsetType = UNSET
    phone: Annotated[str, Meta(max_length=40)] | None | UnsetType = UNSET
    tags: Annotated[list[Annotated[str, Meta(min_length=1, max_length=100)]], Meta(max_length=50)] | UnsetType = UNSET

    def to_core(self) -> CustomerChange:
        return CustomerChange(name=self.name, phone=self.phone, tags=UNSET if self.tags is UNSET else tuple(self.tags))


class CustomerOut(Struct, rename="camel"):
    id: str
    name: str
    email: str
    phone: str | None
    total_orders: int
    total_spent: Decimal
    currency: str
    average_order_value: Decimal
    last_order_date: Time | None
    created_at: Time
    tags: tuple[str, ...]
    store_id: str


def customer_out(customer: Customer) -> CustomerOut:
    spending, currency = customer.spending, customer.currency
    return CustomerOut(
        id=ids.write("customer", customer.id),
        name=customer.name,
        email=customer.email,
        phone=customer.phone,
        total_orders=spending.orders,
        total_spent=to_decimal(spending.total_minor, currency),
        currency=currency,
        average_order_value=to_decimal(spending.average_minor, currency),
        last_order_date=time_or_none(spending.last_order_at),
        created_at=time_out(customer.created_at),
        tags=customer.tags,
        store_id=ids.write("store", customer.store_id),
    )
