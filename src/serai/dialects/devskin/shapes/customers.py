"""Customers with what they spent: paid orders, without cancelled and refunded ones."""

from decimal import Decimal

from msgspec import Struct

from serai.core.customers import Customer
from serai.dialects.devskin.shapes.answers import Time, time_out
from serai.kit.money import to_decimal


class CustomerOut(Struct, frozen=True):
    id: int
    name: str
    email: str
    total_orders: int
    total_spent: Decimal
    created_at: Time
    currency: str


def customer_out(customer: Customer) -> CustomerOut:
    return CustomerOut(
        id=customer.id,
        name=customer.name,
        email=customer.email,
        total_orders=customer.spending.orders,
        total_spent=to_decimal(customer.spending.total_minor, customer.currency),
        created_at=time_out(customer.created_at),
        currency=customer.currency,
    )
